//! Draws that anyone can repeat: a counter-based generator, bands and signs.
//!
//! A counter-based generator has no state: the number is a function of the
//! seed, the name of the parameter and the index of the draw. So two scenarios
//! that share a parameter share its draws (*common random numbers*), adding a
//! source does not shift the draws of the others, and the order of evaluation
//! or the number of threads changes nothing.
//!
//! Generator: Philox 4x32 with 10 rounds (Salmon and others, *Parallel random
//! numbers: as easy as 1, 2, 3*, SC 2011). Normal deviates: the inverse of the
//! normal distribution by Wichura's algorithm AS 241 (1988), good to 1e-15.

use serde::Serialize;

/// A family of draws from one seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Draws {
    /// The seed, printed with every result.
    pub seed: u64,
    /// Number of draws.
    pub count: u32,
}

/// The draws of one parameter, named so that scenarios share them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    seed: u64,
    parameter: u64,
}

impl Draws {
    /// Number and seed in words.
    pub fn told(&self) -> String {
        format!("{} draws from seed {}", self.count, self.seed)
    }

    /// The stream of a parameter, found by its name.
    pub fn stream(&self, parameter: &str) -> Stream {
        Stream { seed: self.seed, parameter: fnv1a(parameter.as_bytes()) }
    }
}

impl Stream {
    /// The standard normal deviate of draw `index`.
    pub fn normal(&self, index: u32) -> f64 {
        inverse_normal(self.uniform(index))
    }

    /// A number strictly between 0 and 1 for draw `index`, with 53 bits.
    pub fn uniform(&self, index: u32) -> f64 {
        let [low, high] = split(self.parameter);
        let block = philox([index, 0, low, high], split(self.seed));
        let bits = (u64::from(block[0]) << 32 | u64::from(block[1])) >> 11;
        (bits as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A lognormal draw: `median` times e to the power of `log_sd` times the deviate.
    ///
    /// A spread of zero returns the median exactly, and infinity stays infinite.
    pub fn lognormal(&self, median: f64, log_sd: f64, index: u32) -> f64 {
        if log_sd == 0.0 || median.is_infinite() { median } else { median * libm::exp(log_sd * self.normal(index)) }
    }
}

fn split(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let a = u64::from(counter[0]) * 0xD251_1F53;
        let b = u64::from(counter[2]) * 0xCD9E_8D57;
        counter = [(b >> 32) as u32 ^ counter[1] ^ key[0], b as u32, (a >> 32) as u32 ^ counter[3] ^ key[1], a as u32];
        key[0] = key[0].wrapping_add(0x9E37_79B9);
        key[1] = key[1].wrapping_add(0xBB67_AE85);
    }
    counter
}

/// The value below which a standard normal variable falls with probability `p`.
fn inverse_normal(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(&CENTRE, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let size = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    size.copysign(q)
}

type Rational = ([f64; 8], [f64; 8]);

fn ratio((top, bottom): &Rational, x: f64) -> f64 {
    let value = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * x + c);
    value(top) / value(bottom)
}

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_66e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_545e3,
    ],
);
const MIDDLE: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const FAR: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

/// What the draws say of one figure: three quantiles and the sign.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The value that 5 percent of draws stay below.
    pub p05: f64,
    /// The median.
    pub p50: f64,
    /// The value that 95 percent of draws stay below.
    pub p95: f64,
    /// Share of draws with the sign of the median; draws of exactly zero count for neither sign.
    pub sign_probability: f64,
}

impl Band {
    /// The band of a list of draws, by linear interpolation between order statistics.
    ///
    /// Returns `None` for an empty list. The list is reordered.
    pub fn of(draws: &mut [f64]) -> Option<Self> {
        if draws.is_empty() {
            return None;
        }
        let p50 = quantile(draws, 0.50);
        let same = draws.iter().filter(|d| *d * p50 > 0.0).count();
        Some(Self {
            p05: quantile(draws, 0.05),
            p50,
            p95: quantile(draws, 0.95),
            sign_probability: same as f64 / draws.len() as f64,
        })
    }
}

fn quantile(draws: &mut [f64], p: f64) -> f64 {
    let place = p * (draws.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let (_, low, rest) = draws.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let next = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    low + (place - below as f64) * (next - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of the generator's authors (Random123, `kat_vectors`).
    #[test]
    fn philox_gives_the_authors_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    }

    #[test]
    fn inverse_normal_gives_the_textbook_quantiles() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.05, -1.644_853_626_951_472_2),
            (1e-10, -6.361_340_902_404_056),
        ] {
            assert!((inverse_normal(p) - z).abs() < 1e-12, "{p}");
        }
    }

    #[test]
    fn bands_interpolate_and_count_signs() {
        let mut draws: Vec<f64> = (0..=100).map(|i| f64::from(i) - 20.0).rev().collect();
        let band = Band::of(&mut draws).expect("draws are not empty");
        assert_eq!((band.p05, band.p50, band.p95), (-15.0, 30.0, 75.0));
        assert!((band.sign_probability - 80.0 / 101.0).abs() < 1e-15);
        assert_eq!(Band::of(&mut []), None);
    }

    #[test]
    fn normal_draws_have_the_moments_of_the_normal() {
        let stream = Draws { seed: 7, count: 0 }.stream("sigma");
        let draws: Vec<f64> = (0..20_000).map(|i| stream.normal(i)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|d| d * d).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.03);
    }
}
