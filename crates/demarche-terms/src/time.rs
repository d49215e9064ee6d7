//! Time as sources give it: imprecise dates, intervals with open ends, and comparisons that may not decide.
//!
//! The notation is EDTF (ISO 8601-2:2019), levels 0 and 1: `2018`, `2018-07`,
//! `2018-07-14`, seasons `2018-21` to `2018-24`, unspecified digits `201X` and
//! `2018-07-XX`, the qualifiers `?` `~` `%`, and intervals `A/B` whose ends may
//! be open (`..`) or unknown (empty).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// The answer to a question about imprecise things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// Certainly so.
    Yes,
    /// Cannot be told from what is given.
    Unknown,
    /// Certainly not; the only answer that can contradict anything.
    No,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(so: bool) -> Self {
        if so { Self::Yes } else { Self::No }
    }
}

/// How exactly a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day.
    Day,
    /// One month.
    Month,
    /// A quarter of a year, by season.
    Season,
    /// One year.
    Year,
    /// Ten years, `201X`.
    Decade,
    /// A hundred years, `20XX`.
    Century,
}

/// A date known to lie in `[min, max]`, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImpreciseDate {
    /// Earliest day it can be, after widening for `~`.
    pub min: Date,
    /// Latest day it can be, after widening for `~`.
    pub max: Date,
    /// Precision as written.
    pub precision: Precision,
    /// Written with `~` or `%`.
    pub approximate: bool,
    /// Written with `?` or `%`: marks only, never widens.
    pub uncertain: bool,
}

impl ImpreciseDate {
    /// One certain day.
    pub fn day(day: Date) -> Self {
        Self { min: day, max: day, precision: Precision::Day, approximate: false, uncertain: false }
    }

    /// The day, where exactly one is meant.
    pub fn exact(self) -> Option<Date> {
        (self.min == self.max).then_some(self.min)
    }

    /// Whether this lies before `other`.
    pub fn before(self, other: Self) -> Truth {
        if self.max < other.min {
            Truth::Yes
        } else if self.min >= other.max {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// Whether both can mean one day: `Yes` only where both are that one day.
    pub fn same_day(self, other: Self) -> Truth {
        if self.max < other.min || other.max < self.min {
            Truth::No
        } else if self.exact().is_some() && self.exact() == other.exact() {
            Truth::Yes
        } else {
            Truth::Unknown
        }
    }

    /// Whether every day of this lies in `other`.
    pub fn within(self, other: Self) -> bool {
        other.min <= self.min && self.max <= other.max
    }
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// At a date.
    At(ImpreciseDate),
    /// Open: still going on, or since always (`..`).
    Open,
    /// There is an end but it is not known (empty).
    Unknown,
}

/// A date or an interval, with the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    from: End,
    to: End,
    interval: bool,
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// Why a text is not a date of EDTF level 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// The form is not one of EDTF's.
    Form(String),
    /// The form is right but no such day, month or season exists.
    NoSuchDay(String),
    /// The interval's end lies before its start.
    Backwards(String),
}

impl std::fmt::Display for TimeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Form(text) => write!(
                f,
                "{text:?} is not an EDTF date: write 2018, 2018-07, 2018-07-14, 2018-07~ or an interval such as 2018-07-14/.."
            ),
            Self::NoSuchDay(text) => write!(f, "{text:?} names a day that does not exist"),
            Self::Backwards(text) => write!(f, "{text:?} ends before it starts"),
        }
    }
}

impl std::error::Error for TimeError {}

impl Edtf {
    /// Reads a date or an interval.
    ///
    /// # Errors
    /// [`TimeError`] where the text is not EDTF level 0 or 1, names no real day, or runs backwards.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let Some((from, to)) = text.split_once('/') else {
            let date = parse_date(text)?;
            return Ok(Self { text: text.to_owned(), from: End::At(date), to: End::At(date), interval: false });
        };
        let (from, to) = (parse_end(from)?, parse_end(to)?);
        if matches!((from, to), (End::Open | End::Unknown, End::Open | End::Unknown)) {
            return Err(TimeError::Form(text.to_owned()));
        }
        if let (End::At(a), End::At(b)) = (from, to)
            && b.max < a.min
        {
            return Err(TimeError::Backwards(text.to_owned()));
        }
        Ok(Self { text: text.to_owned(), from, to, interval: true })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        let end = End::At(ImpreciseDate::day(day));
        Self { text: day.to_string(), from: end, to: end, interval: false }
    }

    /// From one day to another, both inclusive; swapped where given backwards.
    pub fn between(a: Date, b: Date) -> Self {
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return Self::day(a);
        }
        let end = |day| End::At(ImpreciseDate::day(day));
        Self { text: format!("{a}/{b}"), from: end(a), to: end(b), interval: true }
    }

    /// The notation.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The start.
    pub fn from(&self) -> End {
        self.from
    }

    /// The end; the same as the start for a single date.
    pub fn to(&self) -> End {
        self.to
    }

    /// Whether it was written as an interval.
    pub fn is_interval(&self) -> bool {
        self.interval
    }

    /// Whether it goes on without a known end.
    pub fn is_open(&self) -> bool {
        !matches!(self.to, End::At(_))
    }

    /// As one imprecise date: where a thing happened on one day somewhere in `[min, max]`.
    /// `None` where an end is open or unknown.
    pub fn moment(&self) -> Option<ImpreciseDate> {
        match (self.from, self.to) {
            (End::At(a), End::At(b)) => Some(ImpreciseDate {
                min: a.min,
                max: b.max.max(a.min),
                precision: a.precision.max(b.precision),
                approximate: a.approximate || b.approximate,
                uncertain: a.uncertain || b.uncertain,
            }),
            _ => None,
        }
    }

    /// First day that can belong to it; `None` where open or unknown.
    pub fn earliest(&self) -> Option<Date> {
        match self.from {
            End::At(date) => Some(date.min),
            _ => None,
        }
    }

    /// Last day that can belong to it; `None` where open or unknown.
    pub fn latest(&self) -> Option<Date> {
        match self.to {
            End::At(date) => Some(date.max),
            _ => None,
        }
    }

    /// Whether a thing with this valid time held on `day`.
    ///
    /// A single date is a period: "2018" held on every day of 2018, `2018~` perhaps on days beside it.
    /// Imprecise interval ends leave the days between their bounds undecided.
    pub fn held_on(&self, day: Date) -> Truth {
        self.started_by(day).and(match self.to {
            End::Open => Truth::Yes,
            End::Unknown => Truth::Unknown,
            End::At(end) if !self.interval && !end.approximate => (day <= end.max).into(),
            End::At(end) if day <= end.min => Truth::Yes,
            End::At(end) if day > end.max => Truth::No,
            End::At(_) => Truth::Unknown,
        })
    }

    /// Whether it had begun by the end of `day`.
    pub fn started_by(&self, day: Date) -> Truth {
        match self.from {
            End::Open => Truth::Yes,
            End::Unknown => Truth::Unknown,
            End::At(start) if !self.interval && !start.approximate => (start.min <= day).into(),
            End::At(start) if start.max <= day => Truth::Yes,
            End::At(start) if start.min > day => Truth::No,
            End::At(_) => Truth::Unknown,
        }
    }

    /// Whether it had ended before `day`: the negation of still going on.
    pub fn ended_before(&self, day: Date) -> Truth {
        match self.to {
            End::Open => Truth::No,
            End::Unknown => Truth::Unknown,
            End::At(end) if end.max < day => Truth::Yes,
            End::At(end) if end.min >= day => Truth::No,
            End::At(end) if !self.interval && !end.approximate => (end.max < day).into(),
            End::At(_) => Truth::Unknown,
        }
    }

    /// Whether two valid times can share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| matches!((a.latest(), b.earliest()), (Some(end), Some(start)) if end < start);
        !before(self, other) && !before(other, self)
    }
}

impl std::fmt::Display for Edtf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

fn parse_end(text: &str) -> Result<End, TimeError> {
    match text {
        ".." => Ok(End::Open),
        "" => Ok(End::Unknown),
        _ => parse_date(text).map(End::At),
    }
}

fn parse_date(text: &str) -> Result<ImpreciseDate, TimeError> {
    let form = || TimeError::Form(text.to_owned());
    let (body, approximate, uncertain) = match text.as_bytes().last() {
        Some(b'~') => (&text[..text.len() - 1], true, false),
        Some(b'?') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        Some(_) => (text, false, false),
        None => return Err(form()),
    };
    let no_such_day = || TimeError::NoSuchDay(text.to_owned());
    let mut parts = body.splitn(4, '-');
    let (min, max, precision) = match [(); 4].map(|()| parts.next()) {
        [Some(year), None, ..] => year_bounds(year).ok_or_else(form)?,
        [Some(year), Some(month), None, _] => month_bounds(year, month).ok_or_else(form)?.ok_or_else(no_such_day)?,
        [Some(year), Some(month), Some(day), None] => {
            day_bounds(year, month, day).ok_or_else(form)?.ok_or_else(no_such_day)?
        }
        _ => return Err(form()),
    };
    let (min, max) = if approximate { widen(min, max, precision) } else { (min, max) };
    Ok(ImpreciseDate { min, max, precision, approximate, uncertain })
}

type Bounds = (Date, Date, Precision);

/// `None` for a wrong form.
fn year_bounds(year: &str) -> Option<Bounds> {
    if year.len() != 4 || !year.is_ascii() {
        return None;
    }
    let known = year.trim_end_matches('X');
    let precision = match known.len() {
        4 => Precision::Year,
        3 => Precision::Decade,
        2 => Precision::Century,
        _ => return None,
    };
    let number = digits(known)?;
    let step = 10i16.pow(4 - u32::try_from(known.len()).ok()?);
    let first = number * step;
    Some((Date::new(first, 1, 1).ok()?, Date::new(first + step - 1, 12, 31).ok()?, precision))
}

/// `None` for a wrong form, `Some(None)` for a month or season that does not exist.
fn month_bounds(year: &str, month: &str) -> Option<Option<Bounds>> {
    let (first, last, precision) = year_bounds(year)?;
    if month == "XX" {
        return Some(Some((first, last, precision)));
    }
    if precision != Precision::Year || month.len() != 2 {
        return None;
    }
    let bounds = match digits(month)? {
        month @ 1..=12 => {
            Date::new(first.year(), month as i8, 1).ok().map(|day| (day, day.last_of_month(), Precision::Month))
        }
        // ISO 8601-2 seasons without a hemisphere: calendar quarters from spring on, winter across the year's end.
        season @ 21..=24 => Date::new(first.year(), (3 * (season - 21) + 3) as i8, 1).ok().and_then(|day| {
            let last = day.checked_add(2.months()).ok()?.last_of_month();
            Some((day, last, Precision::Season))
        }),
        _ => None,
    };
    Some(bounds)
}

/// `None` for a wrong form, `Some(None)` for a day that does not exist.
fn day_bounds(year: &str, month: &str, day: &str) -> Option<Option<Bounds>> {
    let whole = month_bounds(year, month)?;
    if day == "XX" {
        return Some(whole);
    }
    if day.len() != 2 {
        return None;
    }
    let number = digits(day)?;
    let Some((first, _, Precision::Month)) = whole else { return Some(None) };
    let day = Date::new(first.year(), first.month(), i8::try_from(number).ok()?).ok();
    Some(day.map(|day| (day, day, Precision::Day)))
}

fn digits(text: &str) -> Option<i16> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// `~` widens by one unit of the written precision on both sides.
fn widen(min: Date, max: Date, precision: Precision) -> (Date, Date) {
    let unit = match precision {
        Precision::Day => 1.day(),
        Precision::Month => 1.month(),
        Precision::Season => 3.months(),
        Precision::Year => 1.year(),
        Precision::Decade => 10.years(),
        Precision::Century => 100.years(),
    };
    (min.saturating_sub(unit), max.saturating_add(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn edtf(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|why| panic!("{why}"))
    }

    #[test]
    fn bounds_of_every_form() {
        for (text, min, max) in [
            ("2018", date(2018, 1, 1), date(2018, 12, 31)),
            ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
            ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
            ("201X", date(2010, 1, 1), date(2019, 12, 31)),
            ("2018-XX", date(2018, 1, 1), date(2018, 12, 31)),
            ("2018-07-XX", date(2018, 7, 1), date(2018, 7, 31)),
            ("2018-24", date(2018, 12, 1), date(2019, 2, 28)),
            ("2018~", date(2017, 1, 1), date(2019, 12, 31)),
            ("2018-03?", date(2018, 3, 1), date(2018, 3, 31)),
        ] {
            let moment = edtf(text).moment().expect(text);
            assert_eq!((moment.min, moment.max), (min, max), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_reason() {
        assert!(matches!(Edtf::parse("2019-02-30"), Err(TimeError::NoSuchDay(_))));
        assert!(matches!(Edtf::parse("2019-13"), Err(TimeError::NoSuchDay(_))));
        assert!(matches!(Edtf::parse("2019-05/2018"), Err(TimeError::Backwards(_))));
        for bad in ["", "19", "2019-1", "../..", "/", "May 2019", "2019-05-01T00:00", "20190501", "é019"] {
            assert!(matches!(Edtf::parse(bad), Err(TimeError::Form(_))), "{bad}");
        }
    }

    #[test]
    fn holding_is_three_valued() {
        let open = edtf("2018-03/..");
        assert_eq!(open.held_on(date(2018, 2, 28)), Truth::No);
        assert_eq!(open.held_on(date(2018, 3, 15)), Truth::Unknown);
        assert_eq!(open.held_on(date(2030, 1, 1)), Truth::Yes);
        assert_eq!(edtf("2018").held_on(date(2018, 6, 1)), Truth::Yes);
        assert_eq!(edtf("2018").held_on(date(2019, 1, 1)), Truth::No);
        assert_eq!(edtf("2018/2019").held_on(date(2019, 6, 1)), Truth::Unknown);
        assert_eq!(edtf("2018/").held_on(date(2040, 1, 1)), Truth::Unknown);
    }

    #[test]
    fn order_of_imprecise_dates() {
        let at = |text| edtf(text).moment().expect("closed");
        assert_eq!(at("2018-01").before(at("2018-02")), Truth::Yes);
        assert_eq!(at("2018").before(at("2018-02")), Truth::Unknown);
        assert_eq!(at("2018-03").before(at("2018-02")), Truth::No);
        assert_eq!(at("2018-03-01").same_day(at("2018-03-01")), Truth::Yes);
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,24}") {
            let _ = Edtf::parse(&text);
        }

        #[test]
        fn a_held_day_has_started_and_not_ended(year in 1900i16..2100, day in 0i32..3000, forms in 0usize..5) {
            let text = [format!("{year}"), format!("{year}-05/.."), format!("{year}~"), format!("../{year}-03"), format!("{year}/{}", year + 3)];
            let edtf = edtf(&text[forms]);
            let day = date(1950, 1, 1).saturating_add(jiff::Span::new().days(day * 20));
            if edtf.held_on(day) == Truth::Yes {
                proptest::prop_assert_eq!(edtf.started_by(day), Truth::Yes);
                proptest::prop_assert_eq!(edtf.ended_before(day), Truth::No);
            }
        }
    }
}
