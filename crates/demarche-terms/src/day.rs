//! Days in words, as pages print them.

use jiff::civil::Date;

/// English names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// In which order a language writes the parts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// "29 January 2019".
    DayFirst,
    /// "January 29, 2019".
    MonthFirst,
}

impl DayOrder {
    /// The order of a language by its tag (BCP 47): month first in English of the United States or Canada, which
    /// English without a territory is taken for, else day first.
    pub fn of(language: &str) -> Self {
        let mut parts = language.split(['-', '_']);
        let english = parts.next().is_some_and(|part| part.eq_ignore_ascii_case("en"));
        let territory = parts.find(|part| part.len() == 2);
        let first = |territory: &str| ["US", "CA"].iter().any(|known| known.eq_ignore_ascii_case(territory));
        if english && territory.is_none_or(first) { Self::MonthFirst } else { Self::DayFirst }
    }

    /// A day in words.
    pub fn words(self, date: Date) -> String {
        let at = usize::try_from(date.month() - 1).unwrap_or_default();
        let (month, day, year) = (MONTHS[at % MONTHS.len()], date.day(), date.year());
        match self {
            Self::MonthFirst => format!("{month} {day}, {year}"),
            Self::DayFirst => format!("{day} {month} {year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders() {
        let day = Date::constant(2019, 12, 1);
        assert_eq!(DayOrder::MonthFirst.words(day), "December 1, 2019");
        assert_eq!(DayOrder::DayFirst.words(day), "1 December 2019");
    }

    #[test]
    fn the_language_decides_the_order() {
        for tag in ["en", "EN", "en-US", "en_us", "en-Latn-US", "en-CA"] {
            assert_eq!(DayOrder::of(tag), DayOrder::MonthFirst, "{tag}");
        }
        for tag in ["en-GB", "en-Latn-AU", "da", "fr-CA", "es-US", "eng", ""] {
            assert_eq!(DayOrder::of(tag), DayOrder::DayFirst, "{tag}");
        }
    }
}
