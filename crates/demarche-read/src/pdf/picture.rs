//! Pictures of pages, as SVG, for a person to hold the text against.

use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_svg::{RenderCache, SvgRenderSettings, convert};

use super::content;
use super::fonts::Fonts;
use super::glyphs::Store;
use super::layers::Layers;
use crate::limits;

/// Draws the pages of a PDF.
pub(crate) struct Pictures<'a> {
    pdf: &'a Pdf,
    cache: RenderCache<'a>,
    fonts: Fonts<'a>,
    layers: Layers,
}

impl<'a> Pictures<'a> {
    /// For the pages of `pdf`.
    pub fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, cache: RenderCache::new(), fonts: Fonts::new(), layers: Layers::of(pdf) }
    }

    /// A page, from 1, on white; `None` where there is none or its picture would be larger than is kept.
    pub fn draw(&self, number: u32) -> Option<String> {
        let page: &Page<'_> = self.pdf.pages().get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        // What an image claims to hold is looked at before anything is unpacked.
        let pixels = content::collect(page, &self.fonts, &self.layers, &mut Store::default()).pixels;
        if pixels > limits::PICTURE_PIXELS {
            return None;
        }
        let settings = SvgRenderSettings { bg_color: [255; 4] };
        let svg = convert(page, &self.cache, &InterpreterSettings::default(), &settings);
        (svg.len() <= limits::PICTURE_BYTES).then_some(svg)
    }
}
