//! Amounts: hedges, sign, currency, numeral, scale, unit and rate, read from left to right.

use demarche_terms::{Decimal, Digits, Hedge, Relation, TrailingZeros, Unit};

use super::english::{Said, said};
use super::numeral::Figure;
use super::reader::{Found, Reader};
use super::tokens::Sort;
use super::{Amount, DateRelation, Number, Printed, Sign};

/// One figure with what stands directly around it: "$5.5 billion", "7%".
struct Side<'a> {
    sign: Option<Sign>,
    currency: Option<Unit>,
    figure: Figure<'a>,
    scale: Option<Decimal>,
    percent: Option<Percent>,
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Percent {
    Share,
    Points,
}

/// The unit after a figure, and what it makes of it.
struct Measure {
    unit: Option<Unit>,
    sort: MeasureSort,
    /// A hedge that the unit carries: "-year-old", or what "decade" spans.
    hedge: Option<Hedge>,
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum MeasureSort {
    Plain,
    Time,
    Age,
}

impl<'a> Reader<'a> {
    /// The amount whose hedges or figure begin at a token.
    pub fn amount(&self, at: usize) -> Option<Found> {
        let (hedges, core) = self.leading_hedges(at);
        if !hedges.is_empty() && self.year_like(core) {
            return self.hedged_date(at, core, hedges);
        }
        let mut found = self.multiple(core).or_else(|| self.core(core, core, !hedges.is_empty()));
        if found.is_none() && !hedges.is_empty() && self.is(core, &["a", "an"]) {
            found = self.core(core, core + 1, true);
        }
        let mut found = found?;
        for printed in &mut found.printed {
            printed.whole.start = printed.whole.start.min(self.range(at, at + 1).start);
            hedge_all(printed, hedges.iter().rev().cloned());
        }
        self.trailing_hedge(&mut found);
        Some(found)
    }

    /// Hedges at a token, outermost first, and the token after them.
    fn leading_hedges(&self, at: usize) -> (Vec<Hedge>, usize) {
        let (mut hedges, mut next) = (Vec::new(), at);
        while let Some((hedge, after)) = self.listed(&self.lexicon.hedges, next) {
            let range = matches!(hedge.relation, Relation::Range { .. });
            if range || self.sign(next, &['-']) || hedges.len() == 4 {
                break;
            }
            hedges.push(hedge.clone());
            next = after;
        }
        (hedges, next)
    }

    /// "or so", "or more", "-plus" after the last amount.
    fn trailing_hedge(&self, found: &mut Found) {
        let joined = self.is(found.next, &["or", "and"]) || self.hyphen(found.next);
        let Some((hedge, next)) = self.listed(&self.lexicon.hedges, found.next).filter(|_| joined) else { return };
        let Some(printed) = found.printed.last_mut() else { return };
        if matches!(hedge.relation, Relation::Range { .. } | Relation::Whole) {
            return;
        }
        printed.whole.end = self.range(found.next, next).end;
        hedge_all(printed, std::iter::once(hedge.clone()));
        found.next = next;
    }

    /// Four plain digits that can be a year.
    fn year_like(&self, at: usize) -> bool {
        let word = self.words(at);
        self.sort(at) == Some(Sort::Number)
            && word.len() == 4
            && matches!(word.as_bytes(), [b'1'..=b'2', ..])
            && !word.contains('.')
    }

    /// "in about 1950" is a date; "about 1950 ships" is not.
    fn hedged_date(&self, at: usize, core: usize, hedges: Vec<Hedge>) -> Option<Found> {
        let around = hedges.last().is_some_and(|hedge| matches!(hedge.relation, Relation::Around { .. }));
        let leads =
            self.after(at, &["in", "since", "from", "until", "by", "of", "to"]) || self.is(core - 1, &["circa"]);
        if around
            && leads
            && let Some(mut found) = self.dates(core)
        {
            for printed in &mut found.printed {
                printed.whole.start = self.range(at, at + 1).start;
                if let Amount::Date(date) = &mut printed.amount {
                    date.approximate();
                }
                printed.hedges = hedges.iter().rev().cloned().collect();
            }
            return Some(found);
        }
        let mut found = self.core(core, core, true)?;
        for printed in &mut found.printed {
            printed.whole.start = self.range(at, at + 1).start;
            hedge_all(printed, hedges.iter().rev().cloned());
        }
        Some(found)
    }

    /// "twice as", "sixfold", "doubled".
    fn multiple(&self, at: usize) -> Option<Found> {
        let word = self.words(at).to_ascii_lowercase();
        let compares = self.is(at + 1, &["as", "the", "its", "their", "that", "what", "his", "her"]);
        let times = match word.as_str() {
            "twice" => 2,
            "thrice" => 3,
            "double" | "doubled" | "doubles" | "doubling" => 2,
            "triple" | "tripled" | "triples" | "tripling" => 3,
            "quadruple" | "quadrupled" | "quadrupling" => 4,
            _ => match word.strip_suffix("fold").map(said) {
                Some(Said::Small(times) | Said::Tens(times)) => times,
                _ => return None,
            },
        };
        let number = Number::plain(Digits { value: times.into(), last: Decimal::ONE }, None);
        let count = word == "twice" && !compares;
        let amount = if count { Amount::Number(number) } else { Amount::Multiple(number) };
        let mut printed = self.printed(at, at, at + 1, amount);
        if count {
            printed.counted = "times".to_owned();
        }
        Some(Found { printed: vec![printed], next: at + 1 })
    }

    /// The figure at `at`; `from` is where its words begin.
    fn core(&self, from: usize, at: usize, hedged: bool) -> Option<Found> {
        let first = self.side(at).or_else(|| self.bare_unit(at, hedged && at > from))?;
        let second = self.second_side(at, &first);
        let last = second.as_ref().unwrap_or(&first);
        let measure = if last.percent.is_some() || matches!(first.figure, Figure::Vague(_)) {
            self.vague_measure(at, last)
        } else {
            self.measure(last.next)
        };
        if self.is_idle_one(from, &first, second.is_some(), &measure, hedged) {
            return None;
        }
        let zeros = first.percent.is_some() || last.percent.is_some();
        let low = first.digits(zeros, last.scale)?;
        let next = measure.next;
        let mut number = match &second {
            None => low,
            Some(side) => match low.through(side.digits(zeros, None)?) {
                Some(range) => range,
                // "a 5-4 vote": two numbers that are no range.
                None => return Some(Found { printed: Vec::new(), next }),
            },
        };
        number.points = last.percent == Some(Percent::Points);
        let percent = || last.percent.and_then(|_| Unit::parse("%").ok());
        let currency = || first.currency.clone().or_else(|| last.currency.clone());
        number.unit = percent().or(measure.unit).or_else(currency);
        let measure = Measure { unit: None, ..measure };
        Some(self.finish(from, at, number, &first.figure, measure))
    }

    /// Rate, sort of amount and what is counted.
    fn finish(&self, from: usize, at: usize, mut number: Number, figure: &Figure<'_>, measure: Measure) -> Found {
        let Measure { sort, hedge, mut next, .. } = measure;
        if let Some((rate, after)) = self.listed(&self.lexicon.units.rates, next)
            && sort == MeasureSort::Plain
            && let Some(unit) = &number.unit
            && let Ok(unit) = Unit::parse(&format!("{unit}/{}", rate.unit))
        {
            number.unit = Some(unit);
            next = after;
        }
        let unitless = number.unit.is_none();
        let times = unitless && self.is(next, &["times"]);
        let folded = unitless && self.is(self.past_hyphen(next), &["fold"]);
        let compared = times
            && self
                .is(next + 1, &["as", "more", "larger", "higher", "greater", "bigger", "the", "its", "that", "what"]);
        let every = sort == MeasureSort::Time && self.after(at, &["every"]);
        let amount = match sort {
            MeasureSort::Age => Amount::Age(number),
            MeasureSort::Time if every => Amount::Every(number),
            MeasureSort::Time => Amount::Duration(number),
            MeasureSort::Plain if compared || folded => {
                next = if folded { self.past_hyphen(next) + 1 } else { next + 1 };
                Amount::Multiple(number)
            }
            MeasureSort::Plain => Amount::Number(number),
        };
        let start = if every { at - 1 } else { from };
        let mut printed = self.printed(start, start, next, amount);
        printed.definite = unitless && matches!(figure, Figure::Word(_)) && self.after(from, &DEFINITE);
        (printed.counted, _) = self.counted(next);
        let vague = match figure {
            Figure::Vague(row) => Some((*row).clone()),
            _ => None,
        };
        hedge_all(&mut printed, vague.into_iter().chain(hedge));
        Found { printed: vec![printed], next }
    }

    /// "one" counts only beside a unit, a scale or a hedge: it is a pronoun elsewhere.
    fn is_idle_one(&self, from: usize, first: &Side<'_>, range: bool, measure: &Measure, hedged: bool) -> bool {
        let one = matches!(&first.figure, Figure::Word(value) if *value == Decimal::ONE);
        let bare =
            first.scale.is_none() && first.percent.is_none() && first.currency.is_none() && measure.unit.is_none();
        one && bare && !hedged && !range && !self.after(from, &["only", "exactly", "just"])
    }

    /// A sign, a currency, a numeral, a scale and a percent sign.
    fn side(&self, at: usize) -> Option<Side<'a>> {
        let (mut sign, mut next) = self.printed_sign(at);
        let currency = self.listed(&self.lexicon.units.currencies, next).filter(|(_, after)| {
            let code = self.text[self.range(next, *after)].trim();
            let leads = code.chars().next_back().is_some_and(|c| !c.is_alphabetic()) || is_code(code);
            leads && self.sort(*after) != Some(Sort::Sign('-')) && self.sort(*after).is_some()
        });
        let currency = currency.map(|(row, after)| {
            next = after;
            Unit::parse(&row.code)
        });
        if sign.is_none() && currency.is_some() {
            (sign, next) = self.printed_sign(next);
        }
        let numeral = self.numeral(next)?;
        next = numeral.next;
        let mut figure = numeral.figure;
        let and_a_half = self.is(next, &["and"]) && self.is(next + 1, &["a"]) && self.said(next + 2) == Said::Parts(2);
        if and_a_half && let Some(digits) = figure.digits(TrailingZeros::Count) {
            figure = Figure::Word(digits.value + Decimal::new(5, 1));
            next += 3;
        }
        let scale = self.scale(next);
        if let Some((_, after)) = scale {
            next = after;
        }
        let percent = self.percent(next);
        if let Some((_, after)) = percent {
            next = after;
        }
        Some(Side {
            sign,
            currency: currency.and_then(Result::ok),
            figure,
            scale: scale.map(|(times, _)| times),
            percent: percent.map(|(percent, _)| percent),
            next,
        })
    }

    /// "a year" after a hedge: one of the unit.
    fn bare_unit(&self, at: usize, wanted: bool) -> Option<Side<'a>> {
        let unit = wanted.then(|| self.listed(&self.lexicon.units.units, at))?;
        // "larger than a year before" counts no year.
        let shift = |next: usize| self.is(next, &["ago", "before", "earlier", "later", "after", "on"]);
        unit.filter(|(row, next)| is_time(&row.unit) && !shift(*next))?;
        Some(Side { sign: None, currency: None, figure: Figure::Article, scale: None, percent: None, next: at })
    }

    fn printed_sign(&self, at: usize) -> (Option<Sign>, usize) {
        let before = self.tokens.get(at).and_then(|token| self.text[..token.range.start].chars().next_back());
        let free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"'));
        let plus = self.sign(at, &['+']);
        let minus = self.sign(at, &['-', '−', '–']);
        if (plus && self.glued(at + 1)) || (minus && free && self.glued(at + 1)) {
            (Some(if plus { Sign::Plus } else { Sign::Minus }), at + 1)
        } else if self.is(at, &["minus"]) && self.sort(at + 1) == Some(Sort::Number) {
            (Some(Sign::Minus), at + 1)
        } else {
            (None, at)
        }
    }

    /// "billion", also after a hyphen; letters ("5m") only where glued.
    fn scale(&self, at: usize) -> Option<(Decimal, usize)> {
        let word = self.past_hyphen(at);
        let hundred = (self.said(word) == Said::Hundred).then_some((Decimal::ONE_HUNDRED, word + 1));
        let (mut times, mut next) = hundred.or_else(|| self.listed_glued(word))?;
        while let Some((more, after)) = self.listed_glued(next).filter(|_| self.words(next).len() > 3) {
            times = times.checked_mul(more)?;
            next = after;
        }
        Some((times, next))
    }

    fn listed_glued(&self, at: usize) -> Option<(Decimal, usize)> {
        let letter = self.words(at).len() < 2;
        if letter && !self.glued(at) {
            return None;
        }
        let start = self.tokens.get(at)?.range.start;
        let (row, length) = self.lexicon.units.scales.at_start(&self.text[start..])?;
        (length == self.words(at).len()).then_some((row.times, at + 1))
    }

    fn percent(&self, at: usize) -> Option<(Percent, usize)> {
        let word = self.past_hyphen(at);
        if self.sign(at, &['%', '％']) || self.is(at, &["percent", "pct"]) {
            Some((Percent::Share, at + 1))
        } else if self.is(at, &["per"]) && self.is(at + 1, &["cent"]) {
            Some((Percent::Share, at + 2))
        } else if self.is(word, &["percentage"]) && self.is(self.past_hyphen(word + 1), &["point", "points"]) {
            Some((Percent::Points, self.past_hyphen(word + 1) + 1))
        } else {
            None
        }
    }

    /// The second figure of a range: "5-7", "5 to 7", "between 5 and 7".
    fn second_side(&self, at: usize, first: &Side<'a>) -> Option<Side<'a>> {
        if matches!(first.figure, Figure::Vague(_) | Figure::Article) {
            return None;
        }
        let joint = first.next;
        let to = self.is(joint, &["to"]) && !self.after(at, &["from"]);
        let and = self.is(joint, &["and"]) && self.after(at, &["between"]);
        if !(to || and || self.hyphen(joint)) {
            return None;
        }
        let side = self.side(joint + 1)?;
        let figure = matches!(side.figure, Figure::Printed(_) | Figure::Word(_));
        // "rose 6.2% to $1.45 billion" is two figures, and so is "fell from 20 to 15".
        let alike = (first.percent.is_none() || first.percent == side.percent)
            && (side.currency.is_none() || first.currency == side.currency)
            && (first.currency.is_none() || side.percent.is_none());
        let value = |side: &Side<'_>| side.figure.digits(TrailingZeros::Count).map(|digits| digits.value);
        let scaled = first.scale.is_some() || side.scale.is_some();
        let falls = !scaled && value(first) >= value(&side);
        (figure && alike && side.sign.is_none() && !(falls && to)).then_some(side)
    }

    /// The unit of a vague number: the word itself may be one ("a decade").
    fn vague_measure(&self, at: usize, side: &Side<'_>) -> Measure {
        if side.percent.is_some() {
            return Measure { unit: None, sort: MeasureSort::Plain, hedge: None, next: side.next };
        }
        match self.listed(&self.lexicon.units.units, at) {
            Some((row, next)) if next == side.next => {
                Measure { unit: Some(row.unit.clone()), sort: MeasureSort::Time, hedge: None, next }
            }
            _ => self.measure(side.next),
        }
    }

    /// A currency name or unit after a figure.
    fn measure(&self, at: usize) -> Measure {
        let units = &self.lexicon.units;
        if let Some((row, next)) = self.listed(&units.currencies, at) {
            let printed = &self.text[self.range(at, next)];
            if printed.len() != 3 || !row.code.eq_ignore_ascii_case(printed) || is_code(printed) {
                return Measure { unit: Unit::parse(&row.code).ok(), sort: MeasureSort::Plain, hedge: None, next };
            }
        }
        let aged = self
            .listed(&self.lexicon.hedges, at)
            .filter(|(hedge, next)| hedge.relation == Relation::Whole && self.is(next - 1, &["old"]));
        if let Some((hedge, next)) = aged
            && let Some((row, _)) = self.listed(&units.units, self.past_hyphen(at))
        {
            return Measure { unit: Some(row.unit.clone()), sort: MeasureSort::Age, hedge: Some(hedge.clone()), next };
        }
        let full = self.listed(&self.lexicon.hedges, at).filter(|(hedge, _)| hedge.relation == Relation::Whole);
        let word = full.map_or_else(|| self.past_hyphen(at), |(_, next)| next);
        if let Some((row, next)) = self.listed(&units.units, word) {
            let sort = if is_time(&row.unit) { MeasureSort::Time } else { MeasureSort::Plain };
            let hedge = full.map(|(hedge, _)| hedge.clone()).or_else(|| self.span_of(word));
            return Measure { unit: Some(row.unit.clone()), sort, hedge, next };
        }
        Measure { unit: None, sort: MeasureSort::Plain, hedge: None, next: at }
    }

    /// What a unit that prose rounds spans: "decade" or "decades" after a number.
    fn span_of(&self, at: usize) -> Option<Hedge> {
        let word = self.words(at).to_ascii_lowercase();
        let singular = match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => word.strip_suffix('s').unwrap_or(&word).to_owned(),
        };
        let (hedge, _) = self.lexicon.hedges.at_start(&singular)?;
        matches!(hedge.relation, Relation::Range { .. }).then(|| hedge.clone())
    }
}

/// Words before a number that takes up something known.
const DEFINITE: [&str; 12] =
    ["the", "these", "those", "both", "all", "its", "their", "our", "his", "her", "other", "whose"];

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_power_of_ten(mut number: Decimal) -> bool {
    while number > Decimal::ONE && (number % Decimal::TEN).is_zero() {
        number /= Decimal::TEN;
    }
    number == Decimal::ONE
}

fn is_time(unit: &Unit) -> bool {
    matches!(unit.as_str(), "a" | "mo" | "wk" | "d" | "h")
}

impl Side<'_> {
    /// The number; a scale after the second figure of a range holds for the first ("$5-7 billion").
    fn digits(&self, percent: bool, shared_scale: Option<Decimal>) -> Option<Number> {
        let scale = self.scale.or(shared_scale);
        if let Some(range) = self.figure.range() {
            let interval = range.scale(scale.unwrap_or(Decimal::ONE))?;
            return Some(Number { digits: None, interval, counted: interval, unit: None, sign: None, points: false });
        }
        let zeros = if percent || scale.is_some() { TrailingZeros::Count } else { TrailingZeros::Hold };
        let bare = self.figure.digits(zeros)?;
        let mut digits = bare.scale(scale.unwrap_or(Decimal::ONE))?;
        // A dozen is twelve to the one; only powers of ten hide digits.
        if !is_power_of_ten(scale.unwrap_or(Decimal::ONE)) {
            digits.last = bare.last;
        }
        if self.sign == Some(Sign::Minus) {
            digits.value = -digits.value;
        }
        Some(Number::plain(digits, self.sign))
    }
}

/// Puts hedges around an amount, innermost first.
fn hedge_all(printed: &mut Printed, hedges: impl Iterator<Item = Hedge>) {
    for hedge in hedges {
        if let Amount::Number(n) | Amount::Duration(n) | Amount::Age(n) | Amount::Every(n) | Amount::Multiple(n) =
            &mut printed.amount
        {
            n.hedge(&hedge.relation);
        }
        if !printed.hedges.contains(&hedge) {
            printed.hedges.push(hedge);
        }
    }
}

impl super::PrintedDate {
    /// The same, written as approximate.
    fn approximate(&mut self) {
        if let Some(edtf) = &self.edtf
            && !edtf.is_interval()
            && let Ok(wider) = demarche_terms::Edtf::parse(&format!("{edtf}~"))
        {
            self.edtf = Some(wider);
            self.relation = DateRelation::At;
        }
    }
}
