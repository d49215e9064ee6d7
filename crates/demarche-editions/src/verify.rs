//! Verify: a lock held against a second one, made now on the same clocks.

use demarche_diagnostic::{Diagnostic, FileId, Grade, Span};

use crate::findings::{d1904_prose, d1905_statement, d1906_gone, d1907_cell, d1908_ground, d1909_added, d1910_pages};
use crate::lock::{Lock, LockedStatement};

/// Where findings point: the lock's text, and the dossier's own.
pub struct Places<'a> {
    /// The lock's file.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
    /// Where a statement stands in the dossier.
    pub statement: &'a dyn Fn(&str) -> Option<Span>,
}

impl Places<'_> {
    /// The first line that holds all of these words.
    fn line(&self, words: &[&str]) -> Span {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if words.iter().all(|word| line.contains(word)) {
                return Span::new(self.file, at..at + line.trim_end().len());
            }
            at += line.len();
        }
        Span::new(self.file, 0..self.text.find('\n').unwrap_or(self.text.len()))
    }

    fn id(&self, id: &str) -> Span {
        self.line(&["id ", &format!("\"{id}\"")])
    }
}

/// Every change to what an edition rests on; nothing where it would come out the same today.
pub fn verify(locked: &Lock, now: &Lock, places: &Places<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if locked.prose != now.prose {
        found.push(d1904_prose::finding(places.line(&["prose "]), &locked.date.to_string()));
    }
    statements(locked, now, places, &mut found);
    for (reference, cell) in &locked.cells {
        let at = || places.line(&[&format!("\"{reference}\"")]);
        match now.cells.get(reference) {
            Some(found_now) if found_now == cell => {}
            Some(other) => {
                let (was, is) = if other.value == cell.value {
                    (&cell.release, &other.release)
                } else {
                    (&cell.value, &other.value)
                };
                found.push(d1907_cell::finding(at(), reference, was, is));
            }
            None => found.push(d1907_cell::finding(at(), reference, &cell.value, "nothing")),
        }
    }
    for ((sort, name), hash) in &locked.grounds {
        let is = now.grounds.get(&(sort.clone(), name.clone()));
        if is != Some(hash) {
            let at = places.line(&[&format!("\"{name}\""), hash]);
            let place = if sort == "statement" { (places.statement)(name) } else { None };
            found.push(d1908_ground::finding(at, sort, name, is.is_none(), place));
        }
    }
    pages(locked, now, places, &mut found);
    demarche_diagnostic::sort(&mut found);
    found
}

fn statements(locked: &Lock, now: &Lock, places: &Places<'_>, found: &mut Vec<Diagnostic>) {
    for (id, was) in &locked.statements {
        let Some(is) = now.statements.get(id) else {
            // It may still be there and merely be rested on no longer, which the statement above it says.
            if (places.statement)(id).is_none() {
                found.push(d1906_gone::finding(places.id(id), id));
            }
            continue;
        };
        let mut changes = changes(was, is);
        for other in is.rests_on.iter().chain(&is.beside).filter(|other| !was.knows(other)) {
            found.push(d1909_added::finding(places.id(id), id, other, (places.statement)(other)));
        }
        // Another state or value whose cause is a statement added since is told by that.
        if changes.is_empty() && was.hash != is.hash {
            changes.push("its text reads otherwise".to_owned());
        }
        if !changes.is_empty() {
            found.push(d1905_statement::finding(places.id(id), id, &changes, (places.statement)(id)));
        }
    }
}

impl LockedStatement {
    fn knows(&self, id: &str) -> bool {
        self.rests_on.iter().chain(&self.beside).any(|known| known == id)
    }
}

/// In what a statement is no longer as it was, part by part.
fn changes(was: &LockedStatement, is: &LockedStatement) -> Vec<String> {
    let said = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let parts = [
        ("value", was.value.clone(), is.value.clone()),
        ("valid time", was.valid.clone(), is.valid.clone()),
        ("recorded time", was.recorded.clone(), is.recorded.clone()),
        ("method", was.method.clone(), is.method.clone()),
        ("evidence", was.evidence.clone(), is.evidence.clone()),
        ("state", was.state.clone(), is.state.clone()),
        ("sources", was.sources.join(", "), is.sources.join(", ")),
    ];
    let differ = parts.into_iter().filter(|(_, was, is)| was != is);
    differ.map(|(part, was, is)| format!("{part}: {} is now {}", said(&was), said(&is))).collect()
}

/// What only the bytes tell: an edition whose parts are all as they were comes out otherwise.
fn pages(locked: &Lock, now: &Lock, places: &Places<'_>, found: &mut Vec<Diagnostic>) {
    let same_program = locked.program == now.program;
    // A kind or the house style that reaches the pages is no longer a matter of checking alone.
    if same_program && locked.content != now.content {
        let grounds = found.iter_mut().filter(|finding| finding.code == d1908_ground::RULE.code);
        grounds.for_each(|finding| finding.grade = Grade::Error);
    }
    let explained = found.iter().any(|finding| finding.grade == Grade::Error);
    let mut differ: Vec<&str> = Vec::new();
    if locked.content != now.content {
        differ.push("content");
    }
    differ.extend(
        locked
            .outputs
            .iter()
            .filter(|(name, hash)| now.outputs.get(*name).is_some_and(|is| is != *hash))
            .map(|(name, _)| name.as_str()),
    );
    if !explained && !differ.is_empty() {
        let at = places.line(&[if same_program { "content " } else { "code " }]);
        found.push(d1910_pages::finding(at, &differ, same_program, &locked.program.version));
    }
}
