//! Untangling: two columns that were written down line by line, put back in reading order.
//!
//! Software that sorts text by height writes the lines of two columns in turns.
//! Each line then continues one of two streams, and every stream is in order. Which
//! line continues which is decided for the whole page at once:
//!
//! 1. a `line` is read by itself: how it begins and ends, how wide it is;
//! 2. a `seam` scores one line following another by its `features` (language, punctuation, room left,
//!    lines between, each `sequel` in figures and lists), a link the step from one column to the next, also over the page;
//! 3. an `advance` is how far below a line the next of its column stands, which the order
//!    of the lines bounds, for they were sorted by height;
//! 4. `search` finds the best partings of a page in two columns by the `scores` of seams and advances,
//!    `chances` the probability of every seam;
//! 5. a `sheet` holds the partings of a page with either column read first; the
//!    chain of sheets that reads best from page to page is taken;
//! 6. `cohesion` settles blocks that changed sides by what they speak of;
//! 7. the columns show the distances that this brief keeps to, and with them (`leading`) are looked for again;
//! 8. orders are `drawn` by their probability, and the one of which most pairs are likely right is taken;
//! 9. a `certainty` says how sure a seam of a probability is.
//!
//! What stands over both columns was set aside before: `bands` find it, `cells` reads it.
//!
//! The weights, advances and word counts behind the scores are learnt by [`learn`] and lie in `data/`.

mod advance;
mod bands;
mod cells;
mod certainty;
mod chances;
mod cohesion;
mod contexts;
pub mod corpus;
mod drawn;
mod echo;
mod features;
mod fluency;
mod language;
mod leading;
pub mod learn;
mod lesson;
mod line;
mod region;
mod scores;
mod seam;
mod search;
mod sequel;
mod setting;
mod sheet;
mod speech;

use std::sync::LazyLock;

pub use advance::Advances;
use bands::{Band, Part};
pub use certainty::Certainty;
pub use echo::Echo;
use features::{FEATURES, Feature};
pub use fluency::Fluency;
pub use language::Language;
use leading::Course;
use scores::Scores;
pub use seam::{Kind, PageReading};
use sheet::{Order, Sheet};
pub use speech::Speech;

use crate::limits;

/// Word counts, weights and advances.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is known of the language.
    pub speech: Speech,
    /// One weight for each number that describes a seam.
    pub weights: Vec<f64>,
    /// How far below a line the next of its column stands.
    pub advances: Advances,
    /// How often seams of a probability are right.
    pub certainty: Certainty,
}

/// The model that the crate ships; `data/README.md` says from which documents it was learnt.
pub static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    let network = include_str!("../../data/seam-fluency.txt");
    let (weights, advances) =
        (include_str!("../../data/seam-weights.txt"), include_str!("../../data/seam-advances.txt"));
    Model::parse(Speech::parse(COUNTS, network), weights, advances)
});

static COUNTS: &str = include_str!("../../data/seam-counts.txt");

/// Whether the shipped counts hold a word, in its own case or in small letters; far cheaper than reading them all.
pub(crate) fn is_counted(word: &str) -> bool {
    language::lists(COUNTS, word) || language::lists(COUNTS, &word.to_lowercase())
}

/// Names of the documents that taught the shipped model; none of them is ever scored with it.
pub fn taught() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/trained-on.txt").lines()
}

impl Model {
    /// Reads weights, certainty and advances; weights that are missing are 0.
    pub fn parse(speech: Speech, weights: &str, advances: &str) -> Self {
        let mut parsed = vec![0.0; FEATURES];
        let mut certainty = Certainty::default();
        for line in weights.lines().filter(|line| !line.starts_with('#')) {
            let mut numbers = line.strip_prefix("certainty ").unwrap_or("").split(' ').map(str::parse);
            if let (Some(Ok(slope)), Some(Ok(more))) = (numbers.next(), numbers.next()) {
                certainty = Certainty { slope, more };
            } else if let Some((index, weight)) = line.split_once(' ')
                && let (Ok(index), Ok(weight)) = (index.parse::<usize>(), weight.parse())
                && let Some(slot) = parsed.get_mut(index)
            {
                *slot = weight;
            }
        }
        Self { speech, weights: parsed, advances: Advances::parse(advances), certainty }
    }

    fn score(&self, features: &[Feature]) -> f64 {
        features.iter().map(|&(index, value)| self.weights[usize::from(index)] * f64::from(value)).sum()
    }

    fn scores(&self, page: &PageReading, echo: &Echo) -> Scores {
        let last = page.lines.len().saturating_sub(1);
        Scores::new(
            page.lines.len(),
            &self.advances,
            |a, b| (self.score(&page.seam(a, b, echo, &self.speech)), page.manner(a, b)),
            |a| self.score(&[page.last(a, last - a)]),
        )
    }
}

/// A line put in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Page, index into what was given.
    pub page: usize,
    /// Line, index into the page.
    pub line: usize,
    /// 0 for the column that is read first, 1 for the other; `None` where the page has one.
    pub column: Option<u8>,
    /// Probability that it follows the line before it.
    pub follows: f64,
    /// In a table over both columns, whether it goes on with the cell of the line before.
    pub cell: Option<bool>,
}

/// What speaks for a title going on below a line that a title fills, and against it elsewhere.
const BROKEN: f64 = 2.0;
/// A title has at most so many lines.
const TITLE_LINES: usize = 3;
/// How often columns are looked for again with the advances that were found in them.
const AGAIN: usize = 2;

/// Puts the lines of each page in reading order.
///
/// Every line of every page comes back exactly once. Lines at the top of the first
/// page that are its title stay there, over both columns; with `titled` the title was taken off before.
pub fn untangle(pages: &[Vec<&str>], titled: bool, model: &Model) -> Vec<Placed> {
    let echo = Echo::gather(pages.iter().flatten().copied());
    let titles = pages.first().filter(|_| !titled).map_or(0, |lines| titles(lines, &echo, model, pages.len() == 1));
    let bands = bands::of(pages, titles, echo.full);
    let read = |band: &Band| PageReading::new(&pages[band.page][band.lines.clone()], &echo, &model.speech);
    let readings: Vec<PageReading> = bands.iter().filter(|band| band.part == Part::Columns).map(read).collect();
    let last = readings.len().saturating_sub(1);
    let mut sheets: Vec<Sheet> = readings
        .iter()
        .enumerate()
        .map(|(at, reading)| Sheet::new(reading, (at == 0, at == last), &echo, model))
        .collect();
    let mut chosen = settled(&sheets, &echo, model);
    for _ in 0..AGAIN {
        let courses: Vec<Course> = sheets.iter().zip(&chosen).map(|(sheet, order)| sheet.course(order)).collect();
        let own = leading::in_hand(&model.advances, &courses);
        sheets = sheets.into_iter().map(|sheet| sheet.advanced(&own, &echo, model)).collect();
        let before = std::mem::replace(&mut chosen, settled(&sheets, &echo, model));
        if before.iter().zip(&chosen).all(|(before, after)| before.first == after.first) {
            break;
        }
    }
    for at in 0..sheets.len() {
        chosen[at] = drawn::expected(&sheets, &chosen, at, &echo, model);
    }
    let mut placed: Vec<Placed> =
        (0..titles).map(|line| Placed { page: 0, line, column: None, follows: 1.0, cell: None }).collect();
    let mut columned = sheets.iter().zip(&chosen);
    for band in &bands {
        let from = placed.len();
        let place = |line, follows, cell| Placed { page: band.page, line, column: None, follows, cell };
        match band.part {
            Part::Columns => {
                if let Some((sheet, order)) = columned.next() {
                    sheet.place(band.page, order, &echo, model, &mut placed);
                }
            }
            Part::Table => {
                let cells = cells::order(&read(band), &echo, model);
                placed.extend(cells.iter().map(|cell| place(cell.line, cell.follows(), Some(cell.goes_on))));
            }
            Part::Notes => placed.extend((0..band.lines.len()).map(|line| place(line, 1.0, None))),
        }
        placed[from..].iter_mut().for_each(|place| place.line += band.lines.start);
    }
    placed
}

/// The order of every page that reads best from page to page.
fn settled(sheets: &[Sheet], echo: &Echo, model: &Model) -> Vec<Order> {
    let mut chosen: Vec<Order> = sheet::choose(sheets, echo, model).into_iter().cloned().collect();
    for at in 0..sheets.len() {
        cohesion::settle(sheets, &mut chosen, at, echo, model);
    }
    chosen
}

/// How many lines at the top are the title: the number with which the rest of the page reads best.
fn titles(lines: &[&str], echo: &Echo, model: &Model, only: bool) -> usize {
    let whole = PageReading::new(lines, echo, &model.speech);
    let most = TITLE_LINES.min(lines.len().saturating_sub(1));
    let most = (0..most).take_while(|&line| whole.may_be_title(line)).count();
    if most < 2 {
        return most;
    }
    let scores = model.scores(&whole, echo);
    let mut best = (f64::NEG_INFINITY, 0);
    let mut before = 0.0;
    for count in 1..=most {
        if count > 1 {
            before += model.score(&whole.seam(count - 2, count - 1, echo, &model.speech));
            before += if whole.breaks_title(count - 2) { BROKEN } else { -BROKEN };
        }
        let rest = PageReading::new(&lines[count..], echo, &model.speech);
        let score = before + Sheet::scored(&rest, scores.below(count), (true, only), echo, model).best();
        if score > best.0 {
            best = (score, count);
        }
    }
    best.1
}

/// One line in so many must be running text.
const PROSE: usize = 4;

/// Whether lines read better as two columns written in turns than as they stand.
///
/// Compares what the language says of the seams alone. The answer is no for fewer than eight lines, and where
/// few are running text: of the rows of a table the language knows nothing.
pub fn is_tangled(pages: &[Vec<&str>], placed: &[Placed], model: &Model) -> bool {
    let echo = Echo::gather(pages.iter().flatten().copied());
    let readings: Vec<PageReading> = pages.iter().map(|lines| PageReading::new(lines, &echo, &model.speech)).collect();
    let lines: usize = pages.iter().map(Vec::len).sum();
    if lines < 8 || lines > limits::PAGE_LINES * pages.len().max(1) {
        return false;
    }
    let prose = readings.iter().flat_map(|page| &page.lines).filter(|line| line.is_prose()).count();
    if prose * PROSE < lines {
        return false;
    }
    let say = |page: usize, a: usize, b: usize| {
        model.score(&seam::link((&readings[page], a), (&readings[page], b), false, &echo, &model.speech))
    };
    let mut gain = 0.0;
    for (page, page_lines) in pages.iter().enumerate() {
        gain -= (1..page_lines.len()).map(|b| say(page, b - 1, b)).sum::<f64>();
    }
    for two in placed.windows(2).filter(|two| two[0].page == two[1].page) {
        gain += say(two[0].page, two[0].line, two[1].line);
    }
    gain > lines as f64
}
