//! The parts beside the text: comments, relationships, content types.

use super::{Author, Comment, DOCUMENT, WordError};

/// Relationships of the main part.
pub(super) const RELATIONS: &str = "word/_rels/document.xml.rels";
/// Content types of every part.
pub(super) const TYPES: &str = "[Content_Types].xml";

const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// How the main part names its elements.
pub(super) struct Schema {
    /// With its colon: `w:`; empty where the namespace is the default one.
    pub prefix: String,
    /// The namespace: that of the transitional or of the strict form.
    pub namespace: String,
}

impl Schema {
    /// Read from the root element.
    pub fn of(document: &str) -> Result<Self, WordError> {
        let fault = |why: &str| WordError::Part(DOCUMENT.to_owned(), why.to_owned());
        let end =
            document.find("document ").or_else(|| document.find("document>")).ok_or_else(|| fault("it has no root"))?;
        let start = document[..end].rfind('<').ok_or_else(|| fault("it has no root"))?;
        let prefix = document[start + 1..end].to_owned();
        let root = &document[start..start + document[start..].find('>').unwrap_or(0)];
        let declared =
            if prefix.is_empty() { "xmlns=".to_owned() } else { format!("xmlns:{}=", prefix.trim_end_matches(':')) };
        let value = root.find(&declared).and_then(|at| root.get(at + declared.len() + 1..));
        let namespace = value
            .and_then(|rest| rest.split(['"', '\'']).next())
            .ok_or_else(|| fault("its namespace is not declared"))?;
        Ok(Self { prefix, namespace: namespace.to_owned() })
    }

    fn is_strict(&self) -> bool {
        self.namespace.contains("purl.oclc.org")
    }

    fn comments_relation(&self) -> &'static str {
        if self.is_strict() {
            "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
        } else {
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        }
    }
}

/// A part of relationships without any.
pub(super) fn no_relations() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
}

/// The part of comments that the main part has already.
pub(super) fn comments_part(relations: &str) -> Option<String> {
    let tag = relations.split('<').find(|tag| tag.contains("relationships/comments\""))?;
    let target = value(tag, "Target")?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("word/{target}"),
    })
}

/// The number after the highest that a part of comments uses.
pub(super) fn next_id(comments: &str) -> usize {
    let ids = comments.split('<').filter(|tag| tag.contains("comment ") || tag.contains("comment\t"));
    ids.filter_map(|tag| value(tag, "id")?.parse::<usize>().ok()).max().map_or(0, |last| last + 1)
}

/// The value of an attribute, its prefix left out of account.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let sign = format!("{name}=\"");
    let at = tag.match_indices(&sign).map(|(at, _)| at).find(|at| tag[..*at].ends_with([' ', ':', '\t', '\n']))?;
    tag[at + sign.len()..].split('"').next()
}

/// The part of comments, made or lengthened.
pub(super) fn comments(
    old: Option<&str>,
    kept: &[&Comment],
    first: usize,
    author: &Author<'_>,
    schema: &Schema,
) -> Result<String, WordError> {
    let p = &schema.prefix;
    let mut new = String::new();
    for (at, comment) in kept.iter().enumerate() {
        new.push_str(&format!(
            "<{p}comment {p}id=\"{}\" {p}author=\"{}\" {p}date=\"{}T00:00:00Z\" {p}initials=\"{}\">",
            first + at,
            escaped(author.name),
            author.day,
            escaped(author.initials)
        ));
        for line in &comment.lines {
            new.push_str(&format!("<{p}p><{p}r><{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}p>", escaped(line)));
        }
        new.push_str(&format!("</{p}comment>"));
    }
    let Some(old) = old else {
        let declared = if p.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", p.trim_end_matches(':')) };
        return Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{p}comments {declared}=\"{}\">{new}</{p}comments>",
            schema.namespace
        ));
    };
    let root = format!("{p}comments");
    if let Some(at) = old.rfind(&format!("</{root}>")) {
        return Ok(format!("{}{new}{}", &old[..at], &old[at..]));
    }
    // A part that holds no comment may close its root at once.
    let empty = old.rfind("/>").filter(|_| old.contains(&format!("<{root}")));
    let at = empty.ok_or_else(|| WordError::Part("of comments".to_owned(), "its root is not closed".to_owned()))?;
    Ok(format!("{}>{new}</{root}>{}", &old[..at], &old[at + 2..]))
}

/// The relationships with one to the part of comments.
pub(super) fn with_relation(relations: &str, part: &str, schema: &Schema) -> Result<String, WordError> {
    let name = part.strip_prefix("word/").unwrap_or(part);
    let id = (1..)
        .map(|n| format!("rIdDemarche{n}"))
        .find(|id| !relations.contains(&format!("\"{id}\"")))
        .unwrap_or_default();
    let new = format!("<Relationship Id=\"{id}\" Type=\"{}\" Target=\"{name}\"/>", schema.comments_relation());
    before_end(relations, "Relationships", &new, RELATIONS)
}

/// The content types with that of the part of comments.
pub(super) fn with_type(types: &str, part: &str) -> Result<String, WordError> {
    before_end(types, "Types", &format!("<Override PartName=\"/{part}\" ContentType=\"{COMMENTS_TYPE}\"/>"), TYPES)
}

fn before_end(text: &str, root: &str, new: &str, part: &str) -> Result<String, WordError> {
    if let Some(at) = text.rfind(&format!("</{root}>")) {
        return Ok(format!("{}{new}{}", &text[..at], &text[at..]));
    }
    let empty = text.rfind("/>").filter(|_| text.contains(&format!("<{root}")));
    let at = empty.ok_or_else(|| WordError::Part(part.to_owned(), "its root is not closed".to_owned()))?;
    Ok(format!("{}>{new}</{root}>{}", &text[..at], &text[at + 2..]))
}

/// Text as XML holds it; characters that XML forbids are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
