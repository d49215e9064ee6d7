//! Slips put into files.

use std::fs;
use std::path::Path;

/// Puts `to` in the first place of `from`, which must be there.
pub fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("reads");
    assert!(text.contains(from), "{} does not hold {from:?}", path.display());
    fs::write(path, text.replacen(from, to, 1)).expect("writes");
}
