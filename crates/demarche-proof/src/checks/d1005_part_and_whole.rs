//! A part is larger than the whole that it is said to be a part of, or its percentage is another.
//!
//! "12 of the 10 members" cannot be; "12 of the 40 members (40%)" is 30%. Counts are exact, measures stand for half a
//! unit of their last digit either way.
//!
//! Grade: query, since either figure may be the slip.
//!
//! False alarms: "of" in another sense between two figures ("5 of 1 June"), a percentage of something
//! else in the parentheses. Write the two apart.

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use super::clauses::{Figure, apart, figure, is_percent, same_unit, share, shown_bounds};
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1005", Query, "a part does not fit its whole", "d1005_part_and_whole.rs");

lazy! {
    OF = r"(?i)^\s*((members|seats|votes|states|countries|people|senators|representatives)\s+)?(out )?of (the |a total of |all |its |their )?\s*$";
    PERCENT = r"(?i)^([^.;,()]{0,40})?(\(|, or )\s*(about|approximately|roughly|nearly|some)?\s*$";
    ENDS = r"(?i)^\s*(percent)?\s*(\)|of\b|,|\.|$)";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        let figures: Vec<Figure<'_>> = passage.printed.iter().filter_map(figure).collect();
        for (at, pair) in figures.windows(2).enumerate() {
            let [part, whole] = pair else { continue };
            let joined = OF.is_match(passage.between(part.whole().end, whole.whole().start));
            if !joined || !same_unit(part.number, whole.number) || is_percent(part.number) {
                continue;
            }
            let message = if part.bounds.0 > whole.bounds.1 {
                format!("{} of {}: the part is larger than the whole", part.printed.raw, whole.printed.raw)
            } else if let Some(message) = another_share(passage, part, whole, figures.get(at + 2)) {
                message
            } else {
                continue;
            };
            let words = part.whole().start..whole.whole().end;
            found.push(sheet.about(CODE, Grade::Query, passage, words, message).with_help("correct one of the figures"));
        }
    }
}

/// What to say where the percentage printed after part and whole is another than theirs.
fn another_share(passage: &Passage<'_>, part: &Figure<'_>, whole: &Figure<'_>, said: Option<&Figure<'_>>) -> Option<String> {
    let said = said.filter(|said| is_percent(said.number))?;
    let joined = PERCENT.is_match(passage.between(whole.whole().end, said.whole().start));
    let ended = ENDS.is_match(passage.after(said.whole().end));
    let share = share(part.bounds, whole.bounds)?;
    (joined && ended && apart(share, said.bounds)).then(|| {
        format!("{} of {} is {}%, the text says {}", part.printed.raw, whole.printed.raw, shown_bounds(share), said.printed.raw)
    })
}
