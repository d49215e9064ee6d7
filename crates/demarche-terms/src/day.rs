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

/// A day in words: "January 29, 2019" with the month first, as in the United States, else "29 January 2019".
pub fn day_in_words(date: Date, month_first: bool) -> String {
    let at = usize::try_from(date.month() - 1).unwrap_or_default();
    let (month, day, year) = (MONTHS[at % MONTHS.len()], date.day(), date.year());
    if month_first { format!("{month} {day}, {year}") } else { format!("{day} {month} {year}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders() {
        let day = Date::constant(2019, 12, 1);
        assert_eq!(day_in_words(day, true), "December 1, 2019");
        assert_eq!(day_in_words(day, false), "1 December 2019");
    }
}
