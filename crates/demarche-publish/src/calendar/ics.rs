//! The calendar as iCalendar (RFC 5545): one all-day event a turn.

use std::fmt::Write as _;

use super::{Calendar, plain};

/// Longest line in bytes, its line break apart (RFC 5545, section 3.1).
const LINE: usize = 75;

/// The calendar as an iCalendar file.
pub fn ics(calendar: &Calendar) -> String {
    let mut out = String::new();
    let mut line = |text: String| fold(&text, &mut out);
    let stamp = calendar.known_by.strftime("%Y%m%dT000000Z");
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//Demarche//Calendar ahead//EN".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line("METHOD:PUBLISH".to_owned());
    line(format!("NAME:{}", text(&calendar.name())));
    line(format!("X-WR-CALNAME:{}", text(&calendar.name())));
    for turn in &calendar.turns {
        let mut uid = String::new();
        turn.key(calendar)[..16].iter().for_each(|byte| {
            let _ = write!(uid, "{byte:02x}");
        });
        let description: Vec<String> = turn.description(calendar).iter().map(|line| text(line)).collect();
        let next = turn.on.tomorrow().unwrap_or(turn.on);
        line("BEGIN:VEVENT".to_owned());
        line(format!("UID:{uid}@{}.demarche", calendar.dossier));
        line(format!("DTSTAMP:{stamp}"));
        line(format!("DTSTART;VALUE=DATE:{}", turn.on.strftime("%Y%m%d")));
        if next > turn.on {
            line(format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
        }
        line(format!("SUMMARY:{}", text(&turn.summary())));
        line(format!("DESCRIPTION:{}", description.join("\\n")));
        line(format!("CATEGORIES:{}", text(&turn.grade)));
        line("CLASS:PRIVATE".to_owned());
        line("TRANSP:TRANSPARENT".to_owned());
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    out
}

/// A value of type TEXT (section 3.3.11).
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in plain(words).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Adds a content line, folded at [`LINE`] bytes between characters; what goes on begins with a space.
fn fold(line: &str, out: &mut String) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_unfold_to_themselves() {
        let line = format!("SUMMARY:{}", "Å한x".repeat(60));
        let mut out = String::new();
        fold(&line, &mut out);
        assert!(out.split("\r\n").all(|part| part.len() <= LINE));
        assert_eq!(out.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a, b; c\\d\u{7}\ne"), "a\\, b\\; c\\\\d e");
    }
}
