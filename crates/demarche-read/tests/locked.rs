//! Locked files: one text of ours under each cipher, user password "ferry", owner's "harbour" (written by qpdf).

use demarche_read::{Options, codes, read_with};

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
