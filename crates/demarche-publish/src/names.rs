//! IRIs of what a dossier holds.
//!
//! They begin with the `base` that `dossier.toml` gives. Without one they are
//! `urn:x-demarche:DOSSIER/…`: names that lead nowhere and claim no one's
//! domain. What has no standard term stands under `urn:x-demarche:terms/`.

/// Where terms of ours begin, in every dossier.
pub const TERMS: &str = "urn:x-demarche:terms/";

/// The dossier's IRIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    root: String,
}

impl Names {
    /// Names under `base`, or under a URN of the dossier's id where it is empty.
    pub fn new(base: &str, dossier: &str) -> Self {
        let root = match base {
            "" => format!("urn:x-demarche:{}/", segment(dossier)),
            base if base.ends_with(['/', '#', ':']) => base.to_owned(),
            base => format!("{base}/"),
        };
        Self { root }
    }

    /// The dossier itself.
    pub fn dossier(&self) -> String {
        self.of("dossier", "")
    }

    /// An edition of a brief.
    pub fn edition(&self, product: &str, number: u32) -> String {
        format!("{}{}/{number}", self.root, self::path("brief", product))
    }

    /// A statement.
    pub fn statement(&self, id: &str) -> String {
        self.of("statement", id)
    }

    /// A source; in TriG also the graph of what it says.
    pub fn source(&self, key: &str) -> String {
        self.of("source", key)
    }

    /// An actor.
    pub fn actor(&self, id: &str) -> String {
        self.of("actor", id)
    }

    /// A kind of statement.
    pub fn kind(&self, id: &str) -> String {
        self.of("kind", id)
    }

    fn of(&self, what: &str, id: &str) -> String {
        format!("{}{}", self.root, path(what, id))
    }
}

/// A term of ours.
pub(crate) fn term(name: &str) -> String {
    format!("{TERMS}{}", segment(name))
}

fn path(what: &str, id: &str) -> String {
    if id.is_empty() { what.to_owned() } else { format!("{what}/{}", segment(id)) }
}

/// One part of a path: what is not unreserved (RFC 3986, section 2.3) is percent-encoded.
fn segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_the_base_or_under_a_urn() {
        assert_eq!(Names::new("", "no-su").statement("a.b-1"), "urn:x-demarche:no-su/statement/a.b-1");
        assert_eq!(Names::new("https://desk.example/d", "no-su").source("x"), "https://desk.example/d/source/x");
        assert_eq!(Names::new("https://desk.example/d#", "no-su").source("x"), "https://desk.example/d#source/x");
        assert_eq!(
            Names::new("", "no-su").edition("DM 1/<é>", 2),
            "urn:x-demarche:no-su/brief/DM%201%2F%3C%C3%A9%3E/2"
        );
        assert_eq!(Names::new("", "no-su").dossier(), "urn:x-demarche:no-su/dossier");
    }
}
