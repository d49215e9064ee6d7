//! Fenced blocks: figures, tables and matrices, described in TOML.

use std::collections::BTreeMap;

use demarche_diagnostic::{Diagnostic, FileId, Span};

use crate::faults::{d0143_fence, d0151_block};
use crate::fields::{Fields, Toml};
use crate::prose::{ChartSort, FigureBlock, Part, PositionsBlock, TableBlock};

/// A fenced block as it stands in the file.
pub(super) struct Fence<'a> {
    /// The word after the fence.
    pub sort: &'a str,
    /// What stands between the fences.
    pub text: &'a str,
    /// The file.
    pub file: FileId,
    /// Where the text begins in the file.
    pub base: usize,
    /// The whole block.
    pub span: Span,
}

/// The block; `None` where it cannot be made, which is reported.
pub(super) fn block(fence: &Fence<'_>, found: &mut Vec<Diagnostic>) -> Option<Part> {
    let toml = Toml { text: fence.text, file: fence.file, base: fence.base, fault: d0151_block::fault };
    let make: fn(&Fields<'_, '_>, Span) -> Option<Part> = match fence.sort {
        "figure" => figure,
        "table" => table,
        "positions" => positions,
        other => {
            let message = format!("a brief has no fenced block of the sort {other:?}");
            found.push(d0143_fence::fault(fence.span, message, "the sorts are figure, table and positions"));
            return None;
        }
    };
    let faults = found.len();
    let root = toml.parse(found);
    let fields = toml.fields(root.get_ref(), 0..fence.text.len(), fence.sort);
    let part = make(&fields, fence.span);
    fields.finish(found);
    part.filter(|_| found.len() == faults)
}

fn places(fields: &Fields<'_, '_>) -> BTreeMap<String, Span> {
    fields.places().collect()
}

fn anchor(fields: &Fields<'_, '_>) -> String {
    let id = fields.required("id");
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let anchors = id.chars().all(fits) && id.starts_with(|c: char| c.is_ascii_alphabetic());
    if !anchors && !id.is_empty() {
        fields.report("id", format!("{id:?} is not an anchor"), "use letters, digits and hyphens, a letter first");
    }
    id
}

fn figure(fields: &Fields<'_, '_>, span: Span) -> Option<Part> {
    let chart = fields.required("chart");
    let sort = match chart.as_str() {
        "seats" => Some(ChartSort::Seats),
        "bars" => Some(ChartSort::Bars),
        "lines" => Some(ChartSort::Lines),
        "" => None,
        other => {
            fields.report("chart", format!("{other:?} is no chart"), "write seats, bars or lines");
            None
        }
    };
    let side: BTreeMap<String, String> = fields.pairs("side").unwrap_or_default().into_iter().collect();
    if let Some(odd) = side.values().find(|side| !matches!(side.as_str(), "government" | "opposition" | "independent"))
    {
        fields.report(
            "side",
            format!("{odd:?} is no side of a chamber"),
            "write government, opposition or independent",
        );
    }
    let value = fields.required_texts("value");
    if value.len() > 1 && sort.is_some_and(|sort| sort != ChartSort::Lines) {
        fields.report("value", "only lines draw several columns".to_owned(), "name one column");
    }
    let figure = FigureBlock {
        id: anchor(fields),
        title: fields.text("title").unwrap_or_default(),
        chart: sort.unwrap_or(ChartSort::Bars),
        table: fields.required("table"),
        label: fields.required("label"),
        value,
        order: fields.texts("order").unwrap_or_default(),
        total: fields.text("total"),
        vacant: fields.text("vacant"),
        side,
        alt: fields.text("alt").unwrap_or_default(),
        note: fields.text("note").unwrap_or_default(),
        source: fields.text("source"),
        axis: fields.text("axis").unwrap_or_default(),
        span,
        places: places(fields),
    };
    if sort.is_some_and(|sort| sort != ChartSort::Seats) && (figure.total.is_some() || figure.vacant.is_some()) {
        fields.report("chart", "`total` and `vacant` belong to seats".to_owned(), "take them out");
    }
    Some(Part::Figure(figure))
}

fn table(fields: &Fields<'_, '_>, span: Span) -> Option<Part> {
    let mut found = Vec::new();
    let columns: Vec<(String, String)> = fields
        .tables("columns", "column")
        .into_iter()
        .map(|column| {
            let name = column.required("column");
            let head = column.text("head").unwrap_or_else(|| name.clone());
            column.finish(&mut found);
            (name, head)
        })
        .collect();
    fields.adopt(found);
    if columns.is_empty() {
        fields.report(
            "columns",
            "this table has no columns".to_owned(),
            "add `columns = [{ column = \"…\", head = \"…\" }]`",
        );
    }
    Some(Part::Table(TableBlock {
        id: anchor(fields),
        title: fields.required("title"),
        table: fields.required("table"),
        columns,
        source: fields.text("source"),
        span,
        places: places(fields),
    }))
}

fn positions(fields: &Fields<'_, '_>, span: Span) -> Option<Part> {
    let issues = fields.pairs("issues").unwrap_or_default();
    if issues.is_empty() {
        fields.report("issues", "this matrix has no issues".to_owned(), "add `issues = { slug = \"label\" }`");
    }
    Some(Part::Positions(PositionsBlock {
        id: anchor(fields),
        title: fields.required("title"),
        holders: fields.required_texts("holders"),
        issues,
        span,
        places: places(fields),
    }))
}
