//! Reads a PDF back: its words in content order, and which of them are artifacts.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

/// The words of one page without white space.
#[derive(Debug, Default)]
pub struct PageText {
    /// What a reader hears.
    pub content: String,
    /// Headers, footers and stamps.
    pub artifacts: String,
    artifact: Vec<bool>,
}

/// The words of every page.
pub fn text(pdf: &[u8]) -> Vec<PageText> {
    let pdf = Pdf::new(pdf.to_vec()).expect("what was pressed opens again");
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let mut out = PageText::default();
        let bounds = Rect::new(0.0, 0.0, 2000.0, 2000.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut out);
        pages.push(out);
    }
    pages
}

/// Words as [`text`] gives them: no white space, no hyphens, since lines may break at either.
pub fn tight(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{200b}' | '\u{2010}')).collect()
}

impl<'a> Device<'a> for PageText {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        let into = if self.artifact.contains(&true) { &mut self.artifacts } else { &mut self.content };
        for glyph in run.glyphs() {
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => into.push_str(&tight(&c.to_string())),
                Some(BfString::String(s)) => into.push_str(&tight(&s)),
                None => into.push('\u{fffd}'),
            }
        }
    }
    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        self.artifact.push(tag == b"Artifact");
    }
    fn end_marked_content(&mut self) {
        self.artifact.pop();
    }
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
