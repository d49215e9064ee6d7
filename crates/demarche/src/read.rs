//! `read`: a foreign document, from a file or standard input, in the form that is asked for.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::{Document, Options};

use crate::HallError;

/// As what a document that was read is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadForm {
    /// The words in reading order.
    Text,
    /// Everything, with places.
    Json,
    /// CommonMark with pipe tables.
    Markdown,
    /// One web page: each page as printed beside its words.
    Html,
}

/// A document that was read, with what reading it had to say.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The document.
    pub document: Document,
    /// What reading had to say, in printing order.
    pub findings: Vec<Diagnostic>,
    bytes: Arc<Vec<u8>>,
    options: Options,
}

impl ReadFile {
    /// Reads a file of any format; `-` is standard input.
    ///
    /// # Errors
    /// [`HallError::Io`] where the file cannot be read; what it holds is never an error.
    pub fn open(path: &Path, password: Option<String>) -> Result<Self, HallError> {
        let io = |error| HallError::Io(path.to_owned(), error);
        // One byte more than is read, so that a file beyond the bound is known to be one.
        let most = demarche_read::limits::FILE_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        let name = if path.as_os_str() == "-" {
            std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(io)?;
            "standard input".to_owned()
        } else {
            std::fs::File::open(path).map_err(io)?.take(most).read_to_end(&mut bytes).map_err(io)?;
            path.display().to_string()
        };
        let options = Options { password, ..Options::default() };
        let bytes = Arc::new(bytes);
        let read = demarche_read::read_shared(&bytes, &name, &options);
        Ok(Self { document: read.value, findings: read.diagnostics, bytes, options })
    }

    /// The document in a form.
    pub fn as_form(&self, form: ReadForm) -> String {
        match form {
            ReadForm::Text => self.document.to_text(),
            ReadForm::Json => self.document.to_json_text() + "\n",
            ReadForm::Markdown => self.document.to_markdown(),
            ReadForm::Html => demarche_read::to_html(&self.document, &self.findings, &self.bytes, &self.options),
        }
    }

    /// Whether a finding of one of these grades was made.
    pub fn has(&self, grades: &[Grade]) -> bool {
        self.findings.iter().any(|finding| grades.contains(&finding.grade))
    }
}

/// Whether two paths are one file, so that writing to the one would overwrite the other.
pub fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
