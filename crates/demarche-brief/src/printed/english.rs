//! English number words and month names.

use demarche_terms::MONTHS;

/// What one word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// 0 to 19.
    Small(u32),
    /// 20, 30, … 90.
    Tens(u32),
    /// "hundred".
    Hundred,
    /// "third": 3.
    Ordinal(u32),
    /// "thirds", "quarter", "half": the number of equal parts.
    Parts(u32),
    /// "January": 1.
    Month(i8),
    /// Anything else.
    Other,
}

/// The meaning of a word in lower case.
pub(super) fn said(word: &str) -> Said {
    if !(3..=11).contains(&word.len()) {
        return Said::Other;
    }
    if let Some(at) = SMALL.iter().position(|known| *known == word) {
        return Said::Small(at as u32);
    }
    if let Some(at) = TENS.iter().position(|known| *known == word) {
        return Said::Tens(20 + 10 * at as u32);
    }
    if let Some(at) = ORDINALS.iter().position(|known| *known == word) {
        return Said::Ordinal(if at < 20 { at as u32 + 1 } else { 30 + 10 * (at as u32 - 20) });
    }
    match word {
        "hundred" => Said::Hundred,
        "half" | "halves" => Said::Parts(2),
        "quarter" | "quarters" | "fourths" => Said::Parts(4),
        _ => month(word).map_or_else(|| plural_ordinal(word), Said::Month),
    }
}

fn plural_ordinal(word: &str) -> Said {
    let single = word.strip_suffix('s');
    let at = single.and_then(|single| ORDINALS.iter().take(20).position(|known| *known == single));
    at.map_or(Said::Other, |at| Said::Parts(at as u32 + 1))
}

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|name| {
        let begins = |letters: &str| name.get(..letters.len()).is_some_and(|start| start.eq_ignore_ascii_case(letters));
        name.eq_ignore_ascii_case(word) || (word.len() == 3 || word == "sept") && begins(word)
    })?;
    i8::try_from(at + 1).ok()
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const ORDINALS: [&str; 21] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "thirtieth",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_numbers() {
        assert_eq!(said("seven"), Said::Small(7));
        assert_eq!(said("ninety"), Said::Tens(90));
        assert_eq!(said("seventh"), Said::Ordinal(7));
        assert_eq!(said("twentieth"), Said::Ordinal(20));
        assert_eq!(said("thirtieth"), Said::Ordinal(30));
        assert_eq!(said("thirds"), Said::Parts(3));
        assert_eq!(said("sept"), Said::Month(9));
        assert_eq!(said("decline"), Said::Other);
    }
}
