//! Dossier text to ledger: parse, format, clocks, derivation, rules.
