//! Small dense systems by Gaussian elimination with row exchange.

/// Solves `matrix x = right` in place; the answer stands in `right`.
///
/// `matrix` is row by row, `right.len()` squared. Returns `None` if the system is singular
/// to working precision.
pub(crate) fn solve(matrix: &mut [f64], right: &mut [f64]) -> Option<()> {
    let n = right.len();
    let scale = matrix.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    for column in 0..n {
        let size = |row: &usize| matrix[row * n + column].abs();
        let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        if size(&pivot) <= scale * 1e-15 || !scale.is_finite() {
            return None;
        }
        for k in 0..n {
            matrix.swap(column * n + k, pivot * n + k);
        }
        right.swap(column, pivot);
        for row in column + 1..n {
            let factor = matrix[row * n + column] / matrix[column * n + column];
            if factor != 0.0 {
                for k in column..n {
                    matrix[row * n + k] -= factor * matrix[column * n + k];
                }
                right[row] -= factor * right[column];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| matrix[row * n + k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row * n + row];
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_exchanged_and_singular_systems_refused() {
        let (mut a, mut b) = ([0.0, 2.0, 1.0, 1.0], [4.0, 5.0]);
        assert_eq!(solve(&mut a, &mut b), Some(()));
        assert_eq!(b, [3.0, 2.0]);
        let (mut a, mut b) = ([1.0, 2.0, 2.0, 4.0], [1.0, 2.0]);
        assert_eq!(solve(&mut a, &mut b), None);
    }
}
