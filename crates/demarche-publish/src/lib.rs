//! Edition to web page, charts, fact-check packet, JSON and CSV.
//!
//! Every exporter is a function from a finished [`Edition`] to text. Nothing is
//! looked up, no file is written, no clock is read: the same edition gives the
//! same bytes. Exporters stand side by side and know nothing of each other:
//!
//! * [`html`] is the page for readers: one file, no request to anywhere, every
//!   bound word opens the statement that carries it;
//! * [`packet`] is the paper for the person who signs: sentence by sentence,
//!   with boxes to tick;
//! * [`docx()`] is the same for a word processor;
//! * [`scenario_page`] shows what a scenario's models answer, with charts and lineage;
//! * [`charts::svg`] is one figure as a file of its own;
//! * [`calendar`] is what lies ahead, for a desk that subscribes: iCalendar and Atom;
//! * [`json`] and [`csv()`] are the edition for programs, [`json_ld`] the same for
//!   those that follow links; [`statements_csv`] and [`statements_json`] write any
//!   rows, such as a whole dossier;
//! * [`turtle`], [`trig`] and [`data_package`] write what a whole dossier holds.
//!
//! Words come from people and sources, so none is trusted: text is escaped by
//! the template engine, a link leaves the page only if it is `http`, `https` or
//! `mailto`, characters that no page may hold are dropped, and the page's own
//! content security policy names the hash of the one style sheet and the one
//! script that it carries.

mod anchors;
mod data;
mod docx;
mod holdings;
mod linked;
mod names;
mod package;
mod packet;
mod page;
mod parts;
mod rdf;
mod safe;
mod scenario;
mod statements;
mod text;
mod words;

pub mod calendar;
pub mod charts;

pub use data::{FORMAT_VERSION, json, statements_json};
pub use demarche_brief::edition::Edition;
pub use docx::{docx, docx_memo, docx_memo_pages};
pub use holdings::{Held, Holdings};
pub use linked::json_ld;
pub use names::{Names, TERMS};
pub use package::data_package;
pub use packet::packet;
pub use page::html;
pub use rdf::{trig, turtle};
pub use scenario::{Pictured, RunPart, ScenarioFigure, ScenarioPage, scenario_page};
pub use statements::{StatementRow, csv, statement_rows, statements_csv};
pub use words::value as in_words;
