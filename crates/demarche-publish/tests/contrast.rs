//! Contrast of the style sheets, by WCAG 2.2: text 4.5 to 1, marks of a chart 3 to 1, in light, dark and print.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../web/tokens.css");
const CHARTS: &str = include_str!("../../../web/charts.css");

/// The colours of each block that declares some: light, dark, print, as they stand in the file.
fn palettes(css: &str) -> Vec<BTreeMap<&str, f64>> {
    let mut palettes = Vec::new();
    for block in css.split('{') {
        let body = block.split('}').next().unwrap_or_default();
        let colours: BTreeMap<&str, f64> = body
            .split(';')
            .filter_map(|declaration| declaration.trim().strip_prefix("--")?.split_once(": #"))
            .map(|(name, hex)| (name, luminance(hex.trim())))
            .collect();
        if !colours.is_empty() {
            palettes.push(colours);
        }
    }
    palettes
}

/// Relative luminance of `rrggbb`.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hexadecimal digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_measure_knows_black_on_white() {
    assert!((contrast(luminance("000000"), luminance("ffffff")) - 21.0).abs() < 1e-9);
    assert!((contrast(luminance("777777"), luminance("ffffff")) - 4.48).abs() < 0.01);
}

#[test]
fn text_can_be_read_on_both_grounds() {
    let palettes = palettes(TOKENS);
    assert_eq!(palettes.len(), 3);
    for palette in palettes {
        for ground in ["paper", "surface"] {
            for (name, colour) in palette.iter().filter(|entry| !["paper", "surface", "hair"].contains(entry.0)) {
                let contrast = contrast(*colour, palette[ground]);
                assert!(contrast >= 4.5, "{name} on {ground}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn marks_can_be_told_from_the_paper() {
    let palettes = palettes(CHARTS);
    assert_eq!(palettes.len(), 3);
    for palette in palettes {
        for (name, colour) in palette.iter().filter(|entry| !["chart-paper", "chart-hair"].contains(entry.0)) {
            let least = if ["chart-ink", "chart-soft"].contains(name) { 4.5 } else { 3.0 };
            let contrast = contrast(*colour, palette["chart-paper"]);
            assert!(contrast >= least, "{name}: {contrast:.2}");
        }
    }
}

#[test]
fn style_sheets_fetch_nothing_and_cannot_end_their_element() {
    let sheets = [
        TOKENS,
        CHARTS,
        include_str!("../../../web/page.css"),
        include_str!("../../../web/print.css"),
        include_str!("../../../web/packet.css"),
    ];
    for sheet in sheets {
        assert!(!sheet.contains("url(") && !sheet.contains("@import") && !sheet.contains('<') && !sheet.contains('&'));
    }
    assert!(!include_str!("../../../web/cards.js").contains("</"));
}
