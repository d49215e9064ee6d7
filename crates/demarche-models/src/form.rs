//! Reading a TOML form: every key is asked for by name, or refused.
//!
//! [`Fields`] hands out one key at a time as the type the model wants, and each
//! refusal carries the file and the line. [`Fields::finish`] refuses keys that
//! nobody asked for, so that a misspelt key is never a silent default.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;
use toml_edit::{Document, Item, TableLike, Value};

use crate::error::{ModelError, Place, nearest};
use crate::number::{FromNumber, LogSd, Sourced};

/// A parsed TOML text that remembers where everything stood.
#[derive(Debug)]
pub struct Form {
    input: String,
    document: Document<String>,
    line_ends: Vec<usize>,
    /// Where the study stands, if it is not the whole file.
    within: Option<Within>,
}

/// A study inside a larger file: the table under `key` of the `at`th table of a list, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Name of the list, such as `run` of `[[run]]`.
    pub list: String,
    /// Which of its tables.
    pub at: usize,
    /// Key of the study in it.
    pub key: String,
}

impl Form {
    /// Parses `text`; `input` is the name that errors will show.
    ///
    /// # Errors
    /// [`ModelError::Syntax`] with the line if this is not TOML.
    pub fn parse(input: &str, text: &str) -> Result<Self, ModelError> {
        let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let document = Document::parse(text.to_owned()).map_err(|error| ModelError::Syntax {
            place: Place { input: input.to_owned(), line: error.span().map(|s| line_of(&line_ends, s.start)) },
            message: error.message().trim_end().replace('\n', ", "),
        })?;
        Ok(Self { input: input.to_owned(), document, line_ends, within: None })
    }

    /// Parses `text` as [`Self::parse`] does, and takes one table of it for the whole.
    ///
    /// # Errors
    /// [`ModelError::Syntax`] with the line if this is not TOML, or without one if the table is not there.
    pub fn parse_within(input: &str, text: &str, within: &Within) -> Result<Self, ModelError> {
        let form = Self { within: Some(within.clone()), ..Self::parse(input, text)? };
        match form.inner_table() {
            Some(_) => Ok(form),
            None => Err(ModelError::Syntax {
                place: Place::of(input),
                message: format!("there is no table `{}` in the {}th `[[{}]]`", within.key, within.at + 1, within.list),
            }),
        }
    }

    /// The keys of the whole file, or of the table that stands for it.
    pub fn fields(&self) -> Fields<'_> {
        let (table, line) = match self.inner_table() {
            Some((table, span)) => (table, self.place(span).line),
            None => (self.document.as_table() as &dyn TableLike, None),
        };
        Fields { form: self, table, line, asked: RefCell::default() }
    }

    fn inner_table(&self) -> Option<(&dyn TableLike, Option<std::ops::Range<usize>>)> {
        let within = self.within.as_ref()?;
        let list = self.document.get(&within.list)?;
        let study = match list {
            Item::ArrayOfTables(tables) => tables.get(within.at)?.get(&within.key)?,
            // One `[run]` counts as a list of one.
            Item::Table(table) if within.at == 0 => table.get(&within.key)?,
            _ => return None,
        };
        Some((study.as_table_like()?, study.span()))
    }

    fn place(&self, span: Option<std::ops::Range<usize>>) -> Place {
        Place { input: self.input.clone(), line: span.map(|s| line_of(&self.line_ends, s.start)) }
    }
}

fn line_of(line_ends: &[usize], offset: usize) -> usize {
    line_ends.partition_point(|end| *end < offset) + 1
}

/// One table of a form.
pub struct Fields<'a> {
    form: &'a Form,
    table: &'a dyn TableLike,
    line: Option<usize>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Fields<'a> {
    /// Where this table begins.
    pub fn place(&self) -> Place {
        Place { input: self.form.input.clone(), line: self.line }
    }

    /// Where the value of `key` stands, or the table if the key is absent.
    pub fn place_of(&self, key: &str) -> Place {
        match self.table.get(key).and_then(Item::span) {
            Some(span) => self.form.place(Some(span)),
            None => self.place(),
        }
    }

    /// Whether `key` is there.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// An error about the value of `key`.
    pub fn refuse(
        &self,
        key: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
        mend: impl Into<String>,
    ) -> ModelError {
        ModelError::Value {
            place: self.place_of(key),
            expected: expected.into(),
            found: found.into(),
            mend: mend.into(),
        }
    }

    /// A number of any kind.
    ///
    /// # Errors
    /// If the key is missing, is no number, or is outside the range of `T`.
    pub fn number<T: FromNumber>(&self, key: &str) -> Result<T, ModelError> {
        self.optional_number(key)?.ok_or_else(|| self.missing(key, "a number"))
    }

    /// A number that may be absent.
    ///
    /// # Errors
    /// If the key is no number or outside the range of `T`.
    pub fn optional_number<T: FromNumber>(&self, key: &str) -> Result<Option<T>, ModelError> {
        let Some(item) = self.get(key) else {
            return Ok(None);
        };
        let number = item
            .as_float()
            .or_else(|| item.as_integer().map(|i| i as f64))
            .ok_or_else(|| self.wrong(key, "a number", item))?;
        T::from_number(number).map(Some).map_err(|refused| refused.at(self.place_of(key)))
    }

    /// A whole number from `low` to `high`.
    ///
    /// # Errors
    /// If the key is missing, is no whole number, or is outside the range.
    pub fn integer(&self, key: &str, low: i64, high: i64) -> Result<i64, ModelError> {
        let expected = format!("a whole number from {low} to {high}");
        let item = self.get(key).ok_or_else(|| self.missing(key, &expected))?;
        item.as_integer().filter(|i| (low..=high).contains(i)).ok_or_else(|| self.wrong(key, &expected, item))
    }

    /// A calendar year.
    ///
    /// # Errors
    /// If the key is missing or no year from 1800 to 2200.
    pub fn year(&self, key: &str) -> Result<i16, ModelError> {
        self.integer(key, 1800, 2200).map(|year| year as i16)
    }

    /// A text.
    ///
    /// # Errors
    /// If the key is missing, empty or no text.
    pub fn text(&self, key: &str) -> Result<String, ModelError> {
        self.optional_text(key)?.ok_or_else(|| self.missing(key, "a text"))
    }

    /// A text that may be absent.
    ///
    /// # Errors
    /// If the key is empty or no text.
    pub fn optional_text(&self, key: &str) -> Result<Option<String>, ModelError> {
        let Some(item) = self.get(key) else {
            return Ok(None);
        };
        match item.as_str() {
            Some(text) if !text.trim().is_empty() => Ok(Some(text.to_owned())),
            _ => Err(self.wrong(key, "a text that is not empty", item)),
        }
    }

    /// A list of texts; absent is empty.
    ///
    /// # Errors
    /// If the key is no list or holds something else than texts.
    pub fn texts(&self, key: &str) -> Result<Vec<String>, ModelError> {
        let Some(item) = self.get(key) else {
            return Ok(Vec::new());
        };
        let list = || self.wrong(key, "a list of texts", item);
        item.as_array()
            .ok_or_else(list)?
            .iter()
            .map(|value| value.as_str().map(str::to_owned).ok_or_else(list))
            .collect()
    }

    /// A list of numbers.
    ///
    /// # Errors
    /// If the key is missing, is no list, or holds a value outside the range of `T`.
    pub fn numbers<T: FromNumber>(&self, key: &str) -> Result<Vec<T>, ModelError> {
        let item = self.get(key).ok_or_else(|| self.missing(key, "a list of numbers"))?;
        let list = || self.wrong(key, "a list of numbers", item);
        item.as_array()
            .ok_or_else(list)?
            .iter()
            .map(|value| {
                let number = value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).ok_or_else(list)?;
                T::from_number(number).map_err(|r| r.at(self.form.place(value.span())))
            })
            .collect()
    }

    /// Yes or no; absent is no.
    ///
    /// # Errors
    /// If the key is neither `true` nor `false`.
    pub fn flag(&self, key: &str) -> Result<bool, ModelError> {
        match self.get(key) {
            None => Ok(false),
            Some(item) => item.as_bool().ok_or_else(|| self.wrong(key, "true or false", item)),
        }
    }

    /// A day that may be absent, written as 2019-03-15 with or without quotes.
    ///
    /// # Errors
    /// If the key is no day.
    pub fn optional_date(&self, key: &str) -> Result<Option<Date>, ModelError> {
        let Some(item) = self.get(key) else {
            return Ok(None);
        };
        let text = match (item.as_datetime(), item.as_str()) {
            (Some(date), _) => date.to_string(),
            (None, Some(text)) => text.to_owned(),
            _ => String::new(),
        };
        text.parse().map(Some).map_err(|_| self.wrong(key, "a day such as 2019-03-15", item))
    }

    /// A day.
    ///
    /// # Errors
    /// If the key is missing or no day.
    pub fn date(&self, key: &str) -> Result<Date, ModelError> {
        self.optional_date(key)?.ok_or_else(|| self.missing(key, "a day such as 2019-03-15"))
    }

    /// One of the words of `choices`, as its index.
    ///
    /// # Errors
    /// If the key is missing or another word.
    pub fn choice(&self, key: &str, choices: &[&str]) -> Result<usize, ModelError> {
        let text = self.text(key)?;
        choices.iter().position(|c| *c == text).ok_or_else(|| {
            self.refuse(key, format!("one of {}", choices.join(", ")), format!("\"{text}\""), "use one of these words")
        })
    }

    /// A sourced parameter: `{ median = 5, log_sd = 0.3, source = "…" }`.
    ///
    /// # Errors
    /// If the table or its source is missing, or a value is out of range.
    pub fn sourced<T: FromNumber>(&self, key: &str) -> Result<Sourced<T>, ModelError> {
        let fields = self.table(key, "a table { median = …, source = \"…\" }")?;
        let sourced = Sourced::fixed(fields.number("median")?, fields.text("source")?);
        let spread = fields.optional_number::<LogSd>("log_sd")?;
        fields.finish()?;
        Ok(match spread {
            Some(sd) => sourced.spread(sd),
            None => sourced,
        })
    }

    /// The table under `key`.
    ///
    /// # Errors
    /// If the key is missing or no table.
    pub fn table(&self, key: &str, expected: &str) -> Result<Fields<'a>, ModelError> {
        let item = self.get(key).ok_or_else(|| self.missing(key, expected))?;
        let table = item.as_table_like().ok_or_else(|| self.wrong(key, expected, item))?;
        Ok(self.inner(table, item.span()))
    }

    /// The tables under `[[key]]`; absent is empty.
    ///
    /// # Errors
    /// If the key is no list of tables.
    pub fn tables(&self, key: &str) -> Result<Vec<Fields<'a>>, ModelError> {
        let Some(item) = self.get(key) else {
            return Ok(Vec::new());
        };
        if let Some(tables) = item.as_array_of_tables() {
            return Ok(tables.iter().map(|table| self.inner(table, table.span())).collect());
        }
        let list = || self.wrong(key, "a list of tables", item);
        item.as_array()
            .ok_or_else(list)?
            .iter()
            .map(|value| {
                let table: &dyn TableLike = value.as_inline_table().ok_or_else(list)?;
                Ok(self.inner(table, value.span()))
            })
            .collect()
    }

    /// The names of all keys, for tables whose keys are data.
    pub fn keys(&self) -> Vec<&'a str> {
        let keys: Vec<&'a str> = self.table.iter().map(|(key, _)| key).collect();
        self.asked.borrow_mut().extend(keys.iter().map(|k| (*k).to_owned()));
        keys
    }

    /// Ends the reading of this table.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] if a key was never asked for.
    pub fn finish(&self) -> Result<(), ModelError> {
        let asked = self.asked.borrow();
        match self.table.iter().find(|(key, _)| !asked.contains(*key)) {
            None => Ok(()),
            Some((key, item)) => Err(ModelError::Unknown {
                place: self.form.place(item.span()),
                kind: "key",
                name: key.to_owned(),
                nearest: nearest(key, asked.iter().map(String::as_str)),
            }),
        }
    }

    fn inner(&self, table: &'a dyn TableLike, span: Option<std::ops::Range<usize>>) -> Fields<'a> {
        Fields { form: self.form, table, line: self.form.place(span).line, asked: RefCell::default() }
    }

    fn get(&self, key: &str) -> Option<&'a Item> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn missing(&self, key: &str, expected: &str) -> ModelError {
        ModelError::Value {
            place: self.place(),
            expected: format!("{expected} under `{key}`"),
            found: "nothing".to_owned(),
            mend: format!("add a line `{key} = …`"),
        }
    }

    fn wrong(&self, key: &str, expected: &str, item: &Item) -> ModelError {
        let found = match item.as_value() {
            Some(Value::String(text)) => format!("\"{}\"", text.value()),
            Some(value) => value.to_string().trim().to_owned(),
            None => format!("a {}", item.type_name()),
        };
        self.refuse(key, expected, found, format!("correct `{key}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rate;

    #[test]
    fn errors_know_their_line() {
        let form = Form::parse("a.toml", "x = 1\n[[t]]\nrate = -4\n").expect("is TOML");
        let t = &form.fields().tables("t").expect("is a list")[0];
        let error = t.number::<Rate>("rate").unwrap_err().to_string();
        assert!(error.starts_with("a.toml, line 3: expected a rate"), "{error}");
        let error = t.text("name").unwrap_err().to_string();
        assert!(error.starts_with("a.toml, line 2: expected a text under `name`"), "{error}");
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let form = Form::parse("a.toml", "rate = 1\nratee = 2\n").expect("is TOML");
        let fields = form.fields();
        fields.number::<Rate>("rate").expect("is a rate");
        assert_eq!(
            fields.finish().unwrap_err().to_string(),
            "a.toml, line 2: no key is called \"ratee\"; did you mean \"rate\"?"
        );
    }

    #[test]
    fn broken_toml_is_a_sentence_with_a_line() {
        let error = Form::parse("a.toml", "x = 1\ny = [\n").unwrap_err().to_string();
        assert!(error.starts_with("a.toml, line "), "{error}");
    }
}
