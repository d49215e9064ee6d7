//! `check`: a brief held against its dossier on two clocks.

use std::path::PathBuf;

use demarche_brief::edition::{Coverage, Edition};
use demarche_brief::{EditionOptions, World};
use demarche_diagnostic::{Diagnostic, Grade, Warned};
use demarche_terms::{Clocks, Evidence};
use serde_json::{Value, json};

use crate::world::Held;
use crate::{HallError, Reading, Workspace};

/// What a check found.
pub struct Report {
    /// The brief that was read.
    pub brief: PathBuf,
    /// The clocks.
    pub clocks: Clocks,
    /// Findings about the dossier's text and the prose, in printing order.
    pub findings: Vec<Diagnostic>,
    /// The edition as it would be published, for coverage and for building.
    pub edition: Edition,
}

impl Report {
    /// Whether any finding is of one of these grades.
    pub fn has(&self, grades: &[Grade]) -> bool {
        self.findings.iter().any(|finding| grades.contains(&finding.grade))
    }

    /// How many findings are of a grade.
    pub fn count(&self, grade: Grade) -> usize {
        self.findings.iter().filter(|finding| finding.grade == grade).count()
    }

    /// Coverage by evidence grade and method.
    pub fn coverage(&self) -> &Coverage {
        &self.edition.coverage
    }

    /// Sentences that hold, that are asked about and that have died; a sentence stands as its worst binding does.
    pub fn standing(&self) -> Standing {
        let mut standing = Standing::default();
        for sentence in self.edition.sentences.iter().filter(|sentence| !sentence.statements.is_empty()) {
            let open = || sentence.findings.iter().filter(|finding| !finding.starts_with(Grade::Note.word()));
            if open().any(|finding| finding.contains("[D0502]")) {
                standing.dead += 1;
            } else if open().next().is_some() {
                standing.asked += 1;
            } else {
                standing.hold += 1;
            }
        }
        standing
    }
}

/// How the sentences that rest on a statement stand on the day of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Nothing is said of them: they are left alone.
    pub hold: u32,
    /// Something is asked of them.
    pub asked: u32,
    /// What they rest on has ended.
    pub dead: u32,
}

/// What a check reads "now" as, where no date was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// Today in the dossier's time zone.
    Today,
    /// The date in the brief's front matter.
    FrontMatter,
}

impl Workspace {
    /// Checks the brief that PATH leads to on today's date, unless another is asked for.
    ///
    /// # Errors
    /// [`HallError`] where the brief cannot be read.
    pub fn check(&mut self, reading: Reading) -> Result<Report, HallError> {
        let path = self.brief_path();
        self.check_brief(path, reading, Fallback::Today)
    }

    pub(crate) fn check_brief(
        &mut self,
        path: PathBuf,
        reading: Reading,
        fallback: Fallback,
    ) -> Result<Report, HallError> {
        let (brief, mut findings) = self.brief(&path)?;
        let date = match (reading.as_of, fallback) {
            (Some(date), _) => date,
            (None, Fallback::Today) => self.today()?,
            (None, Fallback::FrontMatter) => brief.front.date.ok_or_else(|| HallError::NoDate(path.clone()))?,
        };
        let clocks = reading.clocks(date);
        findings.extend(self.findings().iter().cloned());
        let view = self.ledger().at(clocks, &brief.front.written_from);
        findings.extend(view.findings());
        let world = Held(view);
        let options = EditionOptions { publisher: self.ledger().manifest().publisher.clone(), draft: None };
        let (lexicon, map) = (self.lexicon(), self.sources());
        let (found, compiled) = rayon::join(
            || demarche_brief::check(&brief, &world, lexicon),
            || demarche_brief::edition(&brief, &world, map, &options),
        );
        findings.extend(found);
        let Warned { value: mut edition, diagnostics } = compiled;
        demarche_brief::tell(&mut edition, &brief, &findings);
        findings.extend(diagnostics);
        debug_assert_eq!(world.clocks(), clocks);
        demarche_diagnostic::sort(&mut findings);
        Ok(Report { brief: path, clocks, findings, edition })
    }
}

/// Coverage as the JSON report holds it: bindings by grade and method, sentences, free words.
pub fn coverage_json(coverage: &Coverage) -> Value {
    let by_grade = |grade: Evidence| -> u32 {
        coverage.bindings.iter().filter(|(found, _, _)| *found == grade).map(|(_, _, count)| count).sum()
    };
    json!({
        "by_grade": Evidence::ALL.iter().map(|grade| (grade.word().to_owned(), json!(by_grade(*grade)))).collect::<serde_json::Map<_, _>>(),
        "by_grade_and_method": coverage.bindings.iter().map(|(grade, method, count)| json!({
            "grade": grade.word(), "method": method.word(), "bindings": count,
        })).collect::<Vec<_>>(),
        "sentences": coverage.sentences,
        "sourced_sentences": coverage.sourced_sentences,
        "free": coverage.free,
    })
}
