//! Reading lexicon files.

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span, Warned};
use demarche_terms::{Decimal, Hedge, Relation, Rung, Unit};
use rayon::prelude::*;
use toml::de::DeTable;

use super::{
    CitationSide, CitationWord, CurrencyWord, DecayWord, DirectionWord, Lexicon, LikelihoodWord, LoadedWord, PartWord,
    PlainRow, ScaleWord, StatusWord, Superlative, TenseWord, UnitWord, UnitWords, WordList,
};
use crate::faults::d0159_lexicon as fault;
use crate::fields::{Fields, Toml};

/// The files that come with the program: name and text.
pub const SHIPPED: [(&str, &str); 12] = [
    ("attribution.toml", include_str!("../../../../data/lexicons/attribution.toml")),
    ("citations.toml", include_str!("../../../../data/lexicons/citations.toml")),
    ("decay.toml", include_str!("../../../../data/lexicons/decay.toml")),
    ("directions.toml", include_str!("../../../../data/lexicons/directions.toml")),
    ("futures.toml", include_str!("../../../../data/lexicons/futures.toml")),
    ("hedges.toml", include_str!("../../../../data/lexicons/hedges.toml")),
    ("likelihood.toml", include_str!("../../../../data/lexicons/likelihood.toml")),
    ("loaded.toml", include_str!("../../../../data/lexicons/loaded.toml")),
    ("statuses.toml", include_str!("../../../../data/lexicons/statuses.toml")),
    ("superlatives.toml", include_str!("../../../../data/lexicons/superlatives.toml")),
    ("tenses.toml", include_str!("../../../../data/lexicons/tenses.toml")),
    ("units.toml", include_str!("../../../../data/lexicons/units.toml")),
];

impl Lexicon {
    /// Reads lexicon files; a file's name says which list it holds, and a list given twice is the later one.
    ///
    /// Rows that cannot be read are reported and left out, unknown keys and file names reported.
    pub fn read(files: &[FileId], map: &SourceMap) -> Warned<Self> {
        let mut lexicon = Self::default();
        let mut found = Vec::new();
        let parsed = files.par_iter().map(|&file| {
            let toml = Toml { text: map.text(file), file, base: 0, fault: fault::fault };
            let mut found = Vec::new();
            (toml.parse(&mut found), toml, found)
        });
        for (table, toml, broken) in parsed.collect::<Vec<_>>() {
            found.extend(broken);
            let name = file_name(map, toml.file);
            lexicon.read_file(name, &toml, table.get_ref(), &mut found);
        }
        Warned { value: lexicon, diagnostics: found }
    }

    /// The hedges alone, for those who do not wait for the other lists; what is wrong with them [`Self::read`] says.
    pub fn hedges(files: &[FileId], map: &SourceMap) -> Vec<Hedge> {
        let hedges = |file: &&FileId| file_name(map, **file) == "hedges.toml";
        let files: Vec<FileId> = files.iter().filter(hedges).copied().collect();
        Self::read(&files, map).value.hedges.rows().to_vec()
    }

    /// The lexicon that comes with the program.
    pub fn shipped() -> Self {
        let mut map = SourceMap::default();
        let files: Vec<FileId> = SHIPPED.iter().map(|(name, text)| map.add(*name, *text)).collect();
        Self::read(&files, &map).value
    }

    fn read_file(&mut self, name: &str, toml: &Toml<'_>, table: &DeTable<'_>, found: &mut Vec<Diagnostic>) {
        let root = toml.fields(table, 0..0, "lexicon");
        match name {
            "hedges.toml" => self.hedges = list(&root, "hedge", found, hedge),
            "decay.toml" => self.decay = list(&root, "word", found, decay),
            "attribution.toml" => {
                self.weasels = list(&root, "subject", found, plain);
                self.speech = list(&root, "verb", found, plain);
            }
            "loaded.toml" => self.loaded = list(&root, "word", found, loaded),
            "likelihood.toml" => self.likelihood = list(&root, "word", found, likelihood),
            "citations.toml" => self.citations = citations(&root, found),
            "superlatives.toml" => self.superlatives = list(&root, "superlative", found, superlative),
            "statuses.toml" => self.statuses = list(&root, "status", found, status),
            "directions.toml" => self.directions = list(&root, "direction", found, direction),
            "futures.toml" => self.futures = list(&root, "future", found, plain),
            "tenses.toml" => {
                let verbs = rows(&root, "tense", found, tense);
                let past = |verb: &TenseWord| TenseWord { words: vec![verb.past.clone()], ..verb.clone() };
                self.pasts = WordList::new(verbs.iter().map(past).collect());
                self.tenses = WordList::new(verbs);
            }
            "units.toml" => self.units = units(&root, found),
            _ => {
                let known: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
                let message = format!("`{name}` is not the name of a lexicon");
                found.push(fault::fault(
                    Span::new(toml.file, 0..0),
                    message,
                    &format!("lexicons are {}", known.join(", ")),
                ));
                return;
            }
        }
        root.finish(found);
    }
}

/// A file's name without its folders.
fn file_name(map: &SourceMap, file: FileId) -> &str {
    map.name(file).rsplit(['/', '\\']).next().unwrap_or("")
}

type Row<T> = fn(&Fields<'_, '_>) -> Option<T>;

fn rows<T>(root: &Fields<'_, '_>, key: &'static str, found: &mut Vec<Diagnostic>, row: Row<T>) -> Vec<T> {
    let mut rows = Vec::new();
    for fields in root.tables(key, key) {
        rows.extend(row(&fields));
        fields.finish(found);
    }
    rows
}

fn list<T: super::Spelled>(
    root: &Fields<'_, '_>,
    key: &'static str,
    found: &mut Vec<Diagnostic>,
    row: Row<T>,
) -> WordList<T> {
    WordList::new(rows(root, key, found, row))
}

/// Spellings in lower case and the source: what every row has; `None` without any spelling.
fn spelt(fields: &Fields<'_, '_>) -> Option<(Vec<String>, String)> {
    let words: Vec<String> = fields.required_texts("words").iter().map(|words| words.trim().to_lowercase()).collect();
    let source = fields.required("source");
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then_some((words, source))
}

fn plain(fields: &Fields<'_, '_>) -> Option<PlainRow> {
    spelt(fields).map(|(words, source)| PlainRow { words, source })
}

fn tense(fields: &Fields<'_, '_>) -> Option<TenseWord> {
    let (past, language) = (fields.required("past").to_lowercase(), fields.required("language"));
    let (words, source) = spelt(fields)?;
    Some(TenseWord { words, past, language, source })
}

fn hedge(fields: &Fields<'_, '_>) -> Option<Hedge> {
    let spelt = spelt(fields);
    let name = fields.required("relation");
    let percent = || required_number(fields, "percent");
    let relation = match name.as_str() {
        "around" => Relation::Around { percent: percent()?, digits: required_number(fields, "digits")? },
        "above" => Relation::Above { percent: percent()? },
        "nearly" => Relation::Nearly { percent: percent()? },
        "at-least" => Relation::AtLeast,
        "at-most" => Relation::AtMost,
        "under" => Relation::Under,
        "range" => range(fields)?,
        "whole" => Relation::Whole,
        "reported" => Relation::Reported,
        _ => {
            let known = "write around, above, nearly, at-least, at-most, under, range, whole or reported";
            fields.report("relation", format!("`{name}` is not a relation between words and a value"), known);
            return None;
        }
    };
    let (words, source) = spelt?;
    Some(Hedge { words, relation, source })
}

fn range(fields: &Fields<'_, '_>) -> Option<Relation> {
    let (low, high) = (required_number(fields, "low")?, required_number(fields, "high")?);
    if low > high {
        fields.report("low", format!("the range runs backwards: {low} is more than {high}"), "swap `low` and `high`");
        return None;
    }
    Some(Relation::Range { low, high })
}

fn required_number(fields: &Fields<'_, '_>, key: &'static str) -> Option<Decimal> {
    let number = fields.number(key);
    if number.is_none() && !fields.has(key) {
        fields.report(key, format!("this row needs `{key}`"), &format!("add `{key} = 5`"));
    }
    let number = number?;
    if number.is_sign_negative() {
        fields.report(key, format!("`{key}` is not below zero"), "");
        return None;
    }
    Some(number)
}

fn decay(fields: &Fields<'_, '_>) -> Option<DecayWord> {
    let days = fields.whole("days", 0, 36_600);
    if !fields.has("days") {
        fields.report("days", "this word has no `days`".to_owned(), "add `days = 90`");
    }
    let why = fields.required("why");
    let (words, source) = spelt(fields)?;
    Some(DecayWord { words, days: u32::try_from(days?).ok()?, why, source })
}

fn direction(fields: &Fields<'_, '_>) -> Option<DirectionWord> {
    let (up, of_level) = (fields.truth("up"), fields.truth("of-level").unwrap_or(false));
    if !fields.has("up") {
        fields.report("up", "this word does not say which way it points".to_owned(), "add `up = true` or `up = false`");
    }
    let (words, source) = spelt(fields)?;
    Some(DirectionWord { words, up: up?, of_level, source })
}

fn loaded(fields: &Fields<'_, '_>) -> Option<LoadedWord> {
    let (instead, why) = (fields.text("instead").unwrap_or_default(), fields.required("why"));
    let (words, source) = spelt(fields)?;
    Some(LoadedWord { words, instead, why, source })
}

fn likelihood(fields: &Fields<'_, '_>) -> Option<LikelihoodWord> {
    let scale = fields.required("scale");
    let (low, high) = (required_number(fields, "low"), required_number(fields, "high"));
    let (words, source) = spelt(fields)?;
    let (low, high) = (low?, high?);
    if low > high || high > Decimal::ONE {
        fields.report("low", "probabilities run from 0 to 1, the lower first".to_owned(), "");
        return None;
    }
    Some(LikelihoodWord { words, scale, low, high, source })
}

fn citations(root: &Fields<'_, '_>, found: &mut Vec<Diagnostic>) -> WordList<CitationWord> {
    let sides = [("before", CitationSide::Before), ("after", CitationSide::After), ("whole", CitationSide::Whole)];
    let mut all = Vec::new();
    for (key, side) in sides {
        let words = rows(root, key, found, plain);
        all.extend(words.into_iter().map(|PlainRow { words, source }| CitationWord { words, side, source }));
    }
    WordList::new(all)
}

fn superlative(fields: &Fields<'_, '_>) -> Option<Superlative> {
    let smallest_first = fields.truth("smallest-first").unwrap_or(false);
    let measured = fields.truth("measured").unwrap_or(true);
    let before = fields.texts("before").unwrap_or_default().iter().map(|word| word.to_lowercase()).collect();
    let (words, source) = spelt(fields)?;
    Some(Superlative { words, smallest_first, measured, before, source })
}

fn status(fields: &Fields<'_, '_>) -> Option<StatusWord> {
    let name = fields.required("rung");
    let rung = Rung::WORDS.iter().find(|(_, word)| *word == name).map(|(rung, _)| *rung);
    if rung.is_none() {
        let known: Vec<&str> = Rung::WORDS.iter().map(|(_, word)| *word).collect();
        fields.report("rung", format!("`{name}` is no rung of an instrument's ladder"), &known.join(", "));
    }
    let (words, source) = spelt(fields)?;
    Some(StatusWord { words, rung: rung?, source })
}

fn units(root: &Fields<'_, '_>, found: &mut Vec<Diagnostic>) -> UnitWords {
    let start = fiscal_start(root);
    UnitWords {
        units: list(root, "unit", found, unit),
        scales: list(root, "scale", found, scale),
        currencies: list(root, "currency", found, currency),
        rates: list(root, "rate", found, unit),
        parts: list(root, "part", found, part),
        fiscal_start: start,
    }
}

/// Month and day from `"10-01"`.
fn fiscal_start(root: &Fields<'_, '_>) -> Option<(i8, i8)> {
    let key = "fiscal-year-start";
    let text = root.text(key)?;
    let start = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    let start = start.filter(|(month, day)| jiff::civil::Date::new(2001, *month, *day).is_ok());
    if start.is_none() {
        root.report(key, format!("{text:?} is not a month and a day"), "write `fiscal-year-start = \"10-01\"`");
    }
    start
}

fn parsed_unit(fields: &Fields<'_, '_>, key: &'static str) -> Option<Unit> {
    let text = fields.required(key);
    Unit::parse(&text).map_err(|why| fields.report(key, why.to_string(), "")).ok()
}

fn unit(fields: &Fields<'_, '_>) -> Option<UnitWord> {
    let unit = parsed_unit(fields, "unit");
    let (words, source) = spelt(fields)?;
    Some(UnitWord { words, unit: unit?, source })
}

fn scale(fields: &Fields<'_, '_>) -> Option<ScaleWord> {
    let times = required_number(fields, "times");
    let (words, source) = spelt(fields)?;
    Some(ScaleWord { words, times: times?, source })
}

fn currency(fields: &Fields<'_, '_>) -> Option<CurrencyWord> {
    let unit = parsed_unit(fields, "code");
    let code = unit.as_ref().and_then(Unit::currency).map(str::to_owned);
    if unit.is_some() && code.is_none() {
        fields.report("code", "a currency has an ISO 4217 code".to_owned(), "write `code = \"USD\"`");
    }
    let (words, source) = spelt(fields)?;
    Some(CurrencyWord { words, code: code?, source })
}

fn part(fields: &Fields<'_, '_>) -> Option<PartWord> {
    let small = |pair: Option<(i64, i64)>| pair.and_then(|(a, b)| Some((i8::try_from(a).ok()?, i8::try_from(b).ok()?)));
    for key in ["months", "days", "years"].into_iter().filter(|key| !fields.has(key)) {
        fields.report(key, format!("this part of a period has no `{key}`"), &format!("add `{key} = [1, 4]`"));
    }
    let (months, days) = (small(fields.pair("months", 1, 12)), small(fields.pair("days", 1, 31)));
    let years = fields.pair("years", 0, 9).and_then(|(a, b)| Some((i16::try_from(a).ok()?, i16::try_from(b).ok()?)));
    let (words, source) = spelt(fields)?;
    Some(PartWord { words, months: months?, days: days?, years: years?, source })
}
