//! Lines that belong to the page: running heads and feet, dates, authors, the standing notice.

use std::collections::{BTreeMap, BTreeSet};

use super::{Furnished, SourceLine, paragraphs};
use crate::builder::DraftBlock;
use crate::document::Role;
use crate::roles;
use crate::{about, authors};

/// One page of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct SortedPage<'a> {
    /// Lines that stand before the text.
    pub head: Vec<Furnished<'a>>,
    /// The text, blank lines included.
    pub body: Vec<SourceLine<'a>>,
    /// Lines that stand after the text: authors first.
    pub foot: Vec<Furnished<'a>>,
}

/// The file's lines by page and purpose.
#[derive(Clone, Debug)]
pub(crate) struct Sorted<'a> {
    /// At least one page.
    pub pages: Vec<SortedPage<'a>>,
}

/// Lines of which two repetitions must lie apart on average to be a running head.
const APART: usize = 20;

/// Sorts lines by page and purpose.
pub(crate) fn sort<'a>(lines: &[SourceLine<'a>]) -> Sorted<'a> {
    let edges = Edges::new(lines);
    let running = running(lines, &edges);
    let mut listed = listed(lines);
    listed.extend(ends_author(lines, &edges));
    let mut pages: Vec<SortedPage> = vec![SortedPage::default()];
    let mut ended = false;
    let mut notice = None;
    let mut top = top(lines);
    for (at, line) in lines.iter().enumerate() {
        let runs = running.get(line.text).copied();
        let before = notice;
        notice = match notice {
            _ if roles::opens_notice(line.text) => Some(0),
            Some(bytes) if bytes < roles::NOTICE_BYTES && !begins_text(lines, at) => Some(bytes + line.text.len()),
            _ => None,
        };
        let fresh = pages.last().is_some_and(|page| page.body.iter().all(|line| line.text.is_empty()));
        let head = runs == Some(Role::Header) && !fresh;
        let turns = head || ended && !line.text.is_empty() && runs != Some(Role::Footer);
        let joined = before.is_some() && notice.is_none();
        if joined {
            top = self::top(&lines[at..]);
        }
        if (line.feeds || joined || turns && !edges.fed) && !empty(&pages) {
            pages.push(SortedPage::default());
            ended = false;
        }
        let Some(page) = pages.last_mut() else { continue };
        match role(line, runs, top, notice.is_some(), listed.contains(&line.number), edges.is_bottom(line.number)) {
            Some(Role::Title) => page.head.push((*line, Role::Title)),
            Some(Role::Header) => page.head.push((*line, Role::Header)),
            Some(Role::Footer) => {
                ended = runs.is_some() || is_address(line.text);
                page.foot.push((*line, Role::Footer));
            }
            Some(role) => page.foot.push((*line, role)),
            None => page.body.push(*line),
        }
    }
    for page in &mut pages {
        page.foot.sort_by_key(|(_, role)| match role {
            Role::Author => 0,
            Role::Disclaimer => 1,
            _ => 2,
        });
    }
    Sorted { pages }
}

/// The number of the last line at the top of a text.
fn top(lines: &[SourceLine]) -> usize {
    lines.iter().filter(|line| !line.text.is_empty()).take(6).map(|line| line.number).max().unwrap_or(0)
}

fn empty(pages: &[SortedPage]) -> bool {
    pages.last().is_some_and(|page| {
        page.head.is_empty() && page.foot.is_empty() && page.body.iter().all(|line| line.text.is_empty())
    })
}

fn role(line: &SourceLine, runs: Option<Role>, top: usize, notice: bool, listed: bool, bottom: bool) -> Option<Role> {
    let text = line.text;
    if text.is_empty() {
        return None;
    }
    if let Some(running) = runs {
        return Some(if running == Role::Header && line.number <= top { Role::Title } else { running });
    }
    if line.number <= top && roles::is_dateline(text) {
        return Some(Role::Header);
    }
    if notice {
        return Some(if is_address(text) { Role::Footer } else { Role::Disclaimer });
    }
    if authors::is_author(text) || listed {
        return Some(Role::Author);
    }
    let product = about::product(text).is_some_and(|found| found.len() == text.len());
    (product || bottom && is_address(text)).then_some(Role::Footer)
}

/// Whether a text begins behind a notice, as where documents were joined: with a date, or with a title that stands alone
/// or has its date below it.
fn begins_text(lines: &[SourceLine], at: usize) -> bool {
    let text = lines[at].text;
    let blank = |line: Option<&SourceLine>| line.is_none_or(|line| line.text.is_empty());
    let dated = lines.get(at + 1).is_some_and(|next| roles::is_dateline(next.text));
    let title = paragraphs::is_heading(text) && about::product(text).is_none() && blank(lines[..at].last());
    !roles::opens_notice(text) && (roles::is_dateline(text) || title && (dated || blank(lines.get(at + 1))))
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start)) && {
        let words = text.split(['|', '·']).next().unwrap_or(text);
        words.split_whitespace().count() == 1 && !words.trim_end().ends_with([',', ';', ')'])
    }
}

/// Lines that hold a name and a comma, where another such line is near: a list of authors.
fn listed(lines: &[SourceLine]) -> BTreeSet<usize> {
    let name = |text: &str| {
        text.ends_with(',') && text.matches(' ').count() <= 3 && authors::is_name(text.trim_end_matches(','))
    };
    let numbers: Vec<usize> = lines.iter().filter(|line| name(line.text)).map(|line| line.number).collect();
    let near = |number: usize| numbers.iter().any(|&other| other != number && other.abs_diff(number) <= NEAR);
    numbers.iter().copied().filter(|&number| near(number)).collect()
}

/// The second line of a long author's line: the last but a few of its page, short, in capitals, without a stop.
fn ends_author(lines: &[SourceLine], edges: &Edges) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for author in lines.iter().filter(|line| authors::is_author(line.text) && line.text.chars().count() >= LONG_AUTHOR)
    {
        let next = lines[author.number..].iter().filter(|line| !line.text.is_empty()).take(3);
        let title = |line: &&SourceLine| {
            let words =
                line.text.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
            words && line.text.len() <= 40 && !line.text.ends_with(['.', ',', ':', ';']) && !line.text.contains(',')
        };
        found.extend(next.filter(|line| edges.is_near_bottom(line.number)).find(title).map(|line| line.number));
    }
    found
}

/// An author's line that was broken has at least so many characters.
const LONG_AUTHOR: usize = 40;
/// How many lines apart the names of a list may stand.
const NEAR: usize = 4;

/// Words that stand alone on a line more than once, far apart, each time at the edge of a page.
///
/// Where form feeds part the pages, the edge is known. Where none do, a head is what begins the file or
/// stands below blank lines, a foot what stands above them.
fn running<'a>(lines: &[SourceLine<'a>], edges: &Edges) -> BTreeMap<&'a str, Role> {
    let mut seen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.text.len() >= 8 && line.text.len() <= 160) {
        seen.entry(line.text).or_default().push(line.number);
    }
    seen.into_iter()
        .filter(|(text, at)| {
            let apart = at.last().zip(at.first()).is_some_and(|(last, first)| last - first >= APART * (at.len() - 1));
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            at.len() >= 2 && apart && letters >= 6 && !text.ends_with(['.', ','])
        })
        .filter_map(|(text, at)| {
            let at_top = at.iter().filter(|&&number| edges.is_top(number)).count() == at.len();
            let at_bottom = at.iter().filter(|&&number| edges.is_bottom(number)).count() * 2 > at.len();
            let opens = at.first().is_some_and(|&first| first <= 4) && !is_address(text);
            match () {
                () if opens && (at_top || !edges.fed) => Some((text, Role::Header)),
                () if is_address(text) || at_bottom => Some((text, Role::Footer)),
                () if at_top => Some((text, Role::Header)),
                () => None,
            }
        })
        .collect()
}

/// Which lines stand at the top or bottom of a page.
struct Edges {
    /// Whether form feeds part the pages.
    fed: bool,
    top: BTreeSet<usize>,
    bottom: BTreeSet<usize>,
    near_bottom: BTreeSet<usize>,
}

/// A running head or foot has at most so many lines.
const EDGE: usize = 3;

impl Edges {
    fn new(lines: &[SourceLine]) -> Self {
        let fed = lines.iter().skip(1).any(|line| line.feeds);
        let mut edges = Self { fed, top: BTreeSet::new(), bottom: BTreeSet::new(), near_bottom: BTreeSet::new() };
        let ends = |line: &SourceLine| if fed { line.feeds } else { line.text.is_empty() };
        let depth = if fed { EDGE } else { 1 };
        let (mut above, mut below) = (0, 0);
        for line in lines {
            above = if ends(line) { 0 } else { above };
            above += usize::from(!line.text.is_empty());
            if above <= depth && !line.text.is_empty() {
                edges.top.insert(line.number);
            }
        }
        for line in lines.iter().rev() {
            below = if !fed && line.text.is_empty() { 0 } else { below };
            below += usize::from(!line.text.is_empty());
            if below <= depth && !line.text.is_empty() {
                edges.bottom.insert(line.number);
            }
            if below <= 2 * EDGE && fed {
                edges.near_bottom.insert(line.number);
            }
            below = if line.feeds { 0 } else { below };
        }
        edges
    }

    fn is_top(&self, number: usize) -> bool {
        self.top.contains(&number)
    }

    fn is_near_bottom(&self, number: usize) -> bool {
        self.near_bottom.contains(&number)
    }

    fn is_bottom(&self, number: usize) -> bool {
        self.bottom.contains(&number)
    }
}

impl Sorted<'_> {
    /// Whether the title was told from the text.
    pub fn titled(&self) -> bool {
        self.pages.iter().take(1).flat_map(|page| &page.head).any(|(_, role)| *role == Role::Title)
    }

    /// Puts the furniture around the body: heads before the first block of their page, feet before the next page's.
    pub fn insert(&self, blocks: &mut Vec<DraftBlock>) {
        for (at, page) in self.pages.iter().enumerate() {
            let draft = |(line, role): &Furnished| DraftBlock::lines(*role, vec![line.draft(at, None, None)]);
            let mut foot: Vec<DraftBlock> = Vec::new();
            for furnished in &page.foot {
                let drawn = draft(furnished);
                match foot.last_mut() {
                    Some(last) if last.role == drawn.role && matches!(drawn.role, Role::Author | Role::Disclaimer) => {
                        if let (crate::builder::Content::Lines(all), crate::builder::Content::Lines(one)) =
                            (&mut last.content, drawn.content)
                        {
                            all.extend(one);
                        }
                    }
                    _ => foot.push(drawn),
                }
            }
            let first = |least: usize, blocks: &[DraftBlock]| {
                let reached =
                    |block: &DraftBlock| block.all_lines().next().is_some_and(|line| line.page as usize >= least);
                blocks.iter().position(reached).unwrap_or(blocks.len())
            };
            let after = first(at + 2, blocks);
            blocks.splice(after..after, foot);
            let before = first(at + 1, blocks);
            blocks.splice(before..before, page.head.iter().map(draft));
        }
    }
}
