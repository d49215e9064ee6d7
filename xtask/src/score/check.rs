//! What `check` finds on documents without a dossier: the table of `cargo xtask score check`.
//!
//! `tests/real/check-labels.toml` holds a person's verdicts on real briefs in stand-off form. A finding that touches a
//! label's words with the same code is *true* or *false* as the label says; a true label without a finding is
//! *missed*. Documents are read as of a day before any of them, so that nothing is due yet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use demarche::{DocumentDates, Proof, Proofreader};
use demarche_diagnostic::Grade;
use toml_edit::DocumentMut;

/// A person's verdict on some words.
struct Label {
    code: String,
    anchor: String,
    verdict: bool,
}

/// Counts of one code.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
    unlabelled: usize,
}

/// Checks every PDF below `documents` and returns the table.
///
/// # Errors
/// A sentence for a file that cannot be read, or a label whose words its document does not hold.
pub fn table(documents: &Path, labels: &Path) -> Result<String, String> {
    let labels = read_labels(labels)?;
    let proofreader = Proofreader::default();
    let mut counts: BTreeMap<(String, Grade), Count> = BTreeMap::new();
    let (mut pages, mut documents_read, mut queries, mut contradicted, mut false_queries) = (0, 0, 0, 0, 0);
    let begun = Instant::now();
    let mut slowest = (0.0_f64, String::new());
    for path in pdfs(documents)? {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let one = Instant::now();
        let proof = before_anything_is_due(&proofreader, &path)?;
        let each = one.elapsed().as_secs_f64() / proof.document.pages.len().max(1) as f64;
        if each > slowest.0 {
            slowest = (each, name.clone());
        }
        pages += proof.document.pages.len();
        documents_read += 1;
        queries += proof.findings.iter().filter(|finding| finding.grade == Grade::Query).count();
        contradicted += proof.findings.iter().filter(|finding| finding.grade == Grade::Contradicted).count();
        if let Some(labels) = labels.get(&name) {
            false_queries += judge(&proof, &name, labels, &mut counts)?;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:<6} {:<13} {:>5} {:>6} {:>7} {:>10} {:>10} {:>7}",
        "code", "grade", "true", "false", "missed", "unlabelled", "precision", "recall"
    );
    let mut grades: BTreeMap<Grade, Count> = BTreeMap::new();
    for ((code, grade), count) in &counts {
        row(&mut out, code, *grade, count);
        let all = grades.entry(*grade).or_default();
        all.right += count.right;
        all.wrong += count.wrong;
        all.missed += count.missed;
        all.unlabelled += count.unlabelled;
    }
    for (grade, count) in &grades {
        row(&mut out, "all", *grade, count);
    }
    let _ = writeln!(
        out,
        "{documents_read} documents, {pages} pages: {contradicted} contradicted, {queries} query, {:.3} a page",
        f64::from(queries as u32) / f64::from(pages.max(1) as u32)
    );
    let _ = writeln!(
        out,
        "labelled false queries: {false_queries}, {:.3} a page of all",
        f64::from(false_queries as u32) / f64::from(pages.max(1) as u32)
    );
    let _ = writeln!(
        out,
        "{seconds:.2} s on one thread, {:.1} ms a page, reading included; slowest {:.1} ms a page, {}",
        seconds * 1000.0 / pages.max(1) as f64,
        slowest.0 * 1000.0,
        slowest.1
    );
    Ok(out)
}

fn row(out: &mut String, code: &str, grade: Grade, count: &Count) {
    let share = |part: usize, whole: usize| {
        if whole == 0 { "-".to_owned() } else { format!("{:.2}", part as f64 / whole as f64) }
    };
    let _ = writeln!(
        out,
        "{code:<6} {:<13} {:>5} {:>6} {:>7} {:>10} {:>10} {:>7}",
        grade.word(),
        count.right,
        count.wrong,
        count.missed,
        count.unlabelled,
        share(count.right, count.right + count.wrong),
        share(count.right, count.right + count.missed)
    );
}

fn before_anything_is_due(proofreader: &Proofreader, path: &Path) -> Result<Proof, String> {
    let said = |error: demarche::HallError| error.to_string();
    // On a day before every document nothing has worn off yet: what will is a note.
    let early = DocumentDates { as_of: "1900-01-01".parse().ok(), dated: None };
    proofreader.proof(path, early).map_err(said)
}

/// Counts a document's findings against its labels; the answer is how many queries are labelled false.
fn judge(
    proof: &Proof,
    name: &str,
    labels: &[Label],
    counts: &mut BTreeMap<(String, Grade), Count>,
) -> Result<usize, String> {
    let text = &proof.document.text;
    let mut met = BTreeSet::new();
    let mut false_queries = 0;
    let mut places = Vec::new();
    for label in labels {
        let at =
            text.find(&label.anchor).ok_or_else(|| format!("{name} does not hold the words {:?}", label.anchor))?;
        places.push(at..at + label.anchor.len());
    }
    for finding in &proof.findings {
        let Some(span) = finding.span.filter(|_| finding.code.0.starts_with("D10")) else { continue };
        let count = counts.entry((finding.code.0.to_owned(), finding.grade)).or_default();
        let touched = |at: &usize| {
            labels[*at].code == finding.code.0 && places[*at].start < span.end && span.start < places[*at].end
        };
        match (0..labels.len()).find(touched) {
            None => {
                count.unlabelled += 1;
                if std::env::var_os("DEMARCHE_MISSED").is_some() {
                    eprintln!("unlabelled {name} {}: {:?}", finding.code, &text[span.range()]);
                }
            }
            Some(at) => {
                met.insert(at);
                if labels[at].verdict {
                    count.right += 1;
                } else {
                    count.wrong += 1;
                    if std::env::var_os("DEMARCHE_MISSED").is_some() {
                        eprintln!("false {name} {}: {:?}", finding.code, labels[at].anchor);
                    }
                    false_queries += usize::from(finding.grade == Grade::Query);
                }
            }
        }
    }
    let grade_of =
        |code: &str| demarche::rules().iter().find(|rule| rule.code.0 == code).map_or(Grade::Note, |rule| rule.grade);
    for (at, label) in labels.iter().enumerate().filter(|(at, label)| label.verdict && !met.contains(at)) {
        let known = counts.keys().find(|(code, _)| *code == label.code).map(|(_, grade)| *grade);
        counts.entry((label.code.clone(), known.unwrap_or_else(|| grade_of(&label.code)))).or_default().missed += 1;
        if std::env::var_os("DEMARCHE_MISSED").is_some() {
            eprintln!("missed {name} {}: {:?}", label.code, labels[at].anchor);
        }
    }
    Ok(false_queries)
}

fn read_labels(path: &Path) -> Result<BTreeMap<String, Vec<Label>>, String> {
    let fault = |why: &str| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| fault(&error.to_string()))?;
    let file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| fault(&error.to_string()))?;
    let documents =
        file.get("document").and_then(|rows| rows.as_array_of_tables()).ok_or_else(|| fault("no `[[document]]`"))?;
    let mut all = BTreeMap::new();
    for document in documents {
        let name =
            document.get("name").and_then(|name| name.as_str()).ok_or_else(|| fault("a document without a name"))?;
        let rows = document
            .get("labels")
            .and_then(|rows| rows.as_array())
            .ok_or_else(|| fault("a document without labels"))?;
        let label = |row: &toml_edit::Value| {
            let row = row.as_inline_table()?;
            let word = |key: &str| row.get(key).and_then(|value| value.as_str()).map(str::to_owned);
            Some(Label { code: word("code")?, anchor: word("anchor")?, verdict: row.get("verdict")?.as_bool()? })
        };
        let labels: Option<Vec<Label>> = rows.iter().map(label).collect();
        let labels = labels.ok_or_else(|| fault("a label has `code`, `anchor` and `verdict`"))?;
        if all.insert(name.to_owned(), labels).is_some() {
            return Err(fault(&format!("{name} stands twice")));
        }
    }
    Ok(all)
}

fn pdfs(documents: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = documents.join("pdf");
    demarche::documents_in(&folder).map_err(|error| error.to_string())
}
