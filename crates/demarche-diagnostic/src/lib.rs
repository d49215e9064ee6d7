//! Diagnostics: what Demarche has to say about a user's documents, and where.
//!
//! A diagnostic is not an error. It has a stable [`Code`], a [`Grade`], a place
//! in a text the user can open, a sentence in an editor's tone, and a way to
//! mend it. Diagnostics come in a list beside the result ([`Warned`]), because
//! reading never stops at the first. Errors about the machine (a file that
//! cannot be opened) are each crate's own error type instead.

mod catalogue;
mod mend;
mod render;
mod source;

pub use catalogue::{Manual, Rule};
pub use mend::{Mended, apply, mended, unified};
pub use render::{Terminal, csv, csv_header, github, human, is_unprintable, json, sarif};
pub use source::{FileId, Original, Place, SourceMap, Span};

use serde::Serialize;

/// How serious a finding is; ordered from the gravest down.
///
/// None of the grades says "wrong": even *contradicted* names the evidence and
/// leaves the judgement to the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The dossier text is broken, a binding does not resolve, or printed words
    /// do not match the very statement they are bound to.
    Error,
    /// Independent evidence on the same basis, known by that date, says otherwise.
    Contradicted,
    /// Cannot be confirmed from what is held, or which basis is meant is open.
    Query,
    /// Needs another look by a date that has come.
    Due,
    /// Said for completeness; never counts against an edition.
    Note,
}

impl Grade {
    /// The word printed before the code.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Contradicted => "contradicted",
            Self::Query => "query",
            Self::Due => "due",
            Self::Note => "note",
        }
    }

    /// The grade for a word as written after `--deny`; `None` for other words.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Error, Self::Contradicted, Self::Query, Self::Due, Self::Note]
            .into_iter()
            .find(|grade| grade.word() == word)
    }

    /// Whether a finding of this grade stops a build without `--draft`.
    pub fn stops_a_build(self) -> bool {
        matches!(self, Self::Error | Self::Contradicted)
    }
}

/// A stable finding code such as `D0312`: `D`, two digits of family, two of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

impl Code {
    /// The family prefix, `D03` for `D0312`.
    pub fn family(self) -> &'static str {
        self.0.get(..3).unwrap_or(self.0)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// A change to one file that would mend a finding: replace the span by the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What replaces it.
    pub text: String,
    /// Who may apply it.
    pub applies: Applies,
}

/// Who may apply an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applies {
    /// A program: it says the same in a spelling that can be read, so `fix` offers it and SARIF carries it.
    Mechanically,
    /// A person alone: it says something else, or takes up a change that someone must have meant.
    Judged,
}

impl Applies {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mechanically => "mechanically",
            Self::Judged => "judged",
        }
    }
}

/// A second place that belongs to a finding, with a few words on why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, in a few words.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What to do, as one sentence.
    pub text: String,
    /// The edit that does it, where one can be given mechanically.
    pub edit: Option<Edit>,
}

/// One finding about a user's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// How serious.
    pub grade: Grade,
    /// One sentence that an editor would say.
    pub message: String,
    /// The words concerned; `None` where a whole dossier is meant.
    pub span: Option<Span>,
    /// A few words under the primary span.
    pub label: String,
    /// Other places: the statement, the rival, the source.
    pub others: Vec<Label>,
    /// Derivation and background, one line each.
    pub notes: Vec<String>,
    /// Ways to mend it, best first.
    pub help: Vec<Help>,
}

impl Diagnostic {
    /// A finding without a place, notes or help; add them with the methods below.
    pub fn new(code: Code, grade: Grade, message: impl Into<String>) -> Self {
        Self {
            code,
            grade,
            message: message.into(),
            span: None,
            label: String::new(),
            others: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Puts the finding at `span`, with `label` (may be empty) under the words.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.span = Some(span);
        self.label = label.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn with_other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// Adds a line of derivation or background.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn with_help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), edit: None });
        self
    }

    /// Adds a way to mend it that a program may apply: replace `span` by `replacement`.
    #[must_use]
    pub fn with_edit(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit { span, text: replacement.into(), applies: Applies::Mechanically };
        self.with_help_of(text.into(), edit)
    }

    /// Adds a way to mend it that a person must judge: replace `span` by `replacement`.
    #[must_use]
    pub fn with_suggestion(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.with_help_of(text.into(), Edit { span, text: replacement.into(), applies: Applies::Judged })
    }

    fn with_help_of(mut self, text: String, edit: Edit) -> Self {
        self.help.push(Help { text, edit: Some(edit) });
        self
    }

    /// The edits that a program may apply, with what each does, best first.
    pub fn edits(&self) -> impl Iterator<Item = (&str, &Edit)> {
        let edits = self.help.iter().filter_map(|help| Some((help.text.as_str(), help.edit.as_ref()?)));
        edits.filter(|(_, edit)| edit.applies == Applies::Mechanically)
    }

    /// The same finding after its source map was appended to one that held `by` texts.
    #[must_use]
    pub fn moved(mut self, by: u32) -> Self {
        let others = self.others.iter_mut().map(|label| &mut label.span);
        let edits = self.help.iter_mut().filter_map(|help| help.edit.as_mut()).map(|edit| &mut edit.span);
        for span in self.span.iter_mut().chain(others).chain(edits) {
            span.file = span.file.moved(by);
        }
        self
    }

    /// The order in which findings are printed: by file and place, then gravity, then code and words.
    pub fn sort_key(&self) -> (Option<Span>, Grade, Code, &str) {
        (self.span, self.grade, self.code, &self.message)
    }
}

/// Puts findings into printing order and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}

/// A value together with what was found while making it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned<T> {
    /// What could be made of the input.
    pub value: T,
    /// What was found, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// The value, its findings moved onto the end of `sink`.
    pub fn drain_into(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }

    /// The same findings beside another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), diagnostics: self.diagnostics }
    }
}
