//! Close spellings, for everything that was mistyped.

/// The names that are equally the closest to `word`: one where it is clear what was meant.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let near = close(word, names, usize::MAX);
    let least = near.first().map(|name| distance(word, name));
    near.into_iter().take_while(|name| Some(distance(word, name)) == least).collect()
}

/// The names closest to `word`, best first, at most `most`; none further off than a third of its letters.
pub(crate) fn close<'a>(word: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 6);
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| name.len().abs_diff(word.len()) <= 3 * limit)
        .map(|name| (distance(word, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, name)| name).collect()
}

/// The name closest to `word`, if any is near enough to be a slip of the hand.
pub fn near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    close(word, names, 1).first().copied()
}

/// Letters to change; parts of a dotted id that were swapped or left out cost two each, while most of its parts stand.
fn distance(a: &str, b: &str) -> usize {
    let letters = strsim::damerau_levenshtein(a, b);
    let parts = |text: &str| -> Vec<String> { text.split('.').map(str::to_owned).collect() };
    let (a, b) = (parts(a), parts(b));
    if a.len() < 2 && b.len() < 2 {
        return letters;
    }
    let parts = strsim::generic_levenshtein(&a, &b).saturating_mul(2);
    if parts < a.len().max(b.len()) { letters.min(parts) } else { letters }
}

/// "a", "a or b", "a, b or c" with each name in quotes.
pub(crate) fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("\"{one}\""),
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(|name| format!("\"{name}\"")).collect();
            format!("{} or \"{last}\"", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_found_and_strangers_are_not() {
        let names = ["no-su.trade.balance.2017", "no-su.trade.balance.2016", "predicate", "subject"];
        assert_eq!(close("predicat", names, 3), ["predicate"]);
        assert_eq!(close("sujbect", names, 3), ["subject"]);
        assert_eq!(close("no-su.balance.2017", names, 1), ["no-su.trade.balance.2017"]);
        assert!(close("weather", names, 3).is_empty());
        assert!(close("no-su.treaty", names, 3).is_empty(), "one part of two or four is no likeness");
        assert_eq!(nearest("no-su.trade.balance.201", names), [names[1], names[0]], "both are one letter off");
        assert_eq!(nearest("no-su.trade.blance.2017", names), [names[0]]);
    }
}
