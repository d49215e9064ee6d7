//! Printed amounts: every number, rank, date and length of time that prose prints, with what its words allow.
//!
//! [`read_words`] is the one way in. It is exact about digits: "$9.3 billion" is 9.25 to 9.35 billion, "28,500" is 50 either way, "50%" half a
//! point, and a hedge makes it what the table says. Numbers that are names
//! ("Section 232", "F-35") give nothing.

mod amount;
mod dates;
mod english;
mod number;
mod numeral;
mod rank;
mod reader;
mod tokens;

use std::ops::Range;

use demarche_terms::{Date, Decimal, Digits, Edtf, Hedge, Interval, Quantity, Relation, Unit};

use crate::lexicon::Lexicon;

/// One printed amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Its bytes in the text: the figure with sign, unit and rate, hedges left out.
    pub range: Range<usize>,
    /// The same with its hedges: "reportedly at least 50%".
    pub whole: Range<usize>,
    /// The words of [`Self::range`] as printed.
    pub raw: String,
    /// What is printed.
    pub amount: Amount,
    /// Its hedges, innermost first: "reportedly at least 50" is at-least, reported.
    pub hedges: Vec<Hedge>,
    /// The thing counted or measured: the words after it up to a few, such as "missile tests"; empty where none follows.
    pub counted: String,
    /// After "the", "these", "both" or a possessive: takes up a number that is known ("the two leaders") and claims none.
    pub definite: bool,
}

/// What is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A plain, counted, measured or money figure, a percentage or a fraction.
    Number(Number),
    /// A length of time: "90 days", "five-year", "a decade".
    Duration(Number),
    /// An age: "six-year-old"; whole units gone by.
    Age(Number),
    /// How often: "every four years"; the number is the length between.
    Every(Number),
    /// How many times as much: "twice", "sixfold"; unit 1.
    Multiple(Number),
    /// A place in an order by some measure: "seventh-largest", "largest".
    Rank(Rank),
    /// A place in a sequence: "the third summit".
    Ordinal(u32),
    /// A date or a stretch of time.
    Date(PrintedDate),
}

/// A printed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number as its digits give it, scale words multiplied in; `None` for a range ("$5-7 billion", "scores of").
    pub digits: Option<Digits>,
    /// What the words allow when read as a measurement: digits and hedges together, in [`Self::unit`].
    pub interval: Interval,
    /// What they allow when read as a count of things: exact but for hedges.
    pub counted: Interval,
    /// Its unit with rates multiplied in (`USD/a`, `%`, `a`); `None` where none is printed.
    pub unit: Option<Unit>,
    /// A printed `+` or `-`.
    pub sign: Option<Sign>,
    /// Percentage points rather than per cent.
    pub points: bool,
}

/// A printed sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-` or its typographic forms.
    Minus,
}

/// A printed rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// First place meant: 7 for "seventh-largest", 1 for "largest" and "top five".
    pub first: u32,
    /// Last place meant; `None` where it is left open ("one of the largest").
    pub last: Option<u32>,
    /// Whether the smallest is first.
    pub smallest_first: bool,
    /// The superlative as printed, lower case, such as "largest"; empty for "ranks third".
    pub measure: String,
}

/// A printed date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedDate {
    /// The date where a year is printed or follows from the sentence.
    pub edtf: Option<Edtf>,
    /// For a date without a year: the first and last day as if it were in a leap year, month and day.
    pub yearless: Option<((i8, i8), (i8, i8))>,
    /// How the words lead into it.
    pub relation: DateRelation,
}

/// How words lead into a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRelation {
    /// In or on it.
    At,
    /// "since April 2018": from then on.
    Since,
    /// "until 2018": up to it.
    Until,
    /// "before 2011", "pre-2011".
    Before,
    /// "after 2011".
    After,
    /// "by 2030": not later than its end.
    By,
}

/// Every amount printed in `text`, from left to right, none inside another.
pub fn read_words(text: &str, lexicon: &Lexicon) -> Vec<Printed> {
    reader::Reader::new(text, lexicon).read()
}

impl Printed {
    /// Whether only words without a figure print it: "scores of", "several", "a decade".
    pub fn is_vague(&self) -> bool {
        self.number().is_some_and(|number| number.digits.is_none())
            && self.hedges.iter().any(|hedge| matches!(hedge.relation, Relation::Range { .. }))
    }

    /// The number in it, whatever it measures.
    pub fn number(&self) -> Option<&Number> {
        match &self.amount {
            Amount::Number(n) | Amount::Duration(n) | Amount::Age(n) | Amount::Every(n) | Amount::Multiple(n) => {
                Some(n)
            }
            Amount::Rank(_) | Amount::Ordinal(_) | Amount::Date(_) => None,
        }
    }
}

impl Number {
    /// What the words allow, read as a measurement, with the unit (`1` where none is printed).
    pub fn quantity(&self) -> Quantity {
        let unit = self.unit.clone().unwrap_or_else(Unit::one);
        Quantity { interval: self.interval, stated: self.digits.map(|digits| digits.value), unit }
    }

    /// The number as printed.
    pub fn value(&self) -> Option<Decimal> {
        self.digits.map(|digits| digits.value)
    }
}

impl PrintedDate {
    /// What it can mean, likeliest first: itself where a year is known, else the years around `anchor`, nearest first.
    pub fn readings(&self, anchor: Date) -> Vec<Edtf> {
        if let Some(edtf) = &self.edtf {
            return vec![edtf.clone()];
        }
        let mut found: Vec<(i32, Edtf)> = (-1..=1)
            .filter_map(|offset| {
                let edtf = self.in_year(anchor.year().checked_add(offset)?)?;
                let (from, to) = (edtf.earliest()?, edtf.latest()?);
                Some(((from - anchor).get_days().abs().min((to - anchor).get_days().abs()), edtf))
            })
            .collect();
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().map(|(_, edtf)| edtf).collect()
    }

    /// A date without a year, in a year; days past a month's end are its last.
    fn in_year(&self, year: i16) -> Option<Edtf> {
        let (from, to) = self.yearless?;
        if from.0 == to.0 && (from.1, to.1) == (1, 31) {
            return Edtf::parse(&format!("{year:04}-{:02}", from.0)).ok();
        }
        let day = |(month, day): (i8, i8)| {
            let first = Date::new(year, month, 1).ok()?;
            Date::new(year, month, day.min(first.days_in_month())).ok()
        };
        Some(Edtf::between(day(from)?, day(to)?))
    }
}
