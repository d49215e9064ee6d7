//! The dossier's raw text, read by a small reading of our own.
//!
//! What harm a fault does is judged without the program that is under test: this
//! module finds statements, bindings, fences, sources, tables and rules in the
//! bytes, with their places, and shares no code with `check`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, Table, Value};

/// A dossier as it lies on disk.
pub struct Raw {
    /// Every file that a compile may read, by its name below the dossier's folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Name of the main brief.
    pub brief: String,
    /// The brief's date: both clocks.
    pub date: String,
    /// Statements in the order of files and places.
    pub statements: Vec<Block>,
    /// Actors.
    pub actors: Vec<Block>,
    /// Calendar rules.
    pub rules: Vec<Block>,
    /// Bindings of the brief, free words among them.
    pub links: Vec<Link>,
    /// Fenced blocks of the brief.
    pub fences: Vec<Fence>,
    /// Entries of `sources.yml`.
    pub sources: Vec<Source>,
    /// Tables of `series/`.
    pub tables: Vec<Sheet>,
}

/// A `[[statement]]`, `[[actor]]` or `[[rule]]` with its keys.
pub struct Block {
    /// File name.
    pub file: String,
    /// From its header to the end of its last key.
    pub range: Range<usize>,
    /// Its `id`.
    pub id: String,
    /// Its keys; spans count from the start of the file.
    pub keys: Table,
}

/// `[words](target)` in the brief.
pub struct Link {
    /// The whole construct.
    pub range: Range<usize>,
    /// The words between the brackets.
    pub words: Range<usize>,
    /// Ids bound, with their places; none for free words.
    pub ids: Vec<(String, Range<usize>)>,
}

/// A fenced block.
pub struct Fence {
    /// Info string.
    pub kind: String,
    /// From fence to fence.
    pub range: Range<usize>,
    /// Where its TOML begins.
    pub body: Range<usize>,
    /// Its TOML; spans count from the start of the body.
    pub keys: Table,
}

/// One entry of the bibliography.
pub struct Source {
    /// Its key.
    pub key: String,
    /// The whole entry.
    pub range: Range<usize>,
    /// The value of `date:`, where there is one.
    pub date: Option<Range<usize>>,
}

/// One CSV table, cell by cell.
pub struct Sheet {
    /// Table id, as references write it.
    pub name: String,
    /// File name.
    pub file: String,
    /// Places of the header's cells, then of each row's.
    pub rows: Vec<Vec<Range<usize>>>,
    /// Places of whole lines, line end included.
    pub lines: Vec<Range<usize>>,
    /// Key columns by the package.
    pub keys: Vec<String>,
    /// The column that says when a row was made public.
    pub vintage: Option<String>,
}

impl Raw {
    /// Reads the dossier; `rules` holds the calendars that ship with the program, which it may override by file name.
    pub fn read(root: &Path, rules: &Path) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        for name in ["dossier.toml", "sources.yml", "actors.toml", "series/datapackage.json"] {
            load(root, Path::new(name), &mut files)?;
        }
        for (folder, extension) in [
            ("statements", "toml"),
            ("series", "csv"),
            ("briefs", "md"),
            ("briefs/editions", "md"),
            ("briefs/editions", "lock"),
            ("kinds", "toml"),
            ("lexicons", "toml"),
            ("rules", "toml"),
        ] {
            let Ok(listed) = std::fs::read_dir(root.join(folder)) else { continue };
            for found in listed {
                let path = found.map_err(|error| error.to_string())?.path();
                if path.extension().is_some_and(|found| found == extension) {
                    let name = Path::new(folder).join(path.file_name().unwrap_or_default());
                    load(root, &name, &mut files)?;
                }
            }
        }
        let manifest = toml(&files, "dossier.toml")?;
        for jurisdiction in texts(manifest.get("rules")) {
            let own = format!("rules/{jurisdiction}.toml");
            if let Entry::Vacant(absent) = files.entry(own) {
                let shipped = rules.join(format!("{jurisdiction}.toml"));
                absent.insert(std::fs::read(&shipped).map_err(|error| format!("{}: {error}", shipped.display()))?);
            }
        }
        let brief = manifest.get("brief").and_then(Item::as_str).ok_or("dossier.toml names no brief")?.to_owned();
        let prose = text(&files, &brief)?.to_owned();
        let date = prose.lines().find_map(|line| line.strip_prefix("date: ")).unwrap_or_default().trim().to_owned();
        let in_folder = |folder: &str| {
            let names = files.keys().filter(|name| name.starts_with(folder));
            names.cloned().collect::<Vec<_>>()
        };
        let (mut statements, mut rule_blocks) = (Vec::new(), Vec::new());
        for name in in_folder("statements/") {
            statements.extend(blocks(&files, &name, "statement")?);
        }
        for name in in_folder("rules/") {
            rule_blocks.extend(blocks(&files, &name, "rule")?);
        }
        Ok(Self {
            actors: blocks(&files, "actors.toml", "actor")?,
            sources: sources(text(&files, "sources.yml")?),
            tables: sheets(&files)?,
            links: links(&prose),
            fences: fences(&prose)?,
            rules: rule_blocks,
            statements,
            brief,
            date,
            files,
        })
    }

    /// A file's text; empty where it is none.
    pub fn text(&self, name: &str) -> &str {
        self.files.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The brief's text.
    pub fn prose(&self) -> &str {
        self.text(&self.brief)
    }

    /// The statement of an id, former ids included.
    pub fn statement(&self, id: &str) -> Option<usize> {
        let by_id = self.statements.iter().position(|block| block.id == id);
        by_id.or_else(|| {
            self.statements.iter().position(|block| texts(block.keys.get("was")).iter().any(|was| was == id))
        })
    }
}

impl Block {
    /// A key's text.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.keys.get(key).and_then(Item::as_str)
    }

    /// A key's value as it is written, without blanks around it.
    pub fn written(&self, key: &str) -> Option<String> {
        self.keys.get(key).and_then(Item::as_value).map(|value| value.to_string().trim().to_owned())
    }

    /// Place of a key's value in the file.
    pub fn place(&self, key: &str) -> Option<Range<usize>> {
        self.keys.get(key).and_then(Item::span)
    }
}

/// Texts of an array, or the one text.
pub fn texts(item: Option<&Item>) -> Vec<String> {
    match item.and_then(Item::as_value) {
        Some(Value::String(one)) => vec![one.value().clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The tables in a value: itself, or those of an array.
pub fn tables(item: Option<&Item>) -> Vec<&toml_edit::InlineTable> {
    match item.and_then(Item::as_value) {
        Some(Value::InlineTable(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_inline_table).collect(),
        _ => Vec::new(),
    }
}

fn load(root: &Path, name: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let path: PathBuf = root.join(name);
    match std::fs::read(&path) {
        Ok(bytes) => {
            files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'a str, String> {
    let bytes = files.get(name).ok_or_else(|| format!("the dossier has no {name}"))?;
    std::str::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}

fn toml(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Table, String> {
    let parsed = Document::parse(text(files, name)?.to_owned()).map_err(|error| format!("{name}: {error}"))?;
    Ok(parsed.as_table().clone())
}

/// The blocks of an array of tables, each from its header to the last line that is neither blank nor a comment.
fn blocks(files: &BTreeMap<String, Vec<u8>>, name: &str, array: &str) -> Result<Vec<Block>, String> {
    let whole = text(files, name)?;
    let parsed = toml(files, name)?;
    let header = format!("[[{array}]]");
    let mut starts = Vec::new();
    let mut heads = Vec::new();
    for (at, line) in lines(whole) {
        if line.starts_with("[[") {
            heads.push(at.start);
            if line.trim_end() == header {
                starts.push(at.start);
            }
        }
    }
    let tables = parsed.get(array).and_then(Item::as_array_of_tables).into_iter().flatten();
    Ok(starts
        .into_iter()
        .zip(tables)
        .map(|(start, keys)| {
            let next = heads.iter().copied().find(|head| *head > start).unwrap_or(whole.len());
            let kept =
                lines(&whole[start..next]).filter(|(_, line)| !(line.trim().is_empty() || line.starts_with('#')));
            let end = start + kept.last().map_or(0, |(at, _)| at.end);
            let id = keys.get("id").and_then(Item::as_str).unwrap_or_default().to_owned();
            Block { file: name.to_owned(), range: start..end, id, keys: keys.clone() }
        })
        .collect())
}

/// Lines with their places, line ends included.
pub fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at += line.len();
        (range, line)
    })
}

/// Every `[words](target)` outside the front matter and the fences.
fn links(prose: &str) -> Vec<Link> {
    let body = prose.match_indices("\n---\n").next().map_or(0, |(at, _)| at + 5);
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut fenced = false;
    for (at, line) in lines(prose).filter(|(at, _)| at.start >= body) {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let bytes = line.as_bytes();
        let mut here = 0;
        while here < bytes.len() {
            match bytes[here] {
                b'[' => open.push(at.start + here),
                b']' => {
                    let start = open.pop();
                    if let (Some(start), Some(b'(')) = (start, bytes.get(here + 1)) {
                        let target = at.start + here + 2;
                        let Some(length) = closing(&prose[target..at.end]) else { break };
                        let target = target..target + length;
                        found.push(Link {
                            range: start..target.end + 1,
                            words: start + 1..at.start + here,
                            ids: ids(prose, &target),
                        });
                        here = target.end - at.start;
                    }
                }
                _ => {}
            }
            here += 1;
        }
    }
    found
}

/// Length of a link's target: up to the parenthesis that closes it, quoted titles skipped.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ')' && !quoted).then_some(at)
    })
}

fn ids(prose: &str, target: &Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut at = target.start;
    let mut found = Vec::new();
    if !prose[target.clone()].starts_with('@') {
        return found;
    }
    for part in prose[target.clone()].split(',') {
        let id = part.strip_prefix('@').unwrap_or(part);
        let start = at + part.len() - id.len();
        found.push((id.to_owned(), start..start + id.len()));
        at += part.len() + 1;
    }
    found
}

fn fences(prose: &str) -> Result<Vec<Fence>, String> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    for (at, line) in lines(prose) {
        let Some(info) = line.strip_prefix("```") else { continue };
        match open.take() {
            None => open = Some((at.start, at.end, info.trim().to_owned())),
            Some((start, body, kind)) => {
                let parsed = Document::parse(prose[body..at.start].to_owned()).map_err(|error| error.to_string())?;
                found.push(Fence { kind, range: start..at.end, body: body..at.start, keys: parsed.as_table().clone() });
            }
        }
    }
    Ok(found)
}

fn sources(text: &str) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    for (at, line) in lines(text) {
        let key = line.trim_end().strip_suffix(':').filter(|key| !key.starts_with([' ', '#']) && !key.is_empty());
        if let Some(key) = key {
            found.push(Source { key: key.to_owned(), range: at.clone(), date: None });
        } else if let Some(source) = found.last_mut() {
            if line.starts_with(' ') && !line.trim().is_empty() {
                source.range.end = at.end;
            }
            if let Some(date) = line.strip_prefix("  date: ") {
                let start = at.start + line.len() - date.len();
                source.date = Some(start..start + date.trim_end().len());
            }
        }
    }
    found
}

fn sheets(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Sheet>, String> {
    let Ok(package) = text(files, "series/datapackage.json") else { return Ok(Vec::new()) };
    let package: serde_json::Value = serde_json::from_str(package).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for resource in package["resources"].as_array().into_iter().flatten() {
        let file = format!("series/{}", resource["path"].as_str().unwrap_or_default());
        let whole = text(files, &file)?;
        let keys = resource["schema"]["primaryKey"].as_array().into_iter().flatten();
        found.push(Sheet {
            name: resource["name"].as_str().unwrap_or_default().to_owned(),
            rows: lines(whole).map(|(at, line)| cells(at.start, line)).collect(),
            lines: lines(whole).map(|(at, _)| at).collect(),
            keys: keys.filter_map(|key| key.as_str()).map(str::to_owned).collect(),
            vintage: resource["demarche"]["vintage"].as_str().map(str::to_owned),
            file,
        });
    }
    Ok(found)
}

/// Places of a line's cells; quotation marks belong to the cell. No cell of a dossier holds a line break.
fn cells(start: usize, line: &str) -> Vec<Range<usize>> {
    let line = line.trim_end_matches(['\r', '\n']);
    let mut found = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        quoted ^= byte == b'"';
        if byte == b',' && !quoted {
            found.push(start + from..start + at);
            from = at + 1;
        }
    }
    found.push(start + from..start + line.len());
    found
}

impl Sheet {
    /// Number of a column by name.
    pub fn column(&self, text: &str, name: &str) -> Option<usize> {
        self.rows.first()?.iter().position(|cell| &text[cell.clone()] == name)
    }

    /// A cell's text.
    pub fn cell<'a>(&self, text: &'a str, row: usize, column: usize) -> &'a str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| text[cell.clone()].trim_matches('"'))
    }
}
