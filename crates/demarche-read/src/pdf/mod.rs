//! PDF: glyphs and tags to a document.
//!
//! Where the file has a tag tree that covers what a page draws, order and roles
//! are the author's. Elsewhere lines come in the order of drawing as long as that
//! order keeps to the page's columns, else in the order of their places.

mod blocks;
mod content;
mod described;
mod direction;
mod floats;
mod flow;
mod fonts;
mod furniture;
mod glyphs;
mod initials;
mod layers;
mod layout;
mod lines;
mod locked;
mod marked;
mod opening;
mod operands;
mod operators;
mod order;
mod passwords;
mod picture;
mod tables;
mod tags;
mod unlock;
mod unpack;

use std::sync::Arc;

use demarche_diagnostic::Diagnostic;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;

use crate::builder::build;
use crate::document::{Document, Format, Page};
use crate::findings::{self, d0902_damaged, d0903_scanned, d0904_unmapped, d0905_limit};
use crate::output::html;
use crate::parallel::{self, LONG};
use crate::{Options, limits};
use fonts::Fonts;
use glyphs::{PageGlyphs, Store};
use layers::Layers;
use locked::Lock;
use opening::{is_bounded, look, open, passwords, refusal, unlocked};
use picture::Pictures;

/// Whether a tag tree is followed where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// Follow it where it covers the page.
    Follow,
    /// Read as if there were none.
    Ignore,
}

/// Reads a PDF; what cannot be read is said in `diagnostics`.
pub(crate) fn read(bytes: &Arc<Vec<u8>>, name: &str, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let empty = || build(name, Format::Pdf, String::new(), Vec::new(), Vec::new());
    let (lock, packed) = look(bytes);
    if let Some(unlocked) = unlocked(bytes, lock.as_ref(), options) {
        drop((lock, packed));
        return read(&Arc::new(unlocked), name, &Options { password: None, ..*options }, diagnostics);
    }
    let passwords = passwords(lock.as_ref(), options);
    if !is_bounded(packed, lock.as_ref(), &passwords) {
        let text =
            format!("the packed objects of {name} hold more than {} MB; none was read", limits::OBJECT_BYTES >> 20);
        diagnostics.push(d0905_limit::unread(text));
        return empty();
    }
    let pdf = match open(bytes, &passwords) {
        Ok(pdf) => pdf,
        Err(error) => {
            diagnostics.push(refusal(name, error, options));
            return empty();
        }
    };
    let pages = &pdf.pages()[..pdf.pages().len().min(limits::PAGES)];
    let follow = options.tags == Tags::Follow;
    let (drawn, tagged) = parallel::both(
        pages.len() >= LONG,
        || draw(&pdf, pages),
        || if follow { tags::read(&pdf) } else { Vec::new() },
    );
    report(name, pdf.pages().len(), &drawn, diagnostics);
    drop(pdf);
    let pages =
        drawn.iter().zip(1..).map(|(page, number)| Page { number, width: page.width, height: page.height }).collect();
    build(name, Format::Pdf, String::new(), pages, blocks::of(drawn, tagged))
}

/// What each page draws.
fn draw<'p>(pdf: &'p Pdf, pages: &'p [PdfPage<'p>]) -> Vec<PageGlyphs> {
    let layers = Layers::of(pdf);
    // Fonts are kept for each stretch of pages, since they cannot be shared between threads.
    let long = pages.len() >= LONG;
    let stretch = if long { (pages.len() / SHARES).clamp(SHORTEST, LONGEST) } else { LONG };
    let drawn = parallel::each_if(long, pages.chunks(stretch).collect(), |pages| {
        let fonts = Fonts::new();
        let mut store = Store::default();
        let mut drawn: Vec<_> = pages.iter().map(|page| content::collect(page, &fonts, &layers, &mut store)).collect();
        glyphs::share(store, &mut drawn);
        drawn
    });
    drawn.into_iter().flatten().collect()
}

/// In how many stretches the pages of a document are drawn, as far as a stretch is neither too short nor too long.
const SHARES: usize = 16;
/// Fonts are opened anew for each stretch, which has at least so many pages.
const SHORTEST: usize = 20;
/// The glyphs of a stretch are held until all its pages are read.
const LONGEST: usize = 64;

/// The web page that shows a PDF's pages beside their words.
pub(crate) fn to_html(document: &Document, findings: &[Diagnostic], bytes: &Arc<Vec<u8>>, options: &Options) -> String {
    let lock = Lock::of(bytes);
    let unlocked = unlocked(bytes, lock.as_ref(), options).map(Arc::new);
    match open(unlocked.as_ref().unwrap_or(bytes), &passwords(lock.as_ref(), options)) {
        Ok(pdf) => {
            let pictures = Pictures::new(&pdf);
            html::page(document, findings, |number| pictures.draw(number))
        }
        Err(_) => html::page(document, findings, |_| None),
    }
}

fn report(name: &str, pages: usize, drawn: &[PageGlyphs], diagnostics: &mut Vec<Diagnostic>) {
    if pages > drawn.len() {
        let text = format!("{name} has {pages} pages; the first {} were read", drawn.len());
        diagnostics.push(d0905_limit::partly(text));
    }
    let of = |wanted: fn(&PageGlyphs) -> bool| -> Vec<u32> {
        drawn.iter().zip(1..).filter(|(page, _)| wanted(page)).map(|(_, number)| number).collect()
    };
    let scanned = of(|page| page.is_empty() && page.images > 0);
    if !scanned.is_empty() {
        let all = drawn.iter().all(|page| page.is_empty());
        diagnostics.push(d0903_scanned::finding(name, &scanned, all));
    }
    let unmapped = of(|page| page.unmapped > 0);
    if !unmapped.is_empty() {
        let concerned = || drawn.iter().filter(|page| page.unmapped > 0);
        let (missing, all) = (concerned().map(|page| page.unmapped).sum(), concerned().map(|page| page.len()).sum());
        diagnostics.push(d0904_unmapped::finding(name, &unmapped, missing, all));
    }
    let cut = of(|page| page.cut);
    if !cut.is_empty() {
        let text = format!(
            "{} of {name}: more than {} glyphs or {} MB on a page; the rest was left out",
            findings::pages(&cut),
            limits::PAGE_GLYPHS,
            limits::PAGE_CONTENT_BYTES >> 20
        );
        diagnostics.push(d0905_limit::partly(text));
    }
    let broken = of(|page| page.broken);
    if !broken.is_empty() {
        let text =
            format!("{} of {name}: some of the content is damaged and was passed over", findings::pages(&broken));
        diagnostics.push(d0902_damaged::partly(text));
    } else if scanned.is_empty() && drawn.iter().all(|page| page.is_empty()) {
        let count = if drawn.len() == 1 { "one page".to_owned() } else { format!("{} pages", drawn.len()) };
        let text = format!("{name} has {count} and no text: blank, or what it holds is damaged");
        diagnostics.push(d0902_damaged::unread(text));
    }
}
