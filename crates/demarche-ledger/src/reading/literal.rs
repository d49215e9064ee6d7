//! Literal values: what a source printed, as an interval with its unit.

use demarche_terms::{
    ActorId, Digits, Edtf, HedgeTable, Interval, Kind, Quantity, Relation, TrailingZeros, Unit, Value, ValueType,
};

/// Why a literal is refused.
pub(crate) enum Refusal {
    /// It cannot be read.
    Form(String),
    /// It is read, but its unit has another dimension than the kind asks for.
    Dimension { unit: String, dimension: String },
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self::Form(why)
    }
}

/// Reads a value of a kind.
pub(crate) fn literal(text: &str, kind: &Kind, hedges: &HedgeTable) -> Result<Value, Refusal> {
    match kind.value {
        ValueType::Quantity | ValueType::Share | ValueType::Change => {
            let quantity = quantity(text, hedges)?;
            let dimension = quantity.unit.dimension();
            if dimension != expected_dimension(kind) {
                return Err(Refusal::Dimension { unit: quantity.unit.to_string(), dimension });
            }
            Ok(Value::Quantity(quantity))
        }
        ValueType::Rank => Ok(rank(text)?),
        ValueType::Count => Ok(count(text, hedges)?),
        ValueType::Date => Ok(Value::Date(Edtf::parse(text).map_err(|why| why.to_string())?)),
        ValueType::Text => Ok(Value::Text(text.to_owned())),
        ValueType::Actor => Ok(Value::Actor(ActorId::new(text).map_err(|why| why.to_string())?)),
        other => Err(Refusal::Form(format!("a statement of type {} has no `value`", other.word()))),
    }
}

/// The dimension that a kind asks for; `1` and nothing are `ratio`.
pub(crate) fn expected_dimension(kind: &Kind) -> &str {
    match kind.dimension.as_str() {
        "" | "1" => "ratio",
        _ if kind.value == ValueType::Share => "ratio",
        dimension => dimension,
    }
}

/// Reads `about 9.3e9 USD/a`, `28500 {person}`, `50 %` or `[0.45, 0.55]`.
pub(crate) fn quantity(text: &str, hedges: &HedgeTable) -> Result<Quantity, String> {
    let (relation, rest) = hedge(text.trim(), hedges)?;
    if let Some(inner) = rest.strip_prefix('[') {
        let (inner, unit) = inner.split_once(']').ok_or_else(|| format!("\"{text}\" lacks a closing bracket"))?;
        if relation.is_some() {
            return Err(format!("\"{text}\" has both a hedge and bounds: write one of them"));
        }
        return Ok(Quantity { interval: bounds(inner, text)?, stated: None, unit: parse_unit(unit)? });
    }
    let (number, unit) = rest.split_at(number_length(rest));
    let unit = parse_unit(unit)?;
    let zeros = if unit.as_str().starts_with('%') { TrailingZeros::Count } else { TrailingZeros::Hold };
    let digits = Digits::read(number, zeros);
    if digits.is_none() && !(number.is_empty() && matches!(relation, Some(Relation::Range { .. }))) {
        return Err(format!("\"{text}\" has no number that can be read: write 28500, 9.3, 9.3e9 or [9.25, 9.35]"));
    }
    let interval = match &relation {
        Some(relation) => relation.allows(digits).ok_or_else(|| format!("\"{text}\" is too large"))?,
        None => digits.map(Digits::interval).ok_or_else(|| format!("\"{text}\" has no number"))?,
    };
    let printed = matches!(relation, None | Some(Relation::Around { .. } | Relation::Reported));
    let stated = digits.filter(|_| printed).map(|digits| digits.value);
    Ok(Quantity { interval, stated, unit })
}

/// The one hedge that bears on the number, with what stands behind all hedges; "reportedly" says whose word it is.
fn hedge<'t>(text: &'t str, hedges: &HedgeTable) -> Result<(Option<Relation>, &'t str), String> {
    let mut found = None;
    let mut rest = text;
    while let Some((hedge, length)) = hedges.at_start(rest) {
        rest = rest.get(length..).unwrap_or("").trim_start();
        match (&hedge.relation, &found) {
            (Relation::Reported, _) => {}
            (relation, None) => found = Some(relation.clone()),
            (_, Some(_)) => return Err(format!("\"{text}\" has two hedges: which one counts?")),
        }
    }
    Ok((found, rest))
}

fn number_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | 'e' | 'E'))).unwrap_or(text.len())
}

fn parse_unit(text: &str) -> Result<Unit, String> {
    let text = text.trim();
    if text.is_empty() { Ok(Unit::one()) } else { Unit::parse(text).map_err(|why| why.to_string()) }
}

fn bounds(inner: &str, whole: &str) -> Result<Interval, String> {
    let read = |text: &str| Digits::read(text.trim(), TrailingZeros::Count).map(|digits| digits.value);
    match inner.split_once(", ").or_else(|| inner.split_once(',')).map(|(low, high)| (read(low), read(high))) {
        Some((Some(low), Some(high))) if low <= high => Ok(Interval::closed(low, high)),
        _ => Err(format!("\"{whole}\" are no bounds: write [low, high] with low <= high")),
    }
}

fn rank(text: &str) -> Result<Value, String> {
    let (tied, number) = text.strip_prefix('=').map_or((false, text), |rest| (true, rest));
    match number.trim().parse::<u32>() {
        Ok(place) if place > 0 => Ok(Value::Rank { place, tied }),
        _ => Err(format!("\"{text}\" is no rank: write 7, or =7 for a shared place")),
    }
}

fn count(text: &str, hedges: &HedgeTable) -> Result<Value, String> {
    let fail = || format!("\"{text}\" is no count: write 3, [3, 5] or at least 3");
    if let Ok(count) = text.trim().parse::<u64>() {
        return Ok(Value::Count { at_least: count, at_most: Some(count) });
    }
    let interval = quantity(text, hedges)?.interval;
    let whole = |at: rust_decimal::Decimal| u64::try_from(at).map_err(|_| fail());
    let at_least = match interval.low {
        Some(low) if low.closed => whole(low.at.ceil())?,
        Some(low) => whole(low.at.floor() + rust_decimal::Decimal::ONE)?,
        None => 0,
    };
    let at_most = match interval.high {
        Some(high) if high.closed => Some(whole(high.at.floor())?),
        Some(high) => Some(whole(high.at.ceil() - rust_decimal::Decimal::ONE)?),
        None => None,
    };
    Ok(Value::Count { at_least, at_most })
}
