//! Edition to HTML, charts, JSON and CSV.
