//! How much is read at most. What lies beyond is left out, and the reader says so.

/// Bytes of one file.
pub const FILE_BYTES: usize = 512 << 20;
/// Bytes of text gathered from one file.
pub const TEXT_BYTES: usize = 64 << 20;
/// Bytes of plain text or Markdown read from one file, some two thousand pages: a text of nothing but marks takes some
/// fifty times its size.
pub const PLAIN_BYTES: usize = 8 << 20;
/// Bytes of HTML read from one file; its words are bounded as those of plain text are.
pub const MARKUP_BYTES: usize = 64 << 20;
/// Bytes of markup without a mark that are taken at once.
pub const PIECE_BYTES: usize = 64 << 10;
/// Pages of one file.
pub const PAGES: usize = 20_000;
/// Bytes of content of one page, its forms included.
pub const PAGE_CONTENT_BYTES: usize = 64 << 20;
/// Forms drawn on one page.
pub const PAGE_FORMS: usize = 10_000;
/// Bytes that the fonts of a file hold unpacked.
pub const FONT_BYTES: usize = 128 << 20;
/// Bytes that the packed objects of a file hold unpacked.
pub const OBJECT_BYTES: usize = 128 << 20;
/// Glyphs of one page.
pub const PAGE_GLYPHS: usize = 200_000;
/// Levels of nesting followed in tag trees and markup.
pub const DEPTH: usize = 200;
/// Elements of a tag tree or nodes of a page of markup.
pub const NODES: usize = 2_000_000;
/// Bytes of one unpacked part of an archive.
pub const PART_BYTES: u64 = 256 << 20;
/// How many times larger than its packed form a part may unpack, once it is over a megabyte.
pub const PART_RATIO: u64 = 200;
/// Lines of one page of plain text that are untangled together.
pub const PAGE_LINES: usize = 400;
/// Lines of one file of plain text that are untangled together.
pub const TANGLED_LINES: usize = 4_000;
/// Lines that one column may run on while the other stands still.
pub const COLUMN_GAP: usize = 60;
/// Bytes of one line that the seam scores look at.
pub const LINE_BYTES: usize = 400;
/// Bytes of a paragraph that is cut into sentences; a longer one is cut at this length first.
pub const PARAGRAPH_BYTES: usize = 100_000;
/// Pixels of the images on one page that is drawn as a picture.
pub const PICTURE_PIXELS: u64 = 40_000_000;
/// Bytes of the picture of one page.
pub const PICTURE_BYTES: usize = 16 << 20;
