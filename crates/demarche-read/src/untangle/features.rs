//! The numbers that describe a seam, and where each stands among the weights.

/// Where a group of numbers starts in the weights.
pub mod at {
    // The numbers with a value, named in `real`, stand first.
    /// How the first line ends and the second begins.
    pub const ENDS: usize = super::real::COUNT;
    /// Room left on the first line, by how it ends.
    pub const ROOM: usize = ENDS + super::ENDS * super::STARTS;
    /// How wide both lines are.
    pub const WIDTHS: usize = ROOM + super::ROOMS * 4;
    /// Lines of running text between, by the kind of seam; then lines of any other sort between.
    pub const GAPS: usize = WIDTHS + super::WIDTHS * super::WIDTHS;
    /// Where the second column begins, by which is read first.
    pub const FIRST: usize = GAPS + super::GAPS * super::FLOWS * 2;
    /// How many lines are left when a column ends, by whether it ends a sentence.
    pub const LAST: usize = FIRST + super::GAPS * 2;
    /// How a column ends and the next begins: same page, then across pages.
    pub const LINKS: usize = LAST + super::GAPS * 2;
    /// How the document begins.
    pub const BEGIN: usize = LINKS + super::COARSE * super::COARSE * 2;
    /// How it ends.
    pub const FINISH: usize = BEGIN + super::STARTS;
    /// Two lines of a table of one column, or one of a table and one beside it.
    pub const TABLE: usize = FINISH + super::ENDS;
    /// What follows what in a figure or a list.
    pub const SEQUELS: usize = TABLE + crate::untangle::region::COUNT;
    pub const COUNT: usize = SEQUELS + crate::untangle::sequel::COUNT;
}

/// The numbers with a value.
pub mod real {
    // What the language says, once for each manner of going on.
    pub const WORDS: usize = 0;
    pub const CLASSES: usize = 1;
    pub const WORDS_ON: usize = 2;
    pub const CLASSES_ON: usize = 3;
    pub const PAIR: usize = 4;
    pub const PAIR_OF_CLASSES: usize = 5;
    pub const TRIPLE: usize = 6;
    pub const TRIPLE_ON: usize = 7;
    pub const READS_ON: usize = 8;
    pub const SPOKEN: usize = 9;
    // What else is to be said.
    pub const ECHO: usize = 3 * SPOKEN;
    pub const ECHO_SHARE: usize = ECHO + 1;
    pub const ECHO_BEFORE: usize = ECHO + 2;
    pub const ECHO_AFTER: usize = ECHO + 3;
    pub const BRACKET_CLOSED: usize = ECHO + 4;
    pub const BRACKET_NEVER_OPENED: usize = ECHO + 5;
    pub const BRACKET_LEFT_OPEN: usize = ECHO + 6;
    pub const QUOTE_CLOSED: usize = ECHO + 7;
    pub const QUOTE_NEVER_OPENED: usize = ECHO + 8;
    pub const QUOTE_LEFT_OPEN: usize = ECHO + 9;
    pub const SHARED: usize = ECHO + 10;
    pub const JOINED_KNOWN: usize = ECHO + 11;
    pub const JOINED_UNKNOWN: usize = ECHO + 12;
    pub const UNLIKE: usize = ECHO + 13;
    pub const SENTENCE_TO_LOWER: usize = ECHO + 14;
    pub const SMALL_BOTH: usize = ECHO + 15;
    pub const SMALL_ONE: usize = ECHO + 16;
    pub const NOTE_SMALL: usize = ECHO + 17;
    pub const HEADINGS_BESIDE: usize = ECHO + 18;
    pub const HEADINGS_APART: usize = ECHO + 19;
    pub const IN_NOTE: usize = ECHO + 20;
    pub const JOINED_SEEN: usize = ECHO + 21;
    pub const COUNT: usize = ECHO + 22;
}

/// How many numbers describe a seam.
pub const FEATURES: usize = at::COUNT;
pub const ENDS: usize = 17;
pub const STARTS: usize = 15;
pub const ROOMS: usize = 10;
pub const GAPS: usize = 8;
pub const FLOWS: usize = 5;
pub const WIDTHS: usize = 5;
/// Coarse kinds of beginnings and endings, for links, which are few.
pub const COARSE: usize = 6;

/// One number about a seam: which, and its value.
pub type Feature = (u16, f32);

/// A number that is 1 where something holds.
pub fn flag(index: usize) -> Feature {
    (u16::try_from(index).unwrap_or(0), 1.0)
}
