//! A small language model: which word is likely to follow which.
//!
//! Word pairs and triples are counted in running text, and pairs and triples of
//! word classes beside them for words too rare to be counted. A class is the word
//! itself for the most frequent words, else its shape and ending. Probabilities
//! are interpolated from triple to pair to single word (Witten and Bell 1991,
//! method C: the weight of the longer context is n / (n + distinct followers)).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::contexts::{Contexts, NONE};

/// How many of the most frequent words are a class of their own.
const FUNCTION_WORDS: usize = 200;
/// A word is known if it was seen this often.
const WORD_MIN: u32 = 5;
/// A pair is shipped if it was seen this often.
const PAIR_MIN: u32 = 5;
/// A triple is shipped if it was seen this often.
const TRIPLE_MIN: u32 = 14;

/// Counts of words, pairs and triples, with the classes derived from them.
#[derive(Clone, Debug, Default)]
pub struct Language {
    words: BTreeMap<String, u32>,
    counts: Vec<u32>,
    classes: Vec<u16>,
    class_names: BTreeMap<String, u16>,
    pairs: Contexts,
    triples: Contexts,
    class_pairs: Contexts,
    class_triples: Contexts,
    class_counts: Vec<f64>,
    total: f64,
}

/// A word as the model sees it: its number where it is known, and its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    word: u32,
    class: u16,
}

const UNKNOWN: u32 = u32::MAX;

impl Language {
    /// Counts running text: each string is one paragraph.
    pub fn learn<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Self {
        let texts: Vec<Vec<&str>> = paragraphs.map(words).collect();
        let mut singles: BTreeMap<&str, u32> = BTreeMap::new();
        for word in texts.iter().flatten() {
            *singles.entry(word).or_insert(0) += 1;
        }
        let mut language = Self::with_words(singles.into_iter().filter(|&(_, count)| count >= WORD_MIN));
        for text in &texts {
            let tokens: Vec<Token> = text.iter().map(|word| language.token(word)).collect();
            for at in 1..tokens.len() {
                let (b, c) = (tokens[at - 1], tokens[at]);
                language.count_pair(b, c, 1);
                if at > 1 {
                    language.count_triple(tokens[at - 2], b, c, 1);
                }
            }
        }
        language
    }

    fn with_words<'a>(words: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut language = Self::default();
        let words: Vec<(&str, u32)> = words.collect();
        let mut ranked: Vec<(&str, u32)> = words.iter().copied().filter(|(word, _)| is_lower(word)).collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        for (word, _) in ranked.into_iter().take(FUNCTION_WORDS) {
            let next = u16::try_from(language.class_names.len()).unwrap_or(u16::MAX);
            language.class_names.insert(word.to_owned(), next);
        }
        for shape in SHAPES {
            let next = u16::try_from(language.class_names.len()).unwrap_or(u16::MAX);
            language.class_names.insert((*shape).to_owned(), next);
        }
        language.class_counts = vec![0.5; language.class_names.len()];
        for (word, count) in words {
            let id = u32::try_from(language.counts.len()).unwrap_or(UNKNOWN);
            let class = language.class_of(word);
            language.words.insert(word.to_owned(), id);
            language.counts.push(count);
            language.classes.push(class);
            language.class_counts[usize::from(class)] += f64::from(count);
            language.total += f64::from(count);
        }
        language
    }

    fn count_pair(&mut self, b: Token, c: Token, times: u32) {
        self.class_pairs.add((u32::from(b.class), NONE), u32::from(c.class), times);
        if b.word != UNKNOWN && c.word != UNKNOWN {
            self.pairs.add((b.word, NONE), c.word, times);
        }
    }

    fn count_triple(&mut self, a: Token, b: Token, c: Token, times: u32) {
        self.class_triples.add((u32::from(a.class), u32::from(b.class)), u32::from(c.class), times);
        if a.word != UNKNOWN && b.word != UNKNOWN && c.word != UNKNOWN {
            self.triples.add((a.word, b.word), c.word, times);
        }
    }

    /// A word as the model sees it.
    pub fn token(&self, word: &str) -> Token {
        match self.words.get(word) {
            Some(&id) => Token { word: id, class: self.classes[id as usize] },
            None => Token { word: UNKNOWN, class: self.class_of(word) },
        }
    }

    /// Whether the word was counted at all, in any case.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word) || self.words.contains_key(&word.to_lowercase())
    }

    /// Whether the word is among the most frequent, whatever its case.
    pub fn is_function(&self, word: &str) -> bool {
        self.class_names.get(&word.to_lowercase()).is_some_and(|&class| usize::from(class) < FUNCTION_WORDS)
    }

    /// Log of how much likelier `next` is after `before` (oldest first) than anywhere, by words.
    pub fn words_gain(&self, before: &[Token], next: Token) -> f64 {
        if next.word == UNKNOWN {
            return self.classes_gain(before, next);
        }
        let single = (f64::from(self.counts[next.word as usize]) + 0.5) / (self.total + 1.0);
        let class_gain = libm::exp(self.classes_gain(before, next).clamp(-6.0, 6.0));
        let mut chance = single * class_gain;
        if let Some(last) = before.last() {
            chance = self.pairs.mix((last.word, NONE), next.word, chance);
        }
        if let [.., older, last] = before {
            chance = self.triples.mix((older.word, last.word), next.word, chance);
        }
        libm::log(chance / single)
    }

    /// The same by classes.
    pub fn classes_gain(&self, before: &[Token], next: Token) -> f64 {
        let class = u32::from(next.class);
        let total = self.total + 0.5 * self.class_counts.len() as f64;
        let single = self.class_counts.get(usize::from(next.class)).copied().unwrap_or(0.5) / total;
        let mut chance = single;
        if let Some(last) = before.last() {
            chance = self.class_pairs.mix((u32::from(last.class), NONE), class, chance);
        }
        if let [.., older, last] = before {
            chance = self.class_triples.mix((u32::from(older.class), u32::from(last.class)), class, chance);
        }
        libm::log(chance / single)
    }

    /// Log of how much oftener the pair was seen than chance would have it.
    ///
    /// Nearer to 0 the less chance would have shown: a pair of rare words that was never seen tells nothing,
    /// a pair of frequent words that was never seen tells much.
    pub fn pair_surplus(&self, one: Token, two: Token) -> f64 {
        let (Some(first), Some(second)) = (self.count(one), self.count(two)) else { return 0.0 };
        surplus(self.pairs.times((one.word, NONE), two.word), first * second / self.total.max(1.0))
    }

    /// The same for a pair of classes.
    pub fn class_surplus(&self, one: Token, two: Token) -> f64 {
        let count = |token: Token| self.class_counts.get(usize::from(token.class)).copied().unwrap_or(0.0);
        let times = self.class_pairs.times((u32::from(one.class), NONE), u32::from(two.class));
        surplus(times, count(one) * count(two) / self.total.max(1.0))
    }

    /// The same for three words, against what the two pairs in it would have.
    pub fn triple_surplus(&self, one: Token, two: Token, three: Token) -> f64 {
        let Some(middle) = self.count(two) else { return 0.0 };
        let left = self.pairs.times((one.word, NONE), two.word);
        let right = self.pairs.times((two.word, NONE), three.word);
        surplus(self.triples.times((one.word, two.word), three.word), left * right / middle.max(1.0))
    }

    fn count(&self, token: Token) -> Option<f64> {
        self.counts.get(token.word as usize).map(|&count| f64::from(count))
    }

    fn class_of(&self, word: &str) -> u16 {
        let name = if self.class_names.contains_key(word) { word } else { shape(word) };
        self.class_names.get(name).copied().unwrap_or(0)
    }

    /// The counts as text: words by number, then pairs and triples that were seen often enough.
    pub fn format(&self) -> String {
        let mut out = String::from("words\n");
        let mut by_id: Vec<(&str, u32)> =
            self.words.iter().map(|(word, &id)| (word.as_str(), self.counts[id as usize])).collect();
        by_id.sort_by_key(|&(word, _)| self.words[word]);
        for (word, count) in by_id {
            let _ = writeln!(out, "{word} {count}");
        }
        self.pairs.format(&mut out, "pairs", PAIR_MIN);
        self.triples.format(&mut out, "triples", TRIPLE_MIN);
        self.class_pairs.format(&mut out, "class-pairs", 1);
        self.class_triples.format(&mut out, "class-triples", TRIPLE_MIN);
        out
    }

    /// Reads what [`Language::format`] wrote; a line that does not fit is skipped.
    pub fn parse(text: &str) -> Self {
        let mut lines = text.lines().skip_while(|&line| line != "words").skip(1).peekable();
        let mut words = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("pairs: ")) {
            if let Some((word, count)) = line.rsplit_once(' ') {
                words.push((word, count.parse().unwrap_or(0)));
            }
        }
        let mut language = Self::with_words(words.into_iter());
        language.pairs = Contexts::parse(&mut lines, false);
        language.triples = Contexts::parse(&mut lines, true);
        language.class_pairs = Contexts::parse(&mut lines, false);
        language.class_triples = Contexts::parse(&mut lines, true);
        language
    }
}

/// Whether the words of counts as [`Language::format`] writes them, which stand in the order of their bytes, hold a word.
pub(super) fn lists(counts: &str, word: &str) -> bool {
    let Some(mut words) = counts.strip_prefix("words\n") else { return false };
    words = words.split("\npairs: ").next().unwrap_or(words);
    while !words.is_empty() {
        let middle = words.floor_char_boundary(words.len() / 2);
        let start = words[..middle].rfind('\n').map_or(0, |end| end + 1);
        let end = words[middle..].find('\n').map_or(words.len(), |end| middle + end);
        let (seen, _) = words[start..end].rsplit_once(' ').unwrap_or_default();
        match word.cmp(seen) {
            std::cmp::Ordering::Less => words = words[..start].trim_end_matches('\n'),
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => words = words[end..].trim_start_matches('\n'),
        }
    }
    false
}

/// What rare pairs that were not shipped would have counted on average.
const UNSEEN: f64 = 1.5;

fn surplus(seen: f64, expected: f64) -> f64 {
    libm::log((seen + UNSEEN) / (expected + UNSEEN)).clamp(-5.0, 5.0)
}

fn is_lower(word: &str) -> bool {
    word.chars().all(char::is_lowercase)
}

const ENDINGS: [&str; 21] = [
    "ing", "ed", "tions", "tion", "ments", "ment", "ly", "al", "ive", "ous", "ity", "ies", "ers", "er", "ic", "ance",
    "ble", "es", "s", "e", "y",
];

const SHAPES: &[&str] = &[
    "#lower", "#Upper", "#UPPER", "#year", "#number", "#money", "#mixed", "#initial", "#dotted", "#hyphen", "#,", "#.",
    "#;", "#:", "#(", "#)", "#“", "#”", "#—", "#–", "#•", "#%", "#mark", "#’s", "#-ing", "#-ed", "#-tions", "#-tion",
    "#-ments", "#-ment", "#-ly", "#-al", "#-ive", "#-ous", "#-ity", "#-ies", "#-ers", "#-er", "#-ic", "#-ance",
    "#-ble", "#-es", "#-s", "#-e", "#-y", "#Uppers",
];

/// How many shapes of words there are.
pub const CLASSES: usize = SHAPES.len();

/// The number of a word's shape, below [`CLASSES`].
pub fn shape_number(word: &str) -> usize {
    let shape = shape(word);
    SHAPES.iter().position(|of| *of == shape).unwrap_or(0)
}

fn shape(word: &str) -> &'static str {
    let Some(first) = word.chars().next() else { return "#mark" };
    if !first.is_alphanumeric() && first != '$' {
        return mark(first);
    }
    if first == '$' {
        return "#money";
    }
    if first.is_ascii_digit() {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        return if digits && word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) {
            "#year"
        } else if word.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') {
            "#number"
        } else {
            "#mixed"
        };
    }
    if word.ends_with("’s") || word.ends_with("'s") {
        return "#’s";
    }
    if word.contains('.') {
        return "#dotted";
    }
    if word.contains('-') {
        return "#hyphen";
    }
    if first.is_uppercase() {
        return match word.chars().filter(|c| c.is_uppercase()).count() {
            _ if word.chars().count() == 1 => "#initial",
            1 if word.ends_with('s') => "#Uppers",
            1 => "#Upper",
            _ => "#UPPER",
        };
    }
    SHAPES
        .iter()
        .find(|shape| shape.strip_prefix("#-").is_some_and(|end| ENDINGS.contains(&end) && word.ends_with(end)))
        .unwrap_or(&"#lower")
}

fn mark(first: char) -> &'static str {
    match first {
        ',' => "#,",
        '.' | '?' | '!' => "#.",
        ';' => "#;",
        ':' => "#:",
        '(' | '[' => "#(",
        ')' | ']' => "#)",
        '“' | '‘' => "#“",
        '”' | '’' | '"' => "#”",
        '—' => "#—",
        '–' => "#–",
        '•' | '\u{f0b7}' | '▪' => "#•",
        '%' => "#%",
        _ => "#mark",
    }
}

/// Words and marks of a line, in order; inner hyphens, apostrophes and full stops stay in the word.
pub fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for chunk in text.split_whitespace() {
        split_chunk(chunk, &mut out);
    }
    out
}

fn split_chunk<'a>(chunk: &'a str, out: &mut Vec<&'a str>) {
    let mut start: Option<usize> = None;
    let chars: Vec<(usize, char)> = chunk.char_indices().collect();
    for (index, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(index + 1).map(|&(_, next)| next);
        let joins = matches!(c, '-' | '’' | '\'' | '.' | ',' | '&' | '/') && next.is_some_and(char::is_alphanumeric);
        let dotted = c == '.' && start.is_some_and(|from| is_dotted(&chunk[from..at]));
        let trailing = c == '-' && next.is_none();
        let opens = c == '$' && start.is_none();
        if c.is_alphanumeric() || opens || (start.is_some() && (joins || dotted || trailing)) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            out.push(&chunk[from..at]);
        }
        out.push(&chunk[at..at + c.len_utf8()]);
    }
    if let Some(from) = start {
        out.push(&chunk[from..]);
    }
}

/// `U.S` or `J`: the full stop after it belongs to it.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    parts.all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_inner_marks() {
        assert_eq!(
            words("The U.S.-led “pact,” 28,500 men (of A. B.)"),
            ["The", "U.S.-led", "“", "pact", ",", "”", "28,500", "men", "(", "of", "A.", "B.", ")"]
        );
    }

    #[test]
    fn words_are_found_in_the_counts_as_they_are_written() {
        let counts = include_str!("../../data/seam-counts.txt");
        let language = Language::parse(counts);
        assert!(language.words.keys().all(|word| lists(counts, word)), "every word is where it is looked for");
        for word in ["", "!", "zzz", "ferrie", "tariff s", "pairs\n", "～"] {
            assert_eq!(lists(counts, word), language.words.contains_key(word), "{word:?}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = "the treaty of the sea and the treaty of the air and the treaty of the land";
        let language = Language::learn(std::iter::repeat_n(text, 4));
        let again = Language::parse(&language.format());
        assert_eq!(language.format(), again.format());
        let tokens =
            |language: &Language, words: &[&str]| words.iter().map(|word| language.token(word)).collect::<Vec<_>>();
        let before = tokens(&again, &["treaty", "of"]);
        assert!(again.words_gain(&before, again.token("the")) > again.words_gain(&before, again.token("and")));
    }
}
