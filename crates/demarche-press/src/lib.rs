//! Edition to PDF.
