//! Findings that need no dossier: a document in, what a good editor would ask about it out.
//!
//! ```text
//! Document ─► Sheet (sentences with their printed amounts) ─► checks ─► findings
//! ```
//!
//! Without a dossier nothing is known but the text, the calendar, word lists and
//! law. So a check says *contradicted* only where the calendar or a law decides,
//! *query* where the text does not agree with itself or leaves a question open,
//! *due* where words have outlived their date, and *note* for the rest.

pub mod checks;
mod citation;
mod editions;
mod editions_shown;
mod marked;
mod offices;
mod pattern;
mod sheet;
pub mod word;

pub use checks::{check, rules};
pub use citation::{CitationForms, SHIPPED as SHIPPED_CITATIONS};
pub use editions::{Compared, Comparison, Fate, Words, compare};
pub use editions_shown::{Edition, markdown as editions_markdown, page as editions_page};
pub use marked::marked;
pub use offices::{Election, Office};
pub use sheet::{Setting, date_of, original};
