//! Words as an editor looks at them: acronyms and their explanations, quotation marks, names and slips in them.
//!
//! Shared by the checks of a brief and by those of a document without a dossier, so that both read alike.

/// Words of two to six capitals that stand between word boundaries, with their byte offset; roman numerals are none.
pub fn acronyms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let words = text.split(|c: char| !c.is_alphanumeric()).map(move |word| {
        let start = at;
        at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        (start, word)
    });
    words.filter(|(_, word)| {
        (2..=6).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && !word.bytes().all(|b| b"IVXLC".contains(&b))
    })
}

/// Acronyms that are explained: alone in parentheses after words, or first in them; a plural counts as its singular.
pub fn in_parentheses(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('(').filter_map(|(at, _)| {
        let inside = &text[at + 1..];
        let end = inside.find([')', ',', ';'])?;
        let word = inside[..end].trim().trim_matches(['“', '”', '"']);
        let word = word.rsplit(' ').next().unwrap_or(word);
        let plural = word.strip_suffix('s').filter(|word| word.bytes().all(|b| b.is_ascii_uppercase()));
        (at > 0).then_some(plural.unwrap_or(word))
    })
}

/// Whether an offset of a sentence lies inside quotation marks, so that the words there are somebody's.
pub fn is_quoted(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or(text);
    before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1
}

/// The words of a text: runs of letters.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// Whether a word can be a name: a capital, and not too short to be told from others.
pub fn is_name(word: &str) -> bool {
    word.chars().count() >= SHORTEST && word.chars().next().is_some_and(char::is_uppercase)
}

/// A possessive or plural without its ending.
pub fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Shorter words are too often one letter from a name.
const SHORTEST: usize = 5;

/// One slip in names of up to seven letters, two in longer ones; the first letter and a plural are not slips.
pub fn is_slip_of(word: &str, name: &str) -> bool {
    if word.chars().next() != name.chars().next() {
        return false;
    }
    let allowed = if name.chars().count() > 7 { 2 } else { 1 };
    let adjective = |longer: &str, shorter: &str| {
        longer.strip_prefix(shorter).is_some_and(|rest| matches!(rest, "s" | "n" | "an" | "ns"))
    };
    is_name(name) && !adjective(word, name) && !adjective(name, word) && distance_within(word, name, allowed)
}

/// Whether the Levenshtein distance is at most `limit`.
fn distance_within(a: &str, b: &str, limit: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()] <= limit
}

#[cfg(test)]
mod tests {
    use super::{acronyms, in_parentheses, is_quoted, is_slip_of};

    #[test]
    fn acronyms_and_their_explanations() {
        let text = "The Free Trade Pact (FTP) of Chapter XII joined the OECD, not NATOs.";
        assert_eq!(acronyms(text).map(|(_, word)| word).collect::<Vec<_>>(), ["FTP", "OECD"]);
        assert_eq!(in_parentheses(text).collect::<Vec<_>>(), ["FTP"]);
        assert_eq!(in_parentheses("free ports (FPs)").collect::<Vec<_>>(), ["FP"]);
        assert!(acronyms(text).all(|(at, word)| text[at..].starts_with(word)));
    }

    #[test]
    fn slips_are_told_from_other_words() {
        assert!(is_slip_of("Fredriksberg", "Frederiksberg"));
        assert!(is_slip_of("Copenhaguen", "Copenhagen"));
        assert!(!is_slip_of("Canadian", "Canada"));
        assert!(!is_slip_of("Norwegians", "Norwegian"));
        assert!(!is_slip_of("Danish", "Spanish"));
    }

    #[test]
    fn quoted_words_are_somebodys() {
        let text = "He spoke of a “great success,” others of a failure.";
        let at = |word| text.find(word).expect("the text holds it");
        assert!(is_quoted(text, at("success")) && !is_quoted(text, at("failure")));
    }
}
