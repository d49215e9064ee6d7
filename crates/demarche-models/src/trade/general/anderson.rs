//! Anderson acceleration: a fixed-point iteration that learns from its last steps.
//!
//! Given the last `m` pairs of input `x` and image `g(x)`, the next input is the
//! combination of images whose residual `g(x) - x` is smallest in least squares
//! (Walker and Ni, *Anderson acceleration for fixed-point iterations*, SIAM J.
//! Numer. Anal. 49, 2011). The normal equations are kept up to date row by row,
//! so a step costs `2 m` passes over the vector.

/// How many past steps are remembered.
const MEMORY: usize = 12;

/// The memory of an iteration.
pub(super) struct Anderson {
    last: Option<(Vec<f64>, Vec<f64>)>,
    images: Vec<Vec<f64>>,
    residuals: Vec<Vec<f64>>,
    gram: Vec<Vec<f64>>,
}

impl Anderson {
    pub(super) fn new() -> Self {
        Self { last: None, images: Vec::new(), residuals: Vec::new(), gram: Vec::new() }
    }

    /// Forgets all steps, after a jump.
    pub(super) fn forget(&mut self) {
        *self = Self::new();
    }

    /// The next input, given an input `x` and its image; it replaces `x`.
    pub(super) fn step(&mut self, x: &mut [f64], image: &[f64]) {
        let residual: Vec<f64> = image.iter().zip(x.iter()).map(|(g, x)| g - x).collect();
        if let Some((last_image, last_residual)) = self.last.take() {
            self.remember(difference(image, last_image), difference(&residual, last_residual));
        }
        x.copy_from_slice(image);
        for (weight, past) in self.weights(&residual).iter().zip(&self.images) {
            for (x, change) in x.iter_mut().zip(past) {
                *x -= weight * change;
            }
        }
        self.last = Some((image.to_vec(), residual));
    }

    fn remember(&mut self, image: Vec<f64>, residual: Vec<f64>) {
        if self.images.len() == MEMORY {
            self.images.remove(0);
            self.residuals.remove(0);
            self.gram.remove(0);
            for row in &mut self.gram {
                row.remove(0);
            }
        }
        self.images.push(image);
        let mut row: Vec<f64> = self.residuals.iter().map(|r| dot(r, &residual)).collect();
        row.push(dot(&residual, &residual));
        self.residuals.push(residual);
        for (old, product) in self.gram.iter_mut().zip(&row) {
            old.push(*product);
        }
        self.gram.push(row);
    }

    /// Least-squares weights of the past changes, by Cholesky with a touch of ridge.
    fn weights(&self, residual: &[f64]) -> Vec<f64> {
        let n = self.gram.len();
        let size: Vec<f64> = (0..n).map(|i| self.gram[i][i].sqrt().max(1e-300)).collect();
        let mut right: Vec<f64> = (0..n).map(|i| dot(&self.residuals[i], residual) / size[i]).collect();
        let mut lower = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let entry = self.gram[i][j] / (size[i] * size[j]) - known;
                lower[i][j] = if i == j { (entry + 1e-13).max(1e-15).sqrt() } else { entry / lower[j][j] };
            }
        }
        for i in 0..n {
            let known: f64 = (0..i).map(|k| lower[i][k] * right[k]).sum();
            right[i] = (right[i] - known) / lower[i][i];
        }
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| lower[k][i] * right[k]).sum();
            right[i] = (right[i] - known) / lower[i][i];
        }
        right.iter().zip(size).map(|(x, s)| x / s).collect()
    }
}

fn difference(new: &[f64], mut old: Vec<f64>) -> Vec<f64> {
    for (old, new) in old.iter_mut().zip(new) {
        *old = new - *old;
    }
    old
}

/// Sum of products, in four lanes so that the order of additions is fixed and fast.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (quads, tail) = a.as_chunks::<4>();
    let (other, other_tail) = b.as_chunks::<4>();
    for (x, y) in quads.iter().zip(other) {
        for lane in 0..4 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    let rest: f64 = tail.iter().zip(other_tail).map(|(x, y)| x * y).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_linear_iteration_ends_in_a_few_steps() {
        let slow = [0.99, 0.9, 0.5, -0.7];
        let map = |x: &[f64]| -> Vec<f64> { x.iter().zip(slow).map(|(x, a)| a * x + 1.0).collect() };
        let (mut x, mut anderson) = (vec![0.0; 4], Anderson::new());
        for _ in 0..8 {
            let image = map(&x);
            anderson.step(&mut x, &image);
        }
        for (x, a) in x.iter().zip(slow) {
            assert!((x * (1.0 - a) - 1.0).abs() < 1e-7, "{x}");
        }
    }
}
