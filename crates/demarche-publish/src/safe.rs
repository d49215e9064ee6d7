//! What may stand on a page: links, style strings, script data, characters.

use base64::Engine;
use sha2::{Digest, Sha256};

/// The link if it leads where a reader may be sent: `http`, `https` or `mailto`, with nothing unprintable in it.
///
/// Browsers skip tabs and line breaks inside a scheme, so `java\tscript:` is refused with every other control
/// character rather than cleaned.
pub(crate) fn href(link: &str) -> Option<&str> {
    let (scheme, rest) = link.split_once(':')?;
    let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let web = !scheme.eq_ignore_ascii_case("mailto");
    let complete = if web { rest.len() > 2 && rest.starts_with("//") } else { !rest.is_empty() };
    let printable = !link.chars().any(|c| c.is_control() || c.is_whitespace());
    (known && complete && printable).then_some(link)
}

/// The link if it is on the web; a source is never read by mail.
pub(crate) fn web_href(link: &str) -> Option<&str> {
    href(link).filter(|link| link.as_bytes()[0].eq_ignore_ascii_case(&b'h'))
}

/// A quoted CSS string; whatever is not a plain letter or digit is written as its code point.
///
/// Blanks too: one that follows an escape would be read as its end.
pub(crate) fn css_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            '\0' => {}
            c => out.push_str(&format!("\\{:06x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// JSON that can stand inside a `<script>` element: no `<`, `>` or `&` is left to end it or to start a comment.
pub(crate) fn script_json(json: &serde_json::Value) -> String {
    let mut out = String::new();
    for c in json.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The source expression of a content security policy that lets exactly these bytes run.
pub(crate) fn policy_hash(inline: &str) -> String {
    let digest = Sha256::digest(inline.as_bytes());
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(digest))
}

/// Drops the characters that HTML and XML forbid: controls and noncharacters.
pub(crate) fn printable(page: String) -> String {
    let forbidden = |c: char| {
        matches!(c, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    if page.contains(forbidden) { page.chars().filter(|&c| !forbidden(c)).collect() } else { page }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_links_leave_the_page() {
        for good in ["https://stat.example/a?b=1&c#d", "HTTP://x.example", "mailto:desk@norland.example"] {
            assert_eq!(href(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " https://x.example",
            "https:relative",
            "https://",
            "https://a b",
            "data:text/html,x",
            "vbscript:x",
            "//x.example",
            "/path",
            "",
            ":",
        ] {
            assert_eq!(href(bad), None, "{bad:?}");
        }
        assert_eq!(web_href("mailto:desk@norland.example"), None);
    }

    #[test]
    fn a_css_string_cannot_be_left() {
        assert_eq!(css_string("DM, 1"), r#""DM\00002c\0000201""#);
        assert_eq!(css_string("\"}</b>\n"), r#""\000022\00007d\00003c\00002fb\00003e\00000a""#);
        assert!(!css_string("</style>\"\\").contains(['<', '>', '/']));
    }

    #[test]
    fn script_data_cannot_end_the_script() {
        let json = serde_json::json!({"a": "</script><!--\u{2028}&"});
        let text = script_json(&json);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), json);
    }

    #[test]
    fn forbidden_characters_are_dropped_and_others_kept() {
        assert_eq!(printable("a\u{0}b\u{8}\n\tc\u{fffe}é한".into()), "ab\n\tcé한");
    }
}
