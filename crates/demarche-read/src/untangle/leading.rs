//! Learning how likely advances are, from columns that are known.
//!
//! The columns of a page say which seams were made, and the order of its lines bounds
//! their heights; the advances themselves are hidden. Expectation maximisation (Dempster,
//! Laird and Rubin 1977) counts each advance by its probability under what was known
//! before, and begins from lines that stand one leading apart. In a brief whose columns were
//! just told apart the same is done again, beginning from what all briefs taught: a brief keeps
//! to its own distances, and what most of its lines show tells where the rest belong.

use super::advance::{self, Advances, FAR, STEPS, Steps, Ways};

/// The seams of a page as its lines were written down, after the first line of its second column.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The manner of each seam, and whether it goes on in the other column than the line before.
    seams: Vec<(usize, bool)>,
    /// For each seam to the other column, how likely both lines stand at one height; first for the begin.
    levels: Vec<f64>,
}

/// How often all pages are gone through.
const ROUNDS: usize = 30;
/// How many advances of each manner are as good as seen: as in all manners together, and of any length.
const POOLED: f64 = 3.0;
const ANY: f64 = 0.5;
/// How often the pages of a brief in hand are gone through, and how many advances of each manner what other briefs
/// taught is worth there.
const ROUNDS_IN_HAND: usize = 20;
const TAUGHT: f64 = 2.0;

impl Course {
    /// The course of a page whose lines stand in these columns; `manner` tells that of two lines.
    pub fn new(columns: &[u8], manner: impl Fn(usize, usize) -> usize) -> Self {
        let Some(start) = columns.iter().position(|&column| Some(&column) != columns.first()) else {
            return Self::default();
        };
        let mut last = [start - 1, start];
        let mut current = 1;
        let mut seams = Vec::with_capacity(columns.len());
        let level = |column: u8| if column == 1 { 1.0 } else { advance::RIGHT_FIRST };
        let mut levels = vec![level(columns[start])];
        for (line, &column) in columns.iter().enumerate().skip(start + 1) {
            levels.push(level(column));
            let column = usize::from(column != columns[0]);
            seams.push((manner(last[column], line), column != current));
            (last[column], current) = (line, column);
        }
        Self { seams, levels }
    }

    /// Adds the probability of each advance to `counts`.
    fn count(&self, known: &Ways, counts: &mut Advances) {
        let Some(&level) = self.levels.first() else { return };
        let mut begun = known.begun;
        begun[0] *= level;
        let mut forward = vec![begun];
        for (at, &(manner, switches)) in self.seams.iter().enumerate() {
            let mut next = [0.0; STEPS];
            if switches {
                advance::switch(&forward[at], &known.manners[manner], self.levels[at + 1], &mut next);
            } else {
                advance::stay(&forward[at], &known.manners[manner], &mut next);
            }
            scale(&mut next);
            forward.push(next);
        }
        let mut later = [1.0; STEPS];
        for ((&(manner, switches), &level), leads) in self.seams.iter().zip(&self.levels[1..]).zip(&forward).rev() {
            let way = &known.manners[manner];
            let mut seen = [0.0; STEPS];
            for (lead, &before) in leads.iter().enumerate() {
                if switches {
                    for (to, later) in later[..FAR].iter().enumerate() {
                        let later = if to == 0 { later * level } else { *later };
                        seen[(lead + to).min(FAR)] += before * way.long[lead + to] * later;
                    }
                    seen[FAR] += before * way.switches[lead] * later[FAR];
                } else {
                    for (steps, advance) in way.long[..FAR].iter().enumerate() {
                        seen[steps] += before * advance * later[(lead + steps).min(FAR)];
                    }
                    seen[FAR] += before * way.stays[0] * later[FAR];
                }
            }
            let all: f64 = seen.iter().sum();
            if all > 0.0 {
                add(counts.of_mut(manner), &seen, all);
            }
            later = if switches { advance::switch_back(&later, way, level) } else { advance::stay_back(&later, way) };
            scale(&mut later);
        }
        let begun: Steps = std::array::from_fn(|lead| forward[0][lead] * later[lead]);
        add(counts.begun_mut(), &begun, begun.iter().sum());
    }
}

fn add(to: &mut Steps, seen: &Steps, all: f64) {
    to.iter_mut().zip(seen).for_each(|(to, seen)| *to += seen / all);
}

/// Scales to a sum of 1.
fn scale(steps: &mut Steps) {
    let sum: f64 = steps.iter().sum();
    steps.iter_mut().for_each(|value| *value /= sum.max(f64::MIN_POSITIVE));
}

/// How likely advances are in pages that took these courses.
pub fn advances(courses: &[Course]) -> Advances {
    let mut known = Advances::default();
    for _ in 0..ROUNDS {
        known = counted(courses, &known).smoothed(POOLED, ANY);
    }
    known
}

/// How likely advances are in a brief whose pages took these courses, where other briefs taught so much.
pub fn in_hand(taught: &Advances, courses: &[Course]) -> Advances {
    let mut known = taught.clone();
    for _ in 0..ROUNDS_IN_HAND {
        known = counted(courses, &known).beside(taught, TAUGHT);
    }
    known
}

/// How many advances were made in all courses, as far as is known how likely each is.
fn counted(courses: &[Course], known: &Advances) -> Advances {
    let (ways, mut counts) = (known.ways(), Advances::none());
    courses.iter().for_each(|course| course.count(&ways, &mut counts));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: usize = 14;
    const PARAGRAPH: usize = 16;

    /// A page with a leading of 8 steps and 12 from paragraph to paragraph, which have these lengths.
    fn course(left: &[usize], right: &[usize]) -> Course {
        let mut lines = Vec::new();
        for (column, paragraphs) in [(0, left), (1, right)] {
            let mut height = 0;
            for (paragraph, &length) in paragraphs.iter().enumerate() {
                for line in 0..length {
                    let manner = if line == 0 { PARAGRAPH } else { RUNNING };
                    height += if line > 0 {
                        8
                    } else if paragraph > 0 {
                        12
                    } else {
                        0
                    };
                    lines.push((height, column, manner));
                }
            }
        }
        lines.sort_unstable();
        let columns: Vec<u8> = lines.iter().map(|line| line.1).collect();
        Course::new(&columns, |_, b| lines[b].2)
    }

    #[test]
    fn the_space_between_paragraphs_is_learnt_from_the_order_of_lines() {
        let courses =
            [course(&[3, 5, 2, 6, 4], &[7, 4, 9]), course(&[2, 9, 5], &[4, 4, 3, 5]), course(&[6, 3, 7], &[3, 11, 2])];
        let mut learnt = advances(&courses);
        let likeliest = |row: &Steps| (0..STEPS).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or(0);
        assert_eq!(likeliest(learnt.of_mut(RUNNING)), 8);
        let steps = likeliest(learnt.of_mut(PARAGRAPH));
        assert!((10..=14).contains(&steps), "{steps}");
    }

    #[test]
    fn a_brief_in_hand_tells_its_own_distances() {
        let mut taught = Advances::default();
        // Some briefs leave half a line between paragraphs, others a whole one.
        taught.of_mut(PARAGRAPH).fill(0.028 / 27.0);
        (taught.of_mut(PARAGRAPH)[12], taught.of_mut(PARAGRAPH)[16]) = (0.486, 0.486);
        let mut own = in_hand(&taught, &[course(&[3, 5, 2, 6, 4, 3], &[7, 4, 9, 2]), course(&[4, 8, 3], &[2, 5, 6])]);
        assert!(own.of_mut(PARAGRAPH)[12] > 0.8, "{:?}", own.of_mut(PARAGRAPH));
        assert_eq!(in_hand(&taught, &[]).format(), taught.format(), "what shows nothing changes nothing");
    }
}
