//! A page as a browser's parser sees it.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// One element: its name, its attributes and all text below it.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.0 == name).map(|attribute| attribute.1.as_str())
    }
}

/// A parsed page: what the parser complained of, and every element in order.
pub struct Page {
    pub errors: Vec<String>,
    pub elements: Vec<Element>,
}

impl Page {
    pub fn parse(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut elements = Vec::new();
        walk(&dom.document, &mut elements);
        let errors = dom.errors.borrow().iter().map(ToString::to_string).collect();
        Self { errors, elements }
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    pub fn ids(&self) -> Vec<&str> {
        self.elements.iter().filter_map(|element| element.get("id")).collect()
    }

    /// Every link, with the anchor or address it names.
    pub fn links(&self) -> Vec<&str> {
        self.all("a").filter_map(|link| link.get("href")).collect()
    }

    /// Every id is unique and every link within the page leads somewhere.
    pub fn assert_sound(&self) {
        assert_eq!(self.errors, Vec::<String>::new(), "the parser complains");
        let mut ids = self.ids();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands twice");
        for link in self.links() {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(ids.binary_search(&anchor).is_ok(), "{link} leads nowhere");
            }
        }
        for element in &self.elements {
            for name in ["aria-labelledby", "aria-describedby"] {
                for id in element.get(name).into_iter().flat_map(str::split_whitespace) {
                    assert!(ids.binary_search(&id).is_ok(), "{name}={id} names nothing");
                }
            }
        }
    }

    /// Nothing can run but the page's own script, and nothing is fetched.
    pub fn assert_closed(&self, scripts: usize) {
        assert_eq!(self.all("script").count(), scripts);
        for element in &self.elements {
            assert!(!matches!(element.name.as_str(), "link" | "img" | "iframe" | "object" | "embed" | "base" | "form"));
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on"), "{name}={value}");
                assert!(!matches!(name.as_str(), "src" | "srcset" | "style" | "xlink:href"), "{name}={value}");
            }
        }
        for link in self.links() {
            let known = ["#", "http://", "https://", "mailto:"].iter().any(|start| link.starts_with(start));
            assert!(known, "{link}");
        }
    }
}

fn walk(handle: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &handle.data {
        let attributes =
            attrs.borrow().iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
        elements.push(Element { name: name.local.to_string(), attributes, text: text(handle) });
    }
    for child in handle.children.borrow().iter() {
        walk(child, elements);
    }
}

fn text(handle: &Handle) -> String {
    let mut out = String::new();
    if let NodeData::Text { contents } = &handle.data {
        out.push_str(&contents.borrow());
    }
    for child in handle.children.borrow().iter() {
        out.push_str(&text(child));
    }
    out
}
