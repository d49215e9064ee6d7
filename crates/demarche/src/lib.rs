//! The hall: opens a dossier, wires the stages.
