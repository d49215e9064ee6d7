//! Certainty: how often seams of a probability are right.
//!
//! The probability of a seam comes from the seams alone, but the heights of lines, links and
//! cohesion have a say in which is made; so a seam that was made is oftener right than its
//! probability says. The log odds are corrected by a line (Platt 1999), fitted to seams of
//! documents that did not teach the weights.

use super::Placed;
use super::learn::Page;

/// Log odds that a seam is right: `slope` times what is said, and `more`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// By how much the log odds are stretched.
    pub slope: f64,
    /// What is added to them.
    pub more: f64,
}

impl Default for Certainty {
    /// What is said is taken as it is.
    fn default() -> Self {
        Self { slope: 1.0, more: 0.0 }
    }
}

/// How often Newton's method is repeated; it settles in a few steps.
const STEPS: usize = 20;
/// Precision of the prior on both numbers, which is [`Certainty::default`].
const PRIOR: f64 = 1.0;
/// Log odds of more than this are taken as this.
const SURE: f64 = 7.0;

impl Certainty {
    /// The corrected probability.
    pub fn correct(self, said: f64) -> f64 {
        sigmoid(self.slope * odds(said) + self.more)
    }

    /// Fits the correction to what was said of seams and whether they were right.
    pub fn fitted(seams: &[(f64, bool)]) -> Self {
        let mut fitted = Self::default();
        for _ in 0..STEPS {
            let mut gradient = [PRIOR * (1.0 - fitted.slope), -PRIOR * fitted.more];
            // The curvature, a symmetric matrix of two rows.
            let (mut aa, mut ab, mut bb) = (PRIOR, 0.0, PRIOR);
            for &(said, right) in seams {
                let (odds, chance) = (odds(said), fitted.correct(said));
                let error = f64::from(u8::from(right)) - chance;
                gradient[0] += error * odds;
                gradient[1] += error;
                let spread = chance * (1.0 - chance);
                aa += spread * odds * odds;
                ab += spread * odds;
                bb += spread;
            }
            let determinant = aa * bb - ab * ab;
            fitted.slope += (bb * gradient[0] - ab * gradient[1]) / determinant;
            fitted.more += (aa * gradient[1] - ab * gradient[0]) / determinant;
        }
        // A likelier seam is never made the less likely one.
        if fitted.slope > 0.0 && fitted.more.is_finite() { fitted } else { Self::default() }
    }
}

fn odds(chance: f64) -> f64 {
    (libm::log(chance.max(f64::MIN_POSITIVE)) - libm::log((1.0 - chance).max(f64::MIN_POSITIVE))).clamp(-SURE, SURE)
}

fn sigmoid(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

/// What was said of each seam inside a column, and whether it is one of the pages as they truly are.
pub fn told(pages: &[Page], placed: &[Placed]) -> Vec<(f64, bool)> {
    let inside = placed.windows(2).filter(|two| two[0].page == two[1].page && two[0].column == two[1].column);
    let told = inside.filter_map(|two| {
        let columns = &pages.get(two[1].page)?.columns;
        let own = columns.get(two[1].line)?;
        let before = columns.get(..two[1].line)?.iter().rposition(|column| column == own);
        Some((two[1].follows, before == Some(two[0].line)))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_too_cautiously_is_raised() {
        let seams: Vec<(f64, bool)> =
            (0..1000).flat_map(|at| [(0.5, at % 10 < 7), (0.9, at % 100 < 96), (0.1, at % 10 < 2)]).collect();
        let fitted = Certainty::fitted(&seams);
        for (said, right) in [(0.5, 0.7), (0.9, 0.96), (0.1, 0.2)] {
            assert!((fitted.correct(said) - right).abs() < 0.05, "{said} is right {right}: {}", fitted.correct(said));
        }
    }

    #[test]
    fn nothing_known_changes_nothing() {
        let none = Certainty::fitted(&[]);
        assert!((none.correct(0.3) - 0.3).abs() < 1e-9);
    }
}
