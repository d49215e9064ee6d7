//! The texts that findings point into, and places in them.

/// A file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The id after its map was appended to one that held `by` texts.
    #[must_use]
    pub fn moved(self, by: u32) -> Self {
        Self(self.0.saturating_add(by))
    }
}

/// A byte range in one file; `start <= end`, both on character boundaries of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span of `file` over `range`; an inverted range becomes empty at its start.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end.max(range.start) }
    }

    /// The byte range inside the file.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// The part of this span at `range`, counted from this span's start.
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Self {
        Self::new(self.file, (self.start + range.start).min(self.end)..(self.start + range.end).min(self.end))
    }
}

/// A span as a person writes it; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line of the first byte.
    pub line: usize,
    /// Column of the first byte.
    pub column: usize,
    /// Line of the last byte.
    pub end_line: usize,
    /// Column one past the last byte.
    pub end_column: usize,
}

/// How a text that was read out of another file (a PDF, a web page) lies in that file.
///
/// Each list is in ascending order of offsets into the text that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    /// Where each part begins, and what a person calls it: "page 2".
    pub parts: Vec<(usize, String)>,
    /// Where words stand that begin at a line and column of the original, both from 1; empty where it has no lines.
    pub lines: Vec<(usize, usize, usize)>,
    /// The sentences: what is shown around a finding.
    pub sentences: Vec<std::ops::Range<usize>>,
}

struct File {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    original: Option<Original>,
}

/// Every text that a finding may point into, by [`FileId`].
#[derive(Default)]
pub struct SourceMap {
    files: Vec<File>,
}

impl SourceMap {
    /// Adds a text under the name that findings print (a path as the user would type it).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        self.push(File { name: name.into(), text, line_starts, original: None })
    }

    /// Adds a text that was read out of another file: findings print the place in that file and show whole sentences.
    pub fn add_read(&mut self, name: impl Into<String>, text: impl Into<String>, original: Original) -> FileId {
        let file = self.add(name, text);
        if let Some(last) = self.files.last_mut() {
            last.original = Some(original);
        }
        file
    }

    /// Takes over the texts of another map; [`FileId::moved`] by the answer leads from an id of that map to one of this.
    pub fn append(&mut self, other: Self) -> u32 {
        let by = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.extend(other.files);
        by
    }

    fn push(&mut self, file: File) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The name of a file.
    pub fn name(&self, file: FileId) -> &str {
        self.file(file).map_or("?", |file| &file.name)
    }

    /// The text of a file; empty for an id of another map.
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// The words of a span; empty where the span does not fit the text.
    pub fn words(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// Every file with its id, in the order of adding.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &str, &str)> {
        self.files.iter().zip(0..).map(|(file, id)| (FileId(id), file.name.as_str(), file.text.as_str()))
    }

    /// Lines and columns of a span: those of the original, for a text that was read out of a file with lines.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.line_column(span.file, span.start);
        let (end_line, end_column) = self.line_column(span.file, span.end);
        Place { line, column, end_line, end_column }
    }

    /// The part of the original in which a span begins, "page 2"; `None` for a file that is read as it lies.
    pub fn part(&self, span: Span) -> Option<&str> {
        let parts = &self.original(span.file)?.parts;
        let at = parts.partition_point(|(from, _)| *from <= span.start);
        parts.get(at.saturating_sub(1)).map(|(_, name)| name.as_str())
    }

    /// Whether lines and columns of a file mean something to a person who opens it.
    pub fn has_lines(&self, file: FileId) -> bool {
        self.original(file).is_none_or(|original| !original.lines.is_empty())
    }

    /// The sentence of a text that was read in which an offset lies.
    pub fn sentence(&self, file: FileId, at: usize) -> Option<std::ops::Range<usize>> {
        let sentences = &self.original(file)?.sentences;
        let found = sentences.partition_point(|sentence| sentence.end <= at);
        sentences.get(found).filter(|sentence| sentence.start <= at).cloned()
    }

    /// Whether a file is read as it lies, so that an offset in its text is one in the file.
    pub fn is_as_it_lies(&self, file: FileId) -> bool {
        self.original(file).is_none()
    }

    fn original(&self, file: FileId) -> Option<&Original> {
        self.file(file)?.original.as_ref()
    }

    fn line_column(&self, file: FileId, at: usize) -> (usize, usize) {
        let Some(file) = self.file(file) else { return (1, 1) };
        let at = at.min(file.text.len());
        let written = file.original.as_ref().and_then(|original| {
            let found = original.lines.partition_point(|(from, ..)| *from <= at);
            original.lines.get(found.saturating_sub(1)).copied()
        });
        if let Some((from, line, column)) = written {
            let ahead = file.text.get(from..at).map_or(0, |between| between.chars().count());
            return (line, column + ahead);
        }
        let line = file.line_starts.partition_point(|&start| start <= at).max(1);
        let start = file.line_starts[line - 1];
        let column = file.text.get(start..at).map_or(1, |before| before.chars().count() + 1);
        (line, column)
    }

    fn file(&self, file: FileId) -> Option<&File> {
        self.files.get(file.0 as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_not_bytes() {
        let mut map = SourceMap::default();
        let file = map.add("a.md", "first\nÅngström 12\n");
        let text = map.text(file);
        let at = text.find("12").expect("the text holds it");
        let place = map.place(Span::new(file, at..at + 2));
        assert_eq!((place.line, place.column, place.end_column), (2, 10, 12));
    }

    #[test]
    fn a_text_that_was_read_is_placed_in_its_original() {
        let mut map = SourceMap::default();
        let original = Original {
            parts: vec![(0, "page 1".to_owned()), (11, "page 2".to_owned())],
            lines: vec![(0, 4, 3), (11, 9, 1)],
            sentences: vec![0..10, 11..21],
        };
        let file = map.add_read("a.txt", "One ferry.\nTwo ferry.", original);
        let span = Span::new(file, 15..20);
        assert_eq!((map.part(span), map.place(span).line, map.place(span).column), (Some("page 2"), 9, 5));
        assert_eq!(map.sentence(file, 15), Some(11..21));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let mut map = SourceMap::default();
        let file = map.add("a.md", "one");
        assert_eq!(map.place(Span::new(file, 90..95)).column, 4);
    }
}
