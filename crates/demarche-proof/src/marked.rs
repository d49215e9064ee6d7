//! A document as one web page with its findings marked: the words underlined, what there is to say beside them.
//!
//! For formats that cannot be given back with comments, such as PDF. The page needs no network and no script.

use std::fmt::Write;
use std::ops::Range;

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::{Block, Document, Role};

/// The page; findings without a place stand at its head, in the order given.
pub fn marked(document: &Document, findings: &[Diagnostic]) -> String {
    let title = document.about.title.as_ref().map_or(document.name.as_str(), |title| document.words(title));
    let mut out = String::with_capacity(document.text.len() * 2);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}: findings</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(title)
    );
    out.push_str(&head(document, findings));
    let mut page = 0;
    for block in &document.blocks {
        let on = document.page(&block.text);
        if on != page && document.pages.len() > 1 {
            page = on;
            let _ = writeln!(out, "<p class=\"page\">page {page}</p>");
        }
        out.push_str(&row(document, block, findings));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(document: &Document, findings: &[Diagnostic]) -> String {
    let grades = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due, Grade::Note];
    let counts = grades.iter().filter_map(|grade| {
        let count = findings.iter().filter(|finding| finding.grade == *grade).count();
        (count > 0).then(|| format!("{count} {}", grade.word()))
    });
    let counts: Vec<String> = counts.collect();
    let counts = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    let mut out = format!("<p class=\"about\">{}: {}</p>\n", escaped(&document.name), escaped(&counts));
    for finding in findings.iter().filter(|finding| finding.span.is_none()) {
        let _ = writeln!(out, "<aside>{}</aside>", note(finding, None));
    }
    out
}

/// One block with the notes on it.
fn row(document: &Document, block: &Block, findings: &[Diagnostic]) -> String {
    let here = |finding: &&(usize, &Diagnostic)| {
        finding.1.span.is_some_and(|span| block.text.start <= span.start && span.start < block.text.end)
    };
    let numbered: Vec<(usize, &Diagnostic)> =
        findings.iter().enumerate().map(|(at, finding)| (at + 1, finding)).collect();
    let here: Vec<&(usize, &Diagnostic)> = numbered.iter().filter(here).collect();
    let (element, class) = match block.role {
        Role::Title => ("h1", ""),
        Role::Heading { .. } => ("h2", ""),
        Role::FigureTitle => ("p", "caption"),
        Role::FigureNote | Role::Footnote => ("p", "small"),
        Role::Header | Role::Footer | Role::Author | Role::Disclaimer | Role::Figure => ("p", "furniture"),
        Role::Body | Role::List => ("p", ""),
        Role::Table => ("div", "table"),
    };
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let body = match (&block.table, block.role) {
        (Some(table), _) => {
            let mut body = String::from("<table>");
            for cells in &table.rows {
                body.push_str("<tr>");
                for cell in cells {
                    let name = if cell.heads { "th" } else { "td" };
                    let spans = match (cell.columns, cell.rows) {
                        (1, 1) => String::new(),
                        (columns, rows) => format!(" colspan=\"{columns}\" rowspan=\"{rows}\""),
                    };
                    let _ = write!(body, "<{name}{spans}>{}</{name}>", words(document, &cell.text, &here));
                }
                body.push_str("</tr>");
            }
            body + "</table>"
        }
        (None, _) => words(document, &block.text, &here),
    };
    let notes: String = here.iter().map(|(at, finding)| note(finding, Some(*at))).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("<aside>{notes}</aside>") };
    format!("<section><{element}{class}>{body}</{element}>{notes}</section>\n")
}

/// Words with marks around those that findings are about; marks may overlap, so each stretch between two edges is one.
fn words(document: &Document, range: &Range<usize>, here: &[&(usize, &Diagnostic)]) -> String {
    let spans: Vec<(usize, Range<usize>, Grade)> = here
        .iter()
        .filter_map(|(at, finding)| {
            let span = finding.span?.range();
            let inside = span.start.max(range.start)..span.end.min(range.end);
            (inside.start < inside.end).then_some((*at, inside, finding.grade))
        })
        .collect();
    let mut edges: Vec<usize> = spans.iter().flat_map(|(_, span, _)| [span.start, span.end]).collect();
    edges.extend([range.start, range.end]);
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for two in edges.windows(2) {
        let text = escaped(document.words(&(two[0]..two[1])));
        let over: Vec<&(usize, Range<usize>, Grade)> =
            spans.iter().filter(|(_, span, _)| span.start <= two[0] && two[1] <= span.end).collect();
        let Some(gravest) = over.iter().map(|(_, _, grade)| *grade).min() else {
            out.push_str(&text);
            continue;
        };
        let numbers: Vec<String> = over
            .iter()
            .filter(|(_, span, _)| span.end == two[1])
            .map(|(at, ..)| format!("<a href=\"#f{at}\" aria-label=\"finding {at}\">{at}</a>"))
            .collect();
        let numbers = if numbers.is_empty() { String::new() } else { format!("<sup>{}</sup>", numbers.join(" ")) };
        let _ = write!(out, "<mark class=\"{}\">{text}</mark>{numbers}", gravest.word());
    }
    out
}

/// What a finding says, as a note in the margin.
fn note(finding: &Diagnostic, number: Option<usize>) -> String {
    let id = number.map_or_else(String::new, |at| format!(" id=\"f{at}\""));
    let number = number.map_or_else(String::new, |at| format!("{at} "));
    let mut out = format!(
        "<div class=\"note\"{id}><strong>{number}{} {}</strong> {}",
        finding.grade.word(),
        finding.code,
        escaped(&finding.message)
    );
    for line in &finding.notes {
        let _ = write!(out, "<br><small>{}</small>", escaped(line));
    }
    for help in &finding.help {
        let _ = write!(out, "<br><em>{}</em>", escaped(&help.text));
    }
    out + "</div>"
}

const STYLE: &str = "body{font:17px/1.5 Georgia,serif;color:#1b1b1b;background:#fff;margin:0}\
main{max-width:72rem;margin:0 auto;padding:1.5rem}\
section{display:grid;grid-template-columns:minmax(0,42rem) minmax(0,20rem);gap:0 2rem;align-items:start}\
h1,h2{font-family:system-ui,sans-serif;line-height:1.25;margin:1.2em 0 .3em}h1{font-size:1.6rem}h2{font-size:1.15rem}\
p{margin:.5em 0;white-space:pre-line}.caption{font-weight:bold}.small{font-size:.88em}.furniture{font-size:.8em;color:#5a5a5a}\
.page,.about{font:.85rem system-ui,sans-serif;color:#5a5a5a;border-top:1px solid #ccc;padding-top:.3em;margin-top:1.5em}\
table{border-collapse:collapse;font-size:.85em}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top}\
.table{overflow-x:auto}\
mark{background:none;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px}\
.error,.contradicted{text-decoration-color:#b00020;background:#fdecef}.query{text-decoration-color:#a65e00;background:#fff3dd}\
.due{text-decoration-color:#00539b;background:#e8f1fb}.note{text-decoration-color:#5a5a5a}mark.note{text-decoration-style:dotted}\
sup a{font:.7rem system-ui,sans-serif;color:#00539b;text-decoration:none}\
aside{font:.85rem/1.4 system-ui,sans-serif}div.note{border-left:3px solid #bbb;padding:.1em .7em;margin:.5em 0}\
div.note:target{border-color:#00539b;background:#e8f1fb}\
@media(max-width:60rem){section{display:block}}";

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if demarche_diagnostic::is_unprintable(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
