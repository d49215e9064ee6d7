//! The tag tree: what a tagged PDF says about its own order and roles.
//!
//! ISO 32000-2, 14.7 (logical structure) and 14.8 (tagged PDF). The tree is
//! walked once, in order; what is block-level becomes a block, what is inline
//! adds its content to the block around it. Depth, size and cycles are bounded.

use std::collections::{BTreeMap, BTreeSet};

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString,
};
use hayro_interpret::hayro_syntax::xref::XRef;

use super::glyphs::pdf_text;
use crate::document::Role;
use crate::limits;

/// A piece of marked content: page index and number on that page.
pub(crate) type Content = (usize, i32);

/// A block of the tag tree.
#[derive(Clone, Debug)]
pub(crate) enum Tagged {
    /// Prose, a heading, a note.
    Block {
        /// As the tags say.
        role: Role,
        /// In order.
        content: Vec<Content>,
        /// What a figure shows, in words.
        alternative: Option<String>,
    },
    /// A table.
    Table(Vec<Vec<TaggedCell>>),
}

/// A cell of a tagged table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TaggedCell {
    /// What stands in it, block by block.
    pub blocks: Vec<Tagged>,
    pub heads: bool,
    pub columns: u16,
    pub rows: u16,
}

/// The blocks of the tag tree in order; empty where there is none.
pub(crate) fn read(pdf: &Pdf) -> Vec<Tagged> {
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Vec::new() };
    let Some(root) = catalog.get::<Dict<'_>>(b"StructTreeRoot") else { return Vec::new() };
    let pages = pdf.pages().iter().enumerate().filter_map(|(at, page)| Some((page.raw().obj_id()?, at))).collect();
    let roles = role_map(&root);
    let mut walk =
        Walk { xref: pdf.xref(), pages, roles, seen: BTreeSet::new(), nodes: 0, blocks: Vec::new(), open: None };
    walk.kids(&root, None, 0, false);
    walk.close();
    walk.blocks
}

fn role_map(root: &Dict<'_>) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let Some(map) = root.get::<Dict<'_>>(b"RoleMap") else { return BTreeMap::new() };
    map.keys().filter_map(|key| Some((key.to_vec(), map.get::<Name<'_>>(&*key)?.to_vec()))).collect()
}

/// An object of a list and its number; one that stands in the list itself has none.
fn resolved<'a>(xref: &'a XRef, kid: MaybeRef<Object<'a>>) -> (Option<Object<'a>>, Option<ObjectIdentifier>) {
    match kid {
        MaybeRef::Ref(reference) => {
            let id = ObjectIdentifier::from(reference);
            (xref.get(id), Some(id))
        }
        MaybeRef::NotRef(object) => (Some(object), None),
    }
}

struct Walk<'x> {
    xref: &'x XRef,
    pages: BTreeMap<ObjectIdentifier, usize>,
    roles: BTreeMap<Vec<u8>, Vec<u8>>,
    seen: BTreeSet<ObjectIdentifier>,
    nodes: usize,
    blocks: Vec<Tagged>,
    open: Option<Tagged>,
}

impl<'x> Walk<'x> {
    fn kids(&mut self, element: &Dict<'_>, page: Option<usize>, depth: usize, listed: bool) {
        match element.get_raw::<Object<'_>>(b"K") {
            Some(MaybeRef::Ref(reference)) => {
                // A reference may lead to a list of kids or to one.
                match element.get::<Object<'_>>(b"K") {
                    Some(Object::Array(kids)) => self.array(&kids, page, depth, listed),
                    Some(kid) => self.kid(kid, Some(reference.into()), page, depth, listed),
                    None => {}
                }
            }
            Some(MaybeRef::NotRef(Object::Array(kids))) => self.array(&kids, page, depth, listed),
            Some(MaybeRef::NotRef(kid)) => self.kid(kid, None, page, depth, listed),
            None => {}
        }
    }

    fn array(&mut self, kids: &Array<'_>, page: Option<usize>, depth: usize, listed: bool) {
        for kid in kids.raw_iter() {
            let (kid, id) = resolved(self.xref, kid);
            if let Some(kid) = kid {
                self.kid(kid, id, page, depth, listed);
            }
        }
    }

    fn kid(&mut self, kid: Object<'_>, id: Option<ObjectIdentifier>, page: Option<usize>, depth: usize, listed: bool) {
        self.nodes += 1;
        if depth > limits::DEPTH || self.nodes > limits::NODES || id.is_some_and(|id| !self.seen.insert(id)) {
            return;
        }
        match kid {
            Object::Number(number) => {
                if let (Some(page), Ok(mark)) = (page, i32::try_from(number.as_i64())) {
                    self.content((page, mark));
                }
            }
            Object::Dict(dict) => {
                let page = self.page(&dict).or(page);
                let kind = dict.get::<Name<'_>>(b"Type");
                match kind.as_ref().map(|kind| kind.as_ref()) {
                    Some(b"MCR") => {
                        if let (Some(page), Some(mark)) = (page, dict.get::<i32>(b"MCID")) {
                            self.content((page, mark));
                        }
                    }
                    Some(b"OBJR") => {}
                    _ => self.element(&dict, page, depth + 1, listed),
                }
            }
            _ => {}
        }
    }

    fn page(&self, dict: &Dict<'_>) -> Option<usize> {
        self.pages.get(&dict.get_ref(b"Pg")?.into()).copied()
    }

    fn element(&mut self, dict: &Dict<'_>, page: Option<usize>, depth: usize, listed: bool) {
        match &*self.kind(dict) {
            b"Table" => {
                self.close();
                let mut table = TableWalk { rows: Vec::new() };
                table.collect(self, dict, page, depth);
                self.blocks.push(Tagged::Table(table.rows));
            }
            b"Artifact" => {}
            b"LI" => self.block(Role::List, dict, page, depth, true),
            b"P" | b"Lbl" | b"LBody" | b"BlockQuote" | b"Div" if listed => self.kids(dict, page, depth, true),
            b"P" | b"BlockQuote" | b"BibEntry" | b"Formula" | b"Code" | b"TOCI" => {
                self.block(Role::Body, dict, page, depth, false);
            }
            b"Title" => self.block(Role::Title, dict, page, depth, false),
            b"H" => self.block(Role::Heading { level: 1 }, dict, page, depth, false),
            [b'H', digit @ b'1'..=b'9'] => {
                self.block(Role::Heading { level: digit - b'0' }, dict, page, depth, false);
            }
            b"Note" | b"FENote" => self.block(Role::Footnote, dict, page, depth, true),
            b"Caption" => self.block(Role::FigureTitle, dict, page, depth, false),
            b"Figure" => self.block(Role::Figure, dict, page, depth, true),
            b"L" | b"Document" | b"Part" | b"Sect" | b"Art" | b"Div" | b"TOC" | b"Index" | b"NonStruct" | b"LBody" => {
                self.close();
                self.kids(dict, page, depth, false);
                self.close();
            }
            _ => self.kids(dict, page, depth, listed),
        }
    }

    /// The standard structure type of an element.
    fn kind(&self, dict: &Dict<'_>) -> Vec<u8> {
        let name = dict.get::<Name<'_>>(b"S");
        let own = name.as_ref().map_or(&b""[..], |name| name.as_ref());
        let mut kind = own;
        for _ in 0..8 {
            match self.roles.get(kind) {
                Some(next) if *next != kind => kind = next,
                _ => break,
            }
        }
        kind.into()
    }

    fn block(&mut self, role: Role, dict: &Dict<'_>, page: Option<usize>, depth: usize, whole: bool) {
        self.close();
        let alternative = match role {
            Role::Figure => dict.get::<PdfString<'_>>(b"Alt").map(|text| pdf_text(text.as_bytes())),
            _ => None,
        };
        self.open = Some(Tagged::Block { role, content: Vec::new(), alternative });
        self.kids(dict, page, depth, whole);
        self.close();
    }

    fn content(&mut self, content: Content) {
        let open =
            self.open.get_or_insert_with(|| Tagged::Block { role: Role::Body, content: Vec::new(), alternative: None });
        if let Tagged::Block { content: list, .. } = open {
            list.push(content);
        }
    }

    fn close(&mut self) {
        self.blocks.extend(self.open.take());
    }
}

/// Rows and cells below one table element.
struct TableWalk {
    rows: Vec<Vec<TaggedCell>>,
}

impl TableWalk {
    fn collect(&mut self, walk: &mut Walk<'_>, dict: &Dict<'_>, page: Option<usize>, depth: usize) {
        if depth > limits::DEPTH || walk.nodes > limits::NODES {
            return;
        }
        let Some(kids) = dict.get::<Array<'_>>(b"K") else {
            if let Some(kid) = dict.get::<Dict<'_>>(b"K") {
                let id = dict.get_ref(b"K").map(ObjectIdentifier::from);
                self.part(walk, &kid, id, page, depth);
            }
            return;
        };
        for kid in kids.raw_iter() {
            let (kid, id) = resolved(walk.xref, kid);
            if let Some(Object::Dict(kid)) = kid {
                self.part(walk, &kid, id, page, depth);
            }
        }
    }

    fn part(
        &mut self,
        walk: &mut Walk<'_>,
        dict: &Dict<'_>,
        id: Option<ObjectIdentifier>,
        page: Option<usize>,
        depth: usize,
    ) {
        walk.nodes += 1;
        if id.is_some_and(|id| !walk.seen.insert(id)) {
            return;
        }
        let page = walk.page(dict).or(page);
        match &*walk.kind(dict) {
            b"TR" => {
                self.rows.push(Vec::new());
                self.collect(walk, dict, page, depth + 1);
            }
            kind @ (b"TD" | b"TH") => {
                let mut inner = Walk {
                    xref: walk.xref,
                    pages: std::mem::take(&mut walk.pages),
                    roles: std::mem::take(&mut walk.roles),
                    seen: std::mem::take(&mut walk.seen),
                    nodes: walk.nodes,
                    blocks: Vec::new(),
                    open: None,
                };
                inner.kids(dict, page, depth + 1, false);
                inner.close();
                (walk.pages, walk.roles, walk.seen, walk.nodes) = (inner.pages, inner.roles, inner.seen, inner.nodes);
                let blocks = inner.blocks;
                let (columns, rows) = spans(dict);
                let cell = TaggedCell { blocks, heads: kind == b"TH", columns, rows };
                match self.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => self.rows.push(vec![cell]),
                }
            }
            _ => self.collect(walk, dict, page, depth + 1),
        }
    }
}

impl Tagged {
    /// Adds everything in the block, in order.
    pub fn gather(&self, out: &mut Vec<Content>) {
        match self {
            Self::Block { content, .. } => out.extend_from_slice(content),
            Self::Table(rows) => {
                rows.iter().flatten().flat_map(|cell| &cell.blocks).for_each(|block| block.gather(out));
            }
        }
    }
}

impl TaggedCell {
    /// Everything in the cell, in order.
    pub fn content(&self) -> Vec<Content> {
        let mut out = Vec::new();
        self.blocks.iter().for_each(|block| block.gather(&mut out));
        out
    }
}

/// Columns and rows that a cell covers, from its attributes.
fn spans(dict: &Dict<'_>) -> (u16, u16) {
    let read = |attributes: &Dict<'_>| {
        (attributes.get::<u16>(b"ColSpan").unwrap_or(1).max(1), attributes.get::<u16>(b"RowSpan").unwrap_or(1).max(1))
    };
    if let Some(attributes) = dict.get::<Dict<'_>>(b"A") {
        return read(&attributes);
    }
    let Some(list) = dict.get::<Array<'_>>(b"A") else { return (1, 1) };
    list.iter::<Dict<'_>>().map(|one| read(&one)).fold((1, 1), |a, b| (a.0.max(b.0), a.1.max(b.1)))
}
