//! Plain texts straight into the common tree.
//!
//! Dossiers hardly use more of TOML than tables and lists of tables under bare names, and of YAML than
//! a table of tables with words between quotation marks. A file that does no more is read here in one
//! pass, at a tenth of the general parsers' cost. Anything else (an escape that is rare, a name given
//! twice, any error at all) is answered by `None` and read by the general way, which knows all of the
//! format and how to say what is wrong. That both ways read the same is tested on random texts.

mod cursor;
mod toml;
mod yaml;

pub(super) use cursor::Cursor;
pub(super) use toml::fields as toml;
pub(super) use yaml::root as yaml;

/// Deepest nesting that is plain.
const DEPTH: usize = 16;

/// A text with something that does not belong there, for tests.
#[cfg(test)]
fn slipped(mut text: String, slip: Option<(proptest::sample::Index, &str)>) -> String {
    if let Some((at, slip)) = slip {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        text.insert_str(places[at.index(places.len())], slip);
    }
    text
}
