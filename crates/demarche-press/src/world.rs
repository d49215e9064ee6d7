//! The typesetter's world: two template files, one data file, our own faces, and nothing else.
//!
//! There is no disk, no network, no package and no clock behind it.

use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::fonts;

/// The template's files with their names in the world.
static TEMPLATE: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let files =
        [("page.typ", include_str!("../template/page.typ")), ("figure.typ", include_str!("../template/figure.typ"))];
    files.into_iter().filter_map(|(name, text)| Some(Source::new(file(name)?, text.into()))).collect()
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

fn file(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// A world that holds one sheet.
pub(crate) struct Desk {
    main: FileId,
    data: (FileId, Bytes),
}

impl Desk {
    /// Lays the sheet's JSON beside the template; `None` if the template's own names are broken.
    pub fn new(json: Vec<u8>) -> Option<Self> {
        Some(Self { main: file("page.typ")?, data: (file("edition.json")?, Bytes::new(json)) })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts::book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        TEMPLATE.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::face(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
