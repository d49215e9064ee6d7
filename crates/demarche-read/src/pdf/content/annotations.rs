//! Annotations: what comments and filled fields show on a page (ISO 32000-2, 12.5.5).

use hayro_font::kurbo::{Affine, Point};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream};
use hayro_interpret::hayro_syntax::page::Page;

use super::{Reading, matrix};
use crate::limits;

impl<'a> Reading<'a, '_> {
    /// Draws what the page's annotations show, as comments and filled fields do (12.5.5).
    pub(super) fn annotations(&mut self, page: &Page<'a>) {
        let Some(list) = page.raw().get::<Array<'_>>(b"Annots") else { return };
        for annotation in list.iter::<Dict<'a>>().take(limits::PAGE_FORMS) {
            let hidden = annotation.get::<u32>(b"F").unwrap_or(0) & (HIDDEN | NOT_SHOWN) != 0;
            if hidden || self.layers.hide(&annotation, b"OC") {
                continue;
            }
            let (Some(form), Some(rect)) = (appearance(&annotation), annotation.get::<Rect>(b"Rect")) else { continue };
            let Some(drawn) = form.dict().get::<[f64; 4]>(b"BBox") else { continue };
            let matrix = matrix(form.dict());
            let corners = [(0, 1), (0, 3), (2, 1), (2, 3)].map(|(x, y)| matrix * Point::new(drawn[x], drawn[y]));
            let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            let (left, bottom) = (least(|point| point.x), least(|point| point.y));
            let across = (rect.x1 - rect.x0) / (most(|point| point.x) - left);
            let up = (rect.y1 - rect.y0) / (most(|point| point.y) - bottom);
            let place = Affine::new([across, 0.0, 0.0, up, rect.x0 - across * left, rect.y0 - up * bottom]);
            if place.is_finite() {
                self.form(&form, place, page.resources(), 0);
            }
        }
    }
}

/// Annotation flags (table 167).
const HIDDEN: u32 = 1 << 1;
const NOT_SHOWN: u32 = 1 << 5;

fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'_>>(b"AP")?.get::<Object<'_>>(b"N")? {
        Object::Stream(form) => Some(form),
        Object::Dict(states) => states.get::<Stream<'_>>(annotation.get::<Name<'_>>(b"AS")?),
        _ => None,
    }
}
