//! The one equation in the price index, solved by guarded Newton steps.

/// One source as the equation sees it; all logs are of ratios new/old.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// Share of base spending, from 0 to 1.
    pub share: f64,
    /// Log of `(1+t1)/(1+t0)`.
    pub ln_wedge: f64,
    /// Elasticity of supply, infinity allowed.
    pub supply: f64,
    /// Log of the cap on the quantity ratio; infinity where there is none.
    pub ln_cap: f64,
    /// Log of the largest extra wedge of the cap: infinity for a quota,
    /// `ln((1+over)/(1+in))` for a tariff-rate quota.
    pub ln_ceiling: f64,
}

/// Where a source stands with its cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    At,
    Over,
}

/// The answer for one source; all logs are of ratios new/old.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hat {
    pub ln_price: f64,
    pub ln_consumer: f64,
    pub ln_quantity: f64,
    /// Log of one plus the shadow tariff.
    pub ln_shadow: f64,
    pub side: Side,
}

/// Demand parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demand {
    pub sigma: f64,
    pub eta: f64,
}

impl Demand {
    /// The answer of one source to a price index, and the slope of its consumer price in it.
    fn respond(&self, line: &Line, ln_index: f64) -> (Hat, f64) {
        let free = self.at_wedge(line, ln_index, 0.0);
        if free.ln_quantity <= line.ln_cap {
            return (free, self.free_slope(line));
        }
        let ln_price = line.ln_cap / line.supply;
        let ln_consumer = ((self.sigma - self.eta) * ln_index - line.ln_cap) / self.sigma;
        let ln_shadow = ln_consumer - line.ln_wedge - ln_price;
        if ln_shadow <= line.ln_ceiling {
            let hat = Hat { ln_price, ln_consumer, ln_quantity: line.ln_cap, ln_shadow, side: Side::At };
            return (hat, (self.sigma - self.eta) / self.sigma);
        }
        let over = Hat { side: Side::Over, ..self.at_wedge(line, ln_index, line.ln_ceiling) };
        (over, self.free_slope(line))
    }

    fn at_wedge(&self, line: &Line, ln_index: f64, ln_shadow: f64) -> Hat {
        let wedge = line.ln_wedge + ln_shadow;
        let pull = (self.sigma - self.eta) * ln_index - self.sigma * wedge;
        let ln_price = pull / (line.supply + self.sigma);
        Hat {
            ln_price,
            ln_consumer: wedge + ln_price,
            ln_quantity: pull - self.sigma * ln_price,
            ln_shadow,
            side: Side::Below,
        }
    }

    fn free_slope(&self, line: &Line) -> f64 {
        (self.sigma - self.eta) / (line.supply + self.sigma)
    }

    /// Excess of `ln_index` over the index that the sources' prices give, and its slope.
    fn excess(&self, lines: &[Line], ln_index: f64) -> (f64, f64) {
        let power = 1.0 - self.sigma;
        let (mut sum, mut weight, mut slope) = (0.0, 0.0, 0.0);
        for line in lines.iter().filter(|line| line.share > 0.0) {
            let (hat, source_slope) = self.respond(line, ln_index);
            let growth = if power == 0.0 { hat.ln_consumer } else { libm::expm1(power * hat.ln_consumer) };
            let now = line.share * if power == 0.0 { 1.0 } else { 1.0 + growth };
            sum += line.share * growth;
            weight += now;
            slope += now * source_slope;
        }
        let index = if power == 0.0 { sum } else { libm::log1p(sum) / power };
        (ln_index - index, 1.0 - slope / weight)
    }

    /// The log of the price index ratio, or `None` if floating point ran out.
    pub(super) fn index(&self, lines: &[Line]) -> Option<f64> {
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut ln_index = 0.0;
        for _ in 0..200 {
            let (excess, slope) = self.excess(lines, ln_index);
            if !excess.is_finite() {
                return None;
            }
            if excess.abs() <= 4.0 * f64::EPSILON * ln_index.abs().max(0.1) {
                return Some(ln_index);
            }
            if excess > 0.0 {
                high = ln_index;
            } else {
                low = ln_index;
            }
            let newton = ln_index - excess / slope;
            let inside = newton > low && newton < high;
            let next = if slope > 0.0 && inside {
                newton
            } else if low.is_finite() && high.is_finite() {
                0.5 * (low + high)
            } else {
                ln_index - excess.signum() * (1.0 + ln_index.abs())
            };
            if next == ln_index {
                return Some(ln_index);
            }
            ln_index = next;
        }
        (high - low < 1e-12).then_some(ln_index)
    }

    /// The answers of all sources at the price index that solves the market.
    pub(super) fn hats<'a>(&'a self, lines: &'a [Line], ln_index: f64) -> impl Iterator<Item = Hat> + 'a {
        lines.iter().map(move |line| self.respond(line, ln_index).0)
    }
}
