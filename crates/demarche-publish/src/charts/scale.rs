//! Scales: from values to places, with round ticks.

/// A linear scale with round ends.
#[derive(Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// The smallest scale with about `ticks` round steps that holds all values, and zero if asked for.
    ///
    /// Values that are no finite number are left out; without any the scale runs from 0 to 1.
    pub(super) fn over(values: impl Iterator<Item = f64>, with_zero: bool, ticks: f64) -> Self {
        let zero = with_zero.then_some(0.0);
        let ends =
            values.filter(|value| value.is_finite()).chain(zero).fold(None, |ends: Option<(f64, f64)>, value| {
                let (low, high) = ends.unwrap_or((value, value));
                Some((low.min(value), high.max(value)))
            });
        let (low, high) = match ends {
            Some((low, high)) if high - low > 0.0 && (high - low).is_finite() => (low, high),
            Some((value, _)) if value.abs() < 1e300 => (value.min(0.0), value.max(0.0).max(value + 1.0)),
            _ => (0.0, 1.0),
        };
        let step = round_step((high - low) / ticks);
        Self { low: libm::floor(low / step) * step, high: libm::ceil(high / step) * step, step }
    }

    /// Where the value lies between the ends: 0 to 1.
    pub(super) fn at(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Every tick from low to high with its label, at most a hundred.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let places = decimals(self.step);
        let count = libm::round((self.high - self.low) / self.step).clamp(0.0, 100.0);
        (0_u32..=100)
            .take_while(|&number| f64::from(number) <= count)
            .map(|number| {
                let value = self.low + self.step * f64::from(number);
                (value, crate::words::quantity(&format!("{value:.places$}")))
            })
            .collect()
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten.
fn round_step(raw: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    if power <= 0.0 || !power.is_finite() {
        return 1.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    power * steps.into_iter().find(|step| step * power >= raw).unwrap_or(10.0)
}

/// Decimals that a step needs to be told from the next, at most six.
fn decimals(step: f64) -> usize {
    (0..6)
        .find(|&places| {
            let scaled = step * libm::pow(10.0, places as f64);
            (scaled - libm::round(scaled)).abs() < 1e-6
        })
        .unwrap_or(6)
}

/// A decimal string as a number; `None` for what cannot be drawn.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite() && value.abs() < 1e15)
}

/// An EDTF year, month or day as a year with fraction: the middle of what it names.
pub(super) fn year(edtf: &str) -> Option<f64> {
    let parts: Vec<&str> = edtf.trim_end_matches(['~', '?', '%']).split('-').collect();
    let digits = |text: &str, width: usize| {
        (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<f64>().ok()).flatten()
    };
    match parts[..] {
        [year] => Some(digits(year, 4)? + 0.5),
        [year, month] => Some(digits(year, 4)? + (digits(month, 2)? - 0.5) / 12.0),
        [year, month, day] => {
            Some(digits(year, 4)? + (digits(month, 2)? - 1.0) / 12.0 + (digits(day, 2)? - 0.5) / 365.25)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64], with_zero: bool) -> String {
        let scale = Scale::over(values.iter().copied(), with_zero, 4.0);
        scale.ticks().into_iter().map(|(_, label)| label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_round_and_hold_every_value() {
        assert_eq!(labels(&[3.0, 17.0], true), "0 5 10 15 20");
        assert_eq!(labels(&[-4.0, 9.0], true), "\u{2212}5 0 5 10");
        assert_eq!(labels(&[0.12, 0.31], false), "0.10 0.15 0.20 0.25 0.30 0.35");
        assert_eq!(labels(&[], true), "0.00 0.25 0.50 0.75 1.00");
        assert_eq!(labels(&[7.0], false), "0 2 4 6 8");
        assert_eq!(labels(&[f64::NAN], true), "0.00 0.25 0.50 0.75 1.00");
        assert_eq!(labels(&[12000.0, 48000.0], true), "0 20,000 40,000 60,000");
    }

    #[test]
    fn dates_fall_where_they_belong() {
        assert_eq!(year("2018"), Some(2018.5));
        assert_eq!(year("2018-07"), Some(2018.0 + 6.5 / 12.0));
        assert!(year("2018-12-31").is_some_and(|at| at > 2018.99 && at < 2019.01));
        assert_eq!(year("soon"), None);
        assert_eq!(year(""), None);
    }
}
