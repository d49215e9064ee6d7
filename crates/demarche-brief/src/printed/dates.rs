//! Dates: days, months, years, decades, their parts and their ranges, in every usual form.

use demarche_terms::{Date, Edtf};

use super::english::Said;
use super::reader::{Found, Reader};
use super::tokens::Sort;
use super::{Amount, DateRelation, PrintedDate};
use crate::lexicon::PartWord;

/// A date as printed in one piece.
#[derive(Clone)]
struct Piece<'a> {
    form: Form,
    /// "early", "late", "the end of".
    part: Option<&'a PartWord>,
    from: usize,
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Days of a month, first and last.
    Days {
        year: Option<i16>,
        month: i8,
        first: i8,
        last: i8,
    },
    Month {
        year: Option<i16>,
        month: i8,
    },
    Year(i16),
    /// From one year to another: "1910-45".
    Years(i16, i16),
    Decade(i16),
    Fiscal(i16),
}

impl<'a> Reader<'a> {
    /// The date or dates that begin at a token.
    pub fn dates(&self, at: usize) -> Option<Found> {
        let first = self.piece(at)?;
        if let Some(found) = self.stretch(&first) {
            return Some(found);
        }
        let mut pieces = vec![first];
        while let Some(last) = pieces.last()
            && let Some(next) = self.listed_piece(last.next)
        {
            pieces.push(next);
        }
        share_year(&mut pieces);
        if pieces.len() == 1 && !self.stands_alone(&pieces[0]) {
            return None;
        }
        let next = pieces.last().map_or(at + 1, |piece| piece.next);
        let printed = match consecutive(&pieces) {
            Some(edtf) => vec![self.dated(at, next, Some(edtf), None)],
            None => pieces.iter().map(|p| self.dated(p.from, p.next, self.edtf(p), self.yearless(p))).collect(),
        };
        Some(Found { printed, next })
    }

    fn dated(
        &self,
        from: usize,
        next: usize,
        edtf: Option<Edtf>,
        yearless: Option<((i8, i8), (i8, i8))>,
    ) -> super::Printed {
        let relation = self.relation(from);
        self.printed(from, from, next, Amount::Date(PrintedDate { edtf, yearless, relation }))
    }

    /// "1910 to 1945", "between 2016 and 2018", "April-June 2018".
    fn stretch(&self, first: &Piece<'a>) -> Option<Found> {
        let joint = first.next;
        let to = self.is(joint, &["to", "through", "until", "till"]);
        let and = self.is(joint, &["and"]) && self.after(first.from, &["between"]);
        let dash = self.sign(joint, &['-', '–', '—']);
        if !(to || and || dash) {
            return None;
        }
        let second = self.piece(joint + 1)?;
        let mut both = [first.clone(), second];
        share_year(&mut both);
        let (from, to) = (self.edtf(&both[0])?, self.edtf(&both[1])?);
        let text = format!("{}/{}", start_text(&from), end_text(&to));
        let edtf = Edtf::parse(&text).ok()?;
        let next = both[1].next;
        Some(Found { printed: vec![self.dated(first.from, next, Some(edtf), None)], next })
    }

    /// The next date of a list: after "and", "or" or a comma.
    fn listed_piece(&self, at: usize) -> Option<Piece<'a>> {
        let comma = usize::from(self.sign(at, &[',']));
        let word = usize::from(self.is(at + comma, &["and", "or"]));
        (comma + word > 0).then(|| self.piece(at + comma + word))?
    }

    /// How the words before a date lead into it.
    fn relation(&self, at: usize) -> DateRelation {
        let Some(before) = at.checked_sub(1) else { return DateRelation::At };
        let word = if self.hyphen(before) { before.saturating_sub(1) } else { before };
        let word = if self.is(word, &["the"]) { word.saturating_sub(1) } else { word };
        if self.is(word, &["since"]) {
            DateRelation::Since
        } else if self.is(word, &["until", "till", "through"]) {
            DateRelation::Until
        } else if self.is(word, &["before", "pre"]) || (self.is(word, &["to"]) && self.after(word, &["prior"])) {
            DateRelation::Before
        } else if self.is(word, &["after", "post", "following"]) {
            DateRelation::After
        } else if self.is(word, &["by"]) {
            DateRelation::By
        } else {
            DateRelation::At
        }
    }

    /// Whether a piece can be a date without another beside it: a bare "May" or "Mar" needs a preposition.
    fn stands_alone(&self, piece: &Piece<'a>) -> bool {
        let Form::Month { year: None, .. } = piece.form else { return true };
        let word = self.words(piece.from);
        let unclear = self.is(piece.from, &["may", "march"]) || (word.len() < 4 && !self.sign(piece.from + 1, &['.']));
        piece.part.is_some() || !unclear || self.after(piece.from, &LEADS_INTO_A_MONTH)
    }

    /// One date at a token, with its part.
    fn piece(&self, at: usize) -> Option<Piece<'a>> {
        if let Some((part, next)) = self.listed(&self.lexicon.units.parts, at) {
            let next = self.past_hyphen(next);
            let next = next + usize::from(self.is(next, &["the"]));
            let next = next + usize::from(self.sign(next, &[',']));
            let (form, next) = self.form(next)?;
            let whole = !matches!(form, Form::Days { .. } | Form::Years(..));
            return whole.then_some(Piece { form, part: Some(part), from: at, next });
        }
        let (form, next) = self.form(at)?;
        Some(Piece { form, part: None, from: at, next })
    }

    fn form(&self, at: usize) -> Option<(Form, usize)> {
        match self.sort(at)? {
            Sort::Decade(year) => Some((Form::Decade(year), at + 1)),
            Sort::Name => self.glued_fiscal(at),
            Sort::NumberOrdinal(_) => self.day_first(at),
            Sort::Number => self.day_first(at).or_else(|| self.iso(at)).or_else(|| self.year_form(at)),
            Sort::Word(Said::Month(month)) => self.month_first(at, month),
            Sort::Word(_) => self.fiscal(at),
            Sort::Sign(_) => None,
        }
    }

    /// "FY2018", "FY18".
    fn glued_fiscal(&self, at: usize) -> Option<(Form, usize)> {
        let digits = self.words(at).strip_prefix("FY")?;
        let year: i16 = digits.parse().ok()?;
        match digits.len() {
            4 => Some((Form::Fiscal(year), at + 1)),
            2 => Some((Form::Fiscal(2000 + year), at + 1)),
            _ => None,
        }
    }

    /// "fiscal year 2018", "FY 2018".
    fn fiscal(&self, at: usize) -> Option<(Form, usize)> {
        let next = if self.words(at) == "FY" {
            at + 1
        } else if self.is(at, &["fiscal"]) {
            at + 1 + usize::from(self.is(at + 1, &["year"]))
        } else {
            return None;
        };
        Some((Form::Fiscal(self.year(next)?), next + 1))
    }

    /// "January 29, 2019", "Jan. 2019", "September 18-20, 2018", "January".
    fn month_first(&self, at: usize, month: i8) -> Option<(Form, usize)> {
        if !self.words(at).starts_with(char::is_uppercase) {
            return None;
        }
        let dot = usize::from(self.words(at).len() < 5 && self.sign(at + 1, &['.']) && self.glued(at + 1));
        let next = at + 1 + dot;
        if let Some(first) = self.day(next).filter(|_| !self.is_measured(next + 1)) {
            let (last, next) = self.last_day(next + 1, first);
            let (year, next) = self.trailing_year(next);
            return Some((Form::Days { year, month, first, last }, next));
        }
        let (year, next) =
            self.trailing_year(next + usize::from(self.is(next, &["of"]) && self.year(next + 1).is_some()));
        // Without a year the dot may end the sentence, so it is not taken.
        let next = if year.is_none() { at + 1 } else { next };
        Some((Form::Month { year, month }, next))
    }

    /// "29 January 2019", "18-20 September 2018", "29th of January".
    fn day_first(&self, at: usize) -> Option<(Form, usize)> {
        let first = self.day(at)?;
        let (last, next) = self.last_day(at + 1, first);
        let next = next + usize::from(self.is(next, &["of"]));
        let Said::Month(month) = self.said(next) else { return None };
        if !self.words(next).starts_with(char::is_uppercase) {
            return None;
        }
        let dot =
            usize::from(self.words(next).len() < 5 && self.sign(next + 1, &['.']) && self.year(next + 2).is_some());
        let (year, after) = self.trailing_year(next + 1 + dot);
        Some((Form::Days { year, month, first, last }, if year.is_some() { after } else { next + 1 }))
    }

    /// A second day: "-20", "to 20", "and 20"; only where it is later and no month follows on its own.
    fn last_day(&self, at: usize, first: i8) -> (i8, usize) {
        let joint = self.sign(at, &['-', '–', '—']) || self.is(at, &["to", "and", "through"]);
        match self.day(at + 1).filter(|last| joint && *last > first) {
            Some(last) if !self.is_measured(at + 2) => (last, at + 2),
            _ => (first, at),
        }
    }

    fn trailing_year(&self, at: usize) -> (Option<i16>, usize) {
        let year = at + usize::from(self.sign(at, &[',']));
        match self.year(year) {
            Some(found) => (Some(found), year + 1),
            None => (None, at),
        }
    }

    /// "2019-01-29" and "2019-01".
    fn iso(&self, at: usize) -> Option<(Form, usize)> {
        let year = self.year(at)?;
        let two = |at: usize| self.words(at).len() == 2 && self.hyphen(at - 1);
        let month: i8 = self.words(at + 2).parse().ok().filter(|_| two(at + 2))?;
        if let Some(day) = self.day(at + 4).filter(|_| two(at + 4)) {
            Date::new(year, month, day).ok()?;
            return Some((Form::Days { year: Some(year), month, first: day, last: day }, at + 5));
        }
        let could_be_a_year = i16::from(month) > year % 100;
        ((1..=12).contains(&month) && !could_be_a_year).then_some((Form::Month { year: Some(year), month }, at + 3))
    }

    /// "2012", "1910-45", "2017/18".
    fn year_form(&self, at: usize) -> Option<(Form, usize)> {
        let year = self.year(at)?;
        let joined = self.sign(at + 1, &['-', '–', '/']) && self.glued(at + 1) && self.glued(at + 2);
        let short = self.words(at + 2);
        if joined && short.len() == 2 && self.sort(at + 2) == Some(Sort::Number) {
            let last = year - year % 100 + short.parse::<i16>().ok()?;
            return (last > year).then_some((Form::Years(year, last), at + 3));
        }
        let lead =
            self.after(at, &["in", "since", "of", "from", "to", "until", "by", "before", "after", "during", "between"]);
        if self.is_measured(at + 1) || (!lead && !(1500..2200).contains(&year)) {
            return None;
        }
        Some((Form::Year(year), at + 1))
    }

    /// Four plain digits.
    fn year(&self, at: usize) -> Option<i16> {
        let word = self.words(at);
        let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        (plain && self.sort(at) == Some(Sort::Number))
            .then(|| word.parse().ok())?
            .filter(|year| (1000..2200).contains(year))
    }

    fn day(&self, at: usize) -> Option<i8> {
        let day = match self.sort(at)? {
            Sort::NumberOrdinal(day) => i8::try_from(day).ok()?,
            Sort::Number if self.words(at).len() <= 2 => self.words(at).parse().ok()?,
            _ => return None,
        };
        (1..=31).contains(&day).then_some(day)
    }

    /// Whether a unit, scale, currency or percent sign stands at a token, so that the number before it is no date.
    fn is_measured(&self, at: usize) -> bool {
        let units = &self.lexicon.units;
        self.sign(at, &['%'])
            || self.is(at, &["percent"])
            || (self.is(at, &["per"]) && self.is(at + 1, &["cent"]))
            || self.listed(&units.scales, at).is_some()
            || self.listed(&units.currencies, at).is_some()
            || self.listed(&units.units, at).is_some()
    }

    fn edtf(&self, piece: &Piece<'a>) -> Option<Edtf> {
        let text = match (piece.form, piece.part) {
            (Form::Days { year, month, first, last }, _) => {
                let day = |day: i8| Date::new(year?, month, day).ok();
                return Some(Edtf::between(day(first)?, day(last)?));
            }
            (Form::Month { year, month }, None) => format!("{:04}-{month:02}", year?),
            (Form::Month { year, month }, Some(part)) => {
                let (from, to) = (clamp(year?, month, part.days.0)?, clamp(year?, month, part.days.1)?);
                return Some(Edtf::between(from, to));
            }
            (Form::Year(year), None) => format!("{year:04}"),
            (Form::Year(year), Some(part)) => match part.months {
                (from, to) if from == to => format!("{year:04}-{from:02}"),
                (from, to) => format!("{year:04}-{from:02}/{year:04}-{to:02}"),
            },
            (Form::Years(from, to), _) => format!("{from:04}/{to:04}"),
            (Form::Decade(year), None) => format!("{:03}X", year / 10),
            (Form::Decade(year), Some(part)) => format!("{:04}/{:04}", year + part.years.0, year + part.years.1),
            (Form::Fiscal(year), part) => return self.fiscal_edtf(year, part),
        };
        Edtf::parse(&text).ok()
    }

    /// The fiscal year named by its last calendar year; its parts are not told apart.
    fn fiscal_edtf(&self, year: i16, part: Option<&PartWord>) -> Option<Edtf> {
        let (month, day) = self.lexicon.units.fiscal_start.unwrap_or((1, 1));
        let begins = if (month, day) == (1, 1) { year } else { year - 1 };
        let from = Date::new(begins, month, day).ok()?;
        let to = Date::new(begins + 1, month, day).ok()?.yesterday().ok()?;
        part.is_none().then(|| Edtf::between(from, to))
    }

    fn yearless(&self, piece: &Piece<'a>) -> Option<((i8, i8), (i8, i8))> {
        match (piece.form, piece.part) {
            (Form::Days { year: None, month, first, last }, _) => Some(((month, first), (month, last))),
            (Form::Month { year: None, month }, part) => {
                let (from, to) = part.map_or((1, 31), |part| part.days);
                Some(((month, from), (month, to)))
            }
            _ => None,
        }
    }
}

/// Words that make a bare "May" or "March" a month.
const LEADS_INTO_A_MONTH: [&str; 17] = [
    "in", "since", "by", "until", "till", "before", "after", "during", "from", "through", "of", "last", "next", "this",
    "between", "early", "late",
];

fn clamp(year: i16, month: i8, day: i8) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    Date::new(year, month, day.min(first.days_in_month())).ok()
}

/// A date without a year takes that of the next one in its list.
fn share_year(pieces: &mut [Piece<'_>]) {
    let mut known = None;
    for piece in pieces.iter_mut().rev() {
        match &mut piece.form {
            Form::Days { year, .. } | Form::Month { year, .. } => {
                *year = year.or(known);
                known = *year;
            }
            Form::Year(_) | Form::Years(..) | Form::Decade(_) | Form::Fiscal(_) => known = None,
        }
    }
}

/// "2016 and 2017", "the 1930s and 1940s": one stretch.
fn consecutive(pieces: &[Piece<'_>]) -> Option<Edtf> {
    let [first, .., last] = pieces else { return None };
    if pieces.iter().any(|piece| piece.part.is_some()) {
        return None;
    }
    let step = |pair: &[Piece<'_>]| match (pair[0].form, pair[1].form) {
        (Form::Year(a), Form::Year(b)) => b - a == 1,
        (Form::Decade(a), Form::Decade(b)) => b - a == 10,
        _ => false,
    };
    if !pieces.windows(2).all(step) {
        return None;
    }
    let text = match (first.form, last.form) {
        (Form::Year(a), Form::Year(b)) => format!("{a:04}/{b:04}"),
        (Form::Decade(a), Form::Decade(b)) => format!("{:03}X/{:03}X", a / 10, b / 10),
        _ => return None,
    };
    Edtf::parse(&text).ok()
}

/// The start of a date as text, with its own precision where it is one date.
fn start_text(edtf: &Edtf) -> &str {
    edtf.as_str().split_once('/').map_or(edtf.as_str(), |(start, _)| start)
}

fn end_text(edtf: &Edtf) -> &str {
    edtf.as_str().split_once('/').map_or(edtf.as_str(), |(_, end)| end)
}
