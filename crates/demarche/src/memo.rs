//! The memo of a difference, set on at most two pages.

use demarche_brief::edition::{Change, ChangeKind, Edition};
use demarche_terms::Clocks;

use crate::HallError;
use crate::diff::Comparison;

/// A memo as published.
pub struct MemoPages {
    /// The memo as an edition, for any exporter.
    pub edition: Edition,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Its text as a brief, to be edited.
    pub text: String,
    /// Changes that found no room.
    pub left_out: usize,
}

/// Lines that a memo begins with; fewer where two pages do not hold them.
const LINES: usize = 48;

/// Reckoned pages of a memo in Word that leave room for what a reckoning misses.
const WORD_PAGES: f64 = 1.95;

impl Comparison {
    /// The change memo for a word processor, on at most two pages: a single column holds fewer lines than the PDF's two.
    pub fn word_memo(&mut self) -> Edition {
        let mut most = LINES;
        loop {
            let memo = demarche_editions::memo(&self.from, &self.to, &self.diff, most);
            let edition = self.memo_edition(&memo.text);
            if demarche_publish::docx_memo_pages(&edition) <= WORD_PAGES || memo.lines == 0 {
                return edition;
            }
            most = memo.lines.saturating_sub(1);
        }
    }

    /// The change memo, on at most two pages.
    ///
    /// # Errors
    /// [`HallError::Press`] where the page cannot be set.
    pub fn memo(&mut self) -> Result<MemoPages, HallError> {
        let mut most = LINES;
        loop {
            let memo = demarche_editions::memo(&self.from, &self.to, &self.diff, most);
            let edition = self.memo_edition(&memo.text);
            let pressed = demarche_press::press_memo(&edition).map_err(HallError::Press)?;
            if pressed.pages <= demarche_press::PAGES || memo.lines == 0 {
                let (pages, pdf) = (pressed.pages, pressed.pdf);
                return Ok(MemoPages { edition, pdf, pages, text: memo.text, left_out: memo.left_out });
            }
            // A line of the memo takes about three of the page.
            let over = usize::try_from(pressed.fill.overflow).unwrap_or(0).div_ceil(3).max(1);
            most = memo.lines.saturating_sub(over);
        }
    }

    fn memo_edition(&mut self, text: &str) -> Edition {
        let file = self.world.add_text("<memo>", text);
        let brief = demarche_brief::syntax::parse(file, self.world.sources()).value;
        let meta = &self.to.edition.meta;
        let clocks = Clocks { as_of: meta.date, known_by: meta.known_by };
        let (mut edition, _) = self.world.compiled(&brief, clocks, &self.written_from);
        let kind = self.diff.kind.unwrap_or(ChangeKind::Mechanical);
        edition.meta.change = Some(Change { kind, since: Some(self.from.edition.meta.date), reason: String::new() });
        edition
    }
}
