//! The calendar as an Atom feed (RFC 4287): one entry a turn, in the order of days.

use std::fmt::Write as _;

use super::{Calendar, Turn, plain};

/// The calendar as an Atom feed.
///
/// Every entry was updated on the day of what is known, not on the day that it speaks of, which may lie years ahead.
pub fn atom(calendar: &Calendar) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let updated = calendar.known_by.strftime("%Y-%m-%dT00:00:00Z").to_string();
    let whole = Turn {
        on: calendar.as_of,
        code: String::new(),
        grade: String::new(),
        words: String::new(),
        sentence: String::new(),
        line: 0,
        statement: None,
        message: String::new(),
        nth: 0,
    };
    let author = if calendar.publisher.is_empty() { &calendar.dossier } else { &calendar.publisher };
    element(&mut out, 2, "id", &urn(whole.key(calendar)));
    element(&mut out, 2, "title", &calendar.name());
    element(&mut out, 2, "updated", &updated);
    let _ = writeln!(out, "  <author><name>{}</name></author>", escaped(author));
    element(&mut out, 2, "generator", "Demarche");
    for turn in &calendar.turns {
        out.push_str("  <entry>\n");
        element(&mut out, 4, "id", &urn(turn.key(calendar)));
        element(&mut out, 4, "title", &format!("{} {}", turn.on, turn.summary()));
        element(&mut out, 4, "updated", &updated);
        let _ = writeln!(out, "    <category term=\"{}\"/>", escaped(&turn.grade));
        let lines: Vec<String> = turn.description(calendar).iter().map(|line| escaped(line)).collect();
        let _ = writeln!(out, "    <content type=\"text\">{}</content>", lines.join("\n"));
        out.push_str("  </entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn element(out: &mut String, indent: usize, name: &str, text: &str) {
    let _ = writeln!(out, "{:indent$}<{name}>{}</{name}>", "", escaped(text));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A UUID of version 8 (RFC 9562, section 5.8) whose free bits are the hash.
fn urn(key: [u8; 32]) -> String {
    let mut bytes: [u8; 16] = std::array::from_fn(|at| key[at]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut out = String::from("urn:uuid:");
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urns_are_uuids_of_version_8() {
        assert_eq!(urn([0xff; 32]), "urn:uuid:ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
