//! Locked files: one text of ours under each cipher, user password "ferry", owner's "harbour" (written by qpdf).

use std::sync::Arc;

use demarche_read::{Options, codes, read_shared, read_with, to_html};

const FILES: [(&str, &[u8]); 5] = [
    ("rc4-40", include_bytes!("locked/rc4-40.pdf")),
    ("rc4-128", include_bytes!("locked/rc4-128.pdf")),
    ("aes-128", include_bytes!("locked/aes-128.pdf")),
    ("aes-128-packed", include_bytes!("locked/aes-128-packed.pdf")),
    ("aes-256-packed", include_bytes!("locked/aes-256-packed.pdf")),
];

#[test]
fn either_password_opens_a_file() {
    for (name, bytes) in FILES {
        for password in ["ferry", "harbour"] {
            let read = read_with(bytes, name, &Options { password: Some(password.to_owned()), ..Options::default() });
            let text = &read.value.text;
            assert!(text.contains("A third lies in dock."), "{name}, {password}: {:?}", read.diagnostics);
        }
        for password in [None, Some("pier".to_owned()), Some(String::new())] {
            let read = read_with(bytes, name, &Options { password, ..Options::default() });
            assert!(read.diagnostics.iter().any(|one| one.code == codes::ENCRYPTED), "{name}: {:?}", read.diagnostics);
        }
    }
}

/// A text and a picture that words describe, locked by qpdf with user password "fähre€", owner's "hafenmünze"; that of
/// revision 6 with "final IX é" and "pier 9".
const LETTERS: [(&str, &[u8]); 5] = [
    ("letters-rc4-40", include_bytes!("locked/letters-rc4-40.pdf")),
    ("letters-rc4-128", include_bytes!("locked/letters-rc4-128.pdf")),
    ("letters-aes-128", include_bytes!("locked/letters-aes-128.pdf")),
    ("letters-aes-128-packed", include_bytes!("locked/letters-aes-128-packed.pdf")),
    ("letters-aes-256", include_bytes!("locked/letters-aes-256.pdf")),
];

#[test]
fn passwords_may_hold_letters_beyond_ascii() {
    for (name, bytes) in LETTERS {
        let open = |password: &str| {
            read_with(bytes, name, &Options { password: Some(password.to_owned()), ..Options::default() })
        };
        // An accent may be typed by itself, a numeral or ligature as one sign.
        let right: &[&str] = match name {
            "letters-aes-256" => &["final IX é", "ﬁnal Ⅸ e\u{301}", "final\u{a0}IX é", "pier 9"],
            _ => &["fähre€", "fa\u{308}hre€", "hafenmünze"],
        };
        for password in right {
            let read = open(password);
            let text = &read.value.text;
            assert!(text.contains("A third lies in dock."), "{name}, {password}: {:?}", read.diagnostics);
            assert!(text.contains("The harbour (from the pier)"), "{name}, {password}: {text}");
        }
        for password in ["fahre€", "fähre", "пирс", ""] {
            let read = open(password);
            assert!(read.diagnostics.iter().any(|one| one.code == codes::ENCRYPTED), "{name}: {:?}", read.diagnostics);
        }
    }
}

#[test]
fn a_web_page_shows_what_such_a_password_opens() {
    let bytes = Arc::new(LETTERS[2].1.to_vec());
    let options = Options { password: Some("fähre€".to_owned()), ..Options::default() };
    let read = read_shared(&bytes, "letters", &options);
    let page = to_html(&read.value, &read.diagnostics, &bytes, &options);
    assert!(page.contains("A third lies in dock.") && page.contains("<svg"), "{page}");
}

/// A locked file that is cut, or holds other bytes, is read as far as it goes or not at all.
#[test]
fn a_locked_file_may_be_damaged_anywhere() {
    for (name, bytes) in LETTERS {
        for at in (0..bytes.len()).step_by(7) {
            let mut other = bytes.to_vec();
            other[at] = b"(<\\>\0s"[at % 6];
            for damaged in [&bytes[..at], &other] {
                let options = Options { password: Some("hafenmünze".to_owned()), ..Options::default() };
                let _ = read_with(damaged, name, &options);
            }
        }
    }
}
