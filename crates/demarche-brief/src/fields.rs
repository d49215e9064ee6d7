//! Fields: keys of a TOML table taken one by one, so that what is left over can be named.

use std::cell::RefCell;
use std::ops::Range;

use demarche_diagnostic::{Diagnostic, FileId, Span};
use demarche_terms::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Makes the finding of one kind of file: place, message, help.
pub(crate) type Fault = fn(Span, String, &str) -> Diagnostic;

/// A TOML text with its place in a file.
pub(crate) struct Toml<'a> {
    /// The text.
    pub text: &'a str,
    /// The file.
    pub file: FileId,
    /// Where the text begins in the file.
    pub base: usize,
    /// How faults are told.
    pub fault: Fault,
}

impl<'a> Toml<'a> {
    /// Parses the text; what is broken is reported and the rest kept.
    pub fn parse(&self, found: &mut Vec<Diagnostic>) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let range = error.span().unwrap_or(0..self.text.len());
            let message = format!("this is not TOML: {}", error.message().trim().replace('\n', "; "));
            found.push((self.fault)(
                self.span(range),
                message,
                "write `key = \"text\"`, `key = [\"a\", \"b\"]` or `key = { a = \"b\" }`",
            ));
        }
        table
    }

    /// The place in the file of a range in the text, widened to character boundaries.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = floor(self.text, range.start);
        let end = ceiling(self.text, range.end).max(start);
        Span::new(self.file, self.base + start..self.base + end)
    }

    /// The keys of a table, which is `what` in findings.
    pub fn fields<'t>(&'t self, table: &'t DeTable<'a>, place: Range<usize>, what: &'t str) -> Fields<'a, 't> {
        Fields {
            toml: self,
            table,
            place: self.span(place),
            what,
            known: RefCell::default(),
            found: RefCell::default(),
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn ceiling(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The keys of one table.
pub(crate) struct Fields<'a, 't> {
    toml: &'t Toml<'a>,
    table: &'t DeTable<'a>,
    place: Span,
    what: &'t str,
    known: RefCell<Vec<&'static str>>,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a, 't> Fields<'a, 't> {
    /// A value with its place.
    fn take(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Whether a key stands in the table.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The place of a key's value, or of the whole table where it is missing.
    pub fn place(&self, key: &str) -> Span {
        self.table.get(key).map_or(self.place, |value| self.toml.span(value.span()))
    }

    /// Places of all values.
    pub fn places(&self) -> impl Iterator<Item = (String, Span)> {
        self.table.iter().map(|(key, value)| (key.get_ref().to_string(), self.toml.span(value.span())))
    }

    /// Reports something about a key's value.
    pub fn report(&self, key: &str, message: String, help: &str) {
        self.found.borrow_mut().push((self.toml.fault)(self.place(key), message, help));
    }

    /// Takes over findings about tables inside this one.
    pub fn adopt(&self, found: Vec<Diagnostic>) {
        self.found.borrow_mut().extend(found);
    }

    fn wrong(&self, key: &str, value: &DeValue<'_>, wanted: &str) {
        self.report(key, format!("`{key}` of a {} is {wanted}, not {}", self.what, article(value.type_str())), "");
    }

    fn missing(&self, key: &str, example: &str) {
        self.report(key, format!("this {} has no `{key}`", self.what), &format!("add `{key} = {example}`"));
    }

    /// An optional text.
    pub fn text(&self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(key, value.get_ref(), "a text in quotes");
        }
        text.map(str::to_owned)
    }

    /// A text that must stand and not be empty; reported and empty where it does not.
    pub fn required(&self, key: &'static str) -> String {
        let stands = self.has(key);
        let text = self.text(key).filter(|text| !text.trim().is_empty());
        if text.is_none() && (!stands || self.table.get(key).is_some_and(|value| value.get_ref().is_str())) {
            self.missing(key, "\"…\"");
        }
        text.unwrap_or_default()
    }

    /// An optional list of texts; one text counts as a list of one.
    pub fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let value = self.take(key)?;
        if let Some(text) = value.get_ref().as_str() {
            return Some(vec![text.to_owned()]);
        }
        let texts = value.get_ref().as_array().and_then(|array| {
            array.iter().map(|value| value.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        if texts.is_none() {
            self.wrong(key, value.get_ref(), "a list of texts");
        }
        texts
    }

    /// A list of texts that must stand and not be empty.
    pub fn required_texts(&self, key: &'static str) -> Vec<String> {
        let stands = self.has(key);
        let texts = self.texts(key).unwrap_or_default();
        if texts.is_empty() && !stands {
            self.missing(key, "[\"…\"]");
        } else if texts.iter().any(|text| text.trim().is_empty()) {
            self.report(key, format!("`{key}` of a {} holds an empty text", self.what), "take it out");
        }
        texts
    }

    /// An optional decimal number, exact as written.
    pub fn number(&self, key: &'static str) -> Option<Decimal> {
        let value = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => decimal(integer.as_str()),
            DeValue::Float(float) => decimal(float.as_str()),
            _ => None,
        };
        if number.is_none() {
            self.wrong(key, value.get_ref(), "a decimal number");
        }
        number
    }

    /// An optional whole number from `low` to `high`.
    pub fn whole(&self, key: &'static str, low: i64, high: i64) -> Option<i64> {
        let number = self.number(key)?;
        let whole =
            i64::try_from(number).ok().filter(|_| number.fract().is_zero()).filter(|n| (low..=high).contains(n));
        if whole.is_none() {
            self.report(key, format!("`{key}` of a {} is a whole number from {low} to {high}", self.what), "");
        }
        whole
    }

    /// Two whole numbers from `low` to `high`, the first not above the second.
    pub fn pair(&self, key: &'static str, low: i64, high: i64) -> Option<(i64, i64)> {
        let value = self.take(key)?;
        let numbers = value.get_ref().as_array().and_then(|array| {
            array
                .iter()
                .map(|v| v.get_ref().as_integer().and_then(|n| n.as_str().parse::<i64>().ok()))
                .collect::<Option<Vec<_>>>()
        });
        match numbers.as_deref() {
            Some([a, b]) if low <= *a && a <= b && *b <= high => Some((*a, *b)),
            _ => {
                self.report(
                    key,
                    format!("`{key}` of a {} is two whole numbers in order, {low} to {high}", self.what),
                    "",
                );
                None
            }
        }
    }

    /// An optional `true` or `false`.
    pub fn truth(&self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(key, value.get_ref(), "true or false");
        }
        truth
    }

    /// An optional table of texts, in the order of the file.
    pub fn pairs(&self, key: &'static str) -> Option<Vec<(String, String)>> {
        let value = self.take(key)?;
        let pairs = value.get_ref().as_table().and_then(|table| {
            let pair = |(key, value): (&Spanned<std::borrow::Cow<'a, str>>, &Spanned<DeValue<'a>>)| {
                Some((key.span().start, key.get_ref().to_string(), value.get_ref().as_str()?.to_owned()))
            };
            let mut pairs: Vec<_> = table.iter().map(pair).collect::<Option<_>>()?;
            pairs.sort_by_key(|(start, _, _)| *start);
            Some(pairs.into_iter().map(|(_, key, value)| (key, value)).collect())
        });
        if pairs.is_none() {
            self.wrong(key, value.get_ref(), "a table of texts");
        }
        pairs
    }

    /// An optional array of tables, each as fields of its own; `what` names one of them.
    pub fn tables(&self, key: &'static str, what: &'t str) -> Vec<Fields<'a, 't>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|array| {
            array
                .iter()
                .map(|value| Some(self.toml.fields(value.get_ref().as_table()?, value.span(), what)))
                .collect::<Option<Vec<_>>>()
        });
        if tables.is_none() {
            self.wrong(key, value.get_ref(), "a list of tables");
        }
        tables.unwrap_or_default()
    }

    /// Reports every key that nobody asked for, and hands over all findings.
    pub fn finish(self, found: &mut Vec<Diagnostic>) {
        let known = self.known.into_inner();
        found.extend(self.found.into_inner());
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let message = format!("a {} has no key `{}`", self.what, key.get_ref());
            let help = format!("its keys are {}", known.join(", "));
            found.push((self.toml.fault)(self.toml.span(key.span()), message, &help));
        }
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim_start_matches('+');
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok()
}

fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
