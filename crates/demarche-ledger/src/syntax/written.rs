//! What a value says, without its looks.

use super::{Field, Node, Shape};

impl Node {
    /// The value as compact JSON with keys in the order of the alphabet: no comment, blank, place or order of keys.
    ///
    /// Two texts that say the same give the same; it depends on what is written and not on how it is understood, so a
    /// later version of the program gives the same too.
    pub fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match &self.shape {
            Shape::Text(words) => quote(words, text),
            Shape::Number(number) => text.push_str(number),
            Shape::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
            Shape::Day(day) => quote(&day.to_string(), text),
            Shape::List(values) => {
                text.push('[');
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    value.write(text);
                }
                text.push(']');
            }
            Shape::Table(fields) => {
                let mut fields: Vec<&Field> = fields.iter().collect();
                fields.sort_by(|a, b| a.key.cmp(&b.key));
                text.push('{');
                for (at, field) in fields.into_iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    quote(&field.key, text);
                    text.push(':');
                    field.value.write(text);
                }
                text.push('}');
            }
            Shape::Other(what) => quote(what, text),
            Shape::Broken => text.push_str("null"),
        }
    }
}

fn quote(words: &str, text: &mut String) {
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            control if control.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            letter => text.push(letter),
        }
    }
    text.push('"');
}
