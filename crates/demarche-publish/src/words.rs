//! Machine spellings in plain words: dates, EDTF intervals, quantities.
//!
//! Cards show `9.3e9 USD/a` as "9.3 billion USD a year" and `2018-07/..` as
//! "since July 2018, still open". Only spellings that are understood as a whole
//! are put into words; everything else stands as it came, and JSON and CSV
//! always keep the machine's spelling.

use demarche_terms::{DayOrder, MONTHS};

/// A valid time in words; what is not plain EDTF of level 0 or 1 is returned as it is.
pub(crate) fn valid_time(edtf: &str, days: DayOrder) -> String {
    match edtf.split_once('/') {
        None => point(edtf, days),
        Some((from, "..")) => point(from, days).map(|from| format!("since {from}, still open")),
        Some(("..", to)) => point(to, days).map(|to| format!("until {to}")),
        Some((from, to)) => point(from, days).zip(point(to, days)).map(|(from, to)| format!("{from} to {to}")),
    }
    .unwrap_or_else(|| edtf.to_owned())
}

/// One EDTF date in words: a year, a month or a day, perhaps with `~`, `?` or `%` behind it.
fn point(edtf: &str, days: DayOrder) -> Option<String> {
    let (plain, mark) = match edtf.char_indices().next_back()? {
        (at, mark @ ('~' | '?' | '%')) => (&edtf[..at], Some(mark)),
        _ => (edtf, None),
    };
    let words = calendar(plain, days)?;
    Some(match mark {
        Some('~') => format!("about {words}"),
        Some('?') => format!("{words} (uncertain)"),
        Some(_) => format!("about {words} (uncertain)"),
        None => words,
    })
}

fn calendar(plain: &str, days: DayOrder) -> Option<String> {
    let parts: Vec<&str> = plain.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if !parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    match widths[..] {
        [4] => Some(plain.to_owned()),
        [4, 2] => {
            let month: usize = parts[1].parse().ok()?;
            Some(format!("{} {}", MONTHS.get(month.checked_sub(1)?)?, parts[0]))
        }
        [4, 2, 2] => Some(days.words(plain.parse().ok()?)),
        _ => None,
    }
}

/// A value in words: a date as a date, anything else as a quantity.
pub fn value(value: &str, days: DayOrder) -> String {
    let time = valid_time(value, days);
    if time == value { quantity(value) } else { time }
}

/// A quantity or an interval in words: powers of a thousand named, long integers grouped, `/a` read as "a year".
pub(crate) fn quantity(value: &str) -> String {
    for (unit, one, many) in [(" a", "year", "years"), (" mo", "month", "months"), (" d", "day", "days")] {
        if let Some(number) = value.strip_suffix(unit) {
            return format!("{} {}", quantity(number), if number == "1" { one } else { many });
        }
    }
    value.split(' ').map(token).collect::<Vec<_>>().join(" ")
}

fn token(word: &str) -> String {
    number(word).or_else(|| counted(word)).or_else(|| per_year(word)).unwrap_or_else(|| word.to_owned())
}

fn number(word: &str) -> Option<String> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", word),
    };
    if let Some((mantissa, exponent)) = digits.split_once('e') {
        decimal(mantissa)?;
        let scale = match exponent {
            "3" => "thousand",
            "6" => "million",
            "9" => "billion",
            "12" => "trillion",
            _ => return None,
        };
        return Some(format!("{sign}{mantissa} {scale}"));
    }
    let (whole, _) = decimal(digits)?;
    if whole.len() < 5 {
        return Some(format!("{sign}{digits}"));
    }
    Some(format!("{sign}{}{}", grouped(whole), &digits[whole.len()..]))
}

/// The digits before and after the point of a plain decimal.
fn decimal(text: &str) -> Option<(&str, &str)> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let plain = !whole.is_empty() && whole.bytes().chain(rest.bytes()).all(|b| b.is_ascii_digit());
    (plain && !text.ends_with('.')).then_some((whole, rest))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A counted thing, `{person}`, in the plural.
fn counted(word: &str) -> Option<String> {
    let thing = word.strip_prefix('{')?.strip_suffix('}')?;
    let plain = !thing.is_empty() && thing.bytes().all(|b| b.is_ascii_lowercase());
    plain.then(|| if thing.ends_with('s') { thing.to_owned() } else { format!("{thing}s") })
}

fn per_year(word: &str) -> Option<String> {
    let unit = word.strip_suffix("/a")?;
    (!unit.is_empty() && unit.bytes().all(|b| b.is_ascii_alphabetic() || b == b'%')).then(|| format!("{unit} a year"))
}

/// "1 sentence", "2 sentences".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The words with a capital at the start.
pub(crate) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_times_are_put_into_words_or_left_alone() {
        for (edtf, words) in [
            ("2017", "2017"),
            ("2018-07", "July 2018"),
            ("2019-01-29", "29 January 2019"),
            ("2018-07/..", "since July 2018, still open"),
            ("../2019", "until 2019"),
            ("2016/2017-02", "2016 to February 2017"),
            ("2018~", "about 2018"),
            ("2018-07?", "July 2018 (uncertain)"),
            ("2019-02-30", "2019-02-30"),
            ("2018-13", "2018-13"),
            ("2018-00", "2018-00"),
            ("201X", "201X"),
            ("18é", "18é"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(valid_time(edtf, DayOrder::DayFirst), words, "{edtf}");
        }
    }

    #[test]
    fn quantities_are_put_into_words_or_left_alone() {
        for (value, words) in [
            ("9.3e9 USD/a", "9.3 billion USD a year"),
            ("9.25e9 to 9.35e9 USD/a", "9.25 billion to 9.35 billion USD a year"),
            ("28500", "28,500"),
            ("1234567.50 t", "1,234,567.50 t"),
            ("2018", "2018"),
            ("-4.2 %", "\u{2212}4.2 %"),
            ("1e7", "1e7"),
            ("1.e6", "1.e6"),
            ("2019-01-29", "2019-01-29"),
            ("e9", "e9"),
            ("28,450 to 28,550 {person}", "28,450 to 28,550 persons"),
            ("{} {A}", "{} {A}"),
            ("and/a", "and a year"),
            ("", ""),
        ] {
            assert_eq!(quantity(value), words, "{value}");
        }
    }

    #[test]
    fn a_value_may_be_a_date() {
        for (text, words) in
            [("2032-09-19", "19 September 2032"), ("2030", "2030"), ("9e9 USD/a", "9 billion USD a year")]
        {
            assert_eq!(value(text, DayOrder::DayFirst), words);
        }
    }

    #[test]
    fn a_year_is_not_grouped_but_a_hundred_thousand_is() {
        assert_eq!(grouped("100000"), "100,000");
        assert_eq!(grouped("28500"), "28,500");
        assert_eq!(number("9999").as_deref(), Some("9999"));
    }
}
