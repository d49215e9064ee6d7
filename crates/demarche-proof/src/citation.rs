//! Forms of citations, numbered series and common acronyms, as files that a service can replace.

use regex::Regex;
use serde::Deserialize;

/// The files that come with the program: name and text.
pub const SHIPPED: [(&str, &str); 3] = [
    ("acronyms.toml", include_str!("../../../data/citations/acronyms.toml")),
    ("un.toml", include_str!("../../../data/citations/un.toml")),
    ("us.toml", include_str!("../../../data/citations/us.toml")),
];

/// Everything that is known of citations.
#[derive(Clone, Debug, Default)]
pub struct CitationForms {
    /// Forms.
    pub forms: Vec<Form>,
    /// Numbered series.
    pub series: Vec<Series>,
    /// Acronyms that need no explanation.
    pub acronyms: Vec<String>,
}

/// One form of citation.
#[derive(Clone, Debug)]
pub struct Form {
    /// What looks like one.
    pub looks: Regex,
    /// What a right one looks like from its first letter on.
    pub right: Regex,
    /// What to say of one that is not right.
    pub says: String,
    /// A right one.
    pub example: String,
    /// The manual that gives the form.
    pub source: String,
}

/// Bodies or laws that are numbered through time.
#[derive(Clone, Debug)]
pub struct Series {
    /// A citation with its `number`, and perhaps the years `from` and `to` beside it.
    pub cited: Regex,
    /// The year in which number 1 began.
    pub first: i32,
    /// Years that each lasts.
    pub every: i32,
    /// The law that says so.
    pub source: String,
}

impl Series {
    /// The first and last year of a number.
    pub fn years(&self, number: i32) -> (i32, i32) {
        let from = self.first.saturating_add(number.saturating_sub(1).saturating_mul(self.every));
        (from, from.saturating_add(self.every - 1))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    form: Vec<FormRow>,
    #[serde(default)]
    series: Vec<SeriesRow>,
    #[serde(default)]
    acronyms: Vec<AcronymRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormRow {
    looks: String,
    right: String,
    says: String,
    example: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesRow {
    cited: String,
    first: i32,
    every: i32,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcronymRow {
    words: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

impl CitationForms {
    /// The forms that come with the program.
    pub fn shipped() -> Self {
        let mut all = Self::default();
        for (name, text) in SHIPPED {
            all.add(name, text).expect("a test reads every shipped file");
        }
        all
    }

    /// Adds the rows of a file.
    ///
    /// # Errors
    /// A sentence that names the file, for text that is no such file, or a pattern that cannot be read.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), String> {
        let file: File = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        let regex = |text: &str| Regex::new(text).map_err(|error| format!("{name}: {error}"));
        for row in file.form {
            let (looks, right) = (regex(&row.looks)?, regex(&row.right)?);
            self.forms.push(Form { looks, right, says: row.says, example: row.example, source: row.source });
        }
        for row in file.series {
            if row.every < 1 {
                return Err(format!("{name}: a series lasts a year or more, `every = {}` does not", row.every));
            }
            self.series.push(Series {
                cited: regex(&row.cited)?,
                first: row.first,
                every: row.every,
                source: row.source,
            });
        }
        self.acronyms.extend(file.acronyms.into_iter().flat_map(|row| row.words));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_read_and_its_examples_are_right() {
        let all = CitationForms::shipped();
        assert!(all.forms.len() >= 6 && !all.series.is_empty() && !all.acronyms.is_empty());
        for form in &all.forms {
            let like = form.looks.find(&form.example).unwrap_or_else(|| panic!("{} looks like none", form.example));
            let right = form.right.find_at(&form.example, like.start());
            assert_eq!(right.map(|right| right.start()), Some(like.start()), "{}", form.example);
        }
    }
}
