//! Names of things in a dossier: readable, stable, never reused.

use serde::Serialize;
use std::sync::Arc;

/// Why a name cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// Nothing between the quotes.
    Empty,
    /// Longer than [`MAX_ID`] bytes.
    TooLong(usize),
    /// A character outside the alphabet, with its byte offset.
    Character(char, usize),
    /// A dot or hyphen at the start, the end, or beside another dot.
    Separator(usize),
}

/// Longest id in bytes: ids are typed by people and printed in margins.
pub const MAX_ID: usize = 120;

impl std::fmt::Display for IdError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "an id cannot be empty"),
            Self::TooLong(length) => write!(f, "an id has at most {MAX_ID} bytes, this one has {length}"),
            Self::Character(c, at) => write!(
                f,
                "{c:?} at byte {at} cannot stand in an id: use letters a-z, A-Z, digits, hyphens, and dots between parts"
            ),
            Self::Separator(at) => write!(f, "the separator at byte {at} must stand between two letters or digits"),
        }
    }
}

impl std::error::Error for IdError {}

fn validate(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_ID {
        return Err(IdError::TooLong(text.len()));
    }
    // Anything but a letter or digit must stand between two of them.
    let apart = text.bytes().try_fold(false, |apart, byte| match byte {
        b'.' | b'-' => apart.then_some(false),
        byte => byte.is_ascii_alphanumeric().then_some(true),
    });
    if apart == Some(true) { Ok(()) } else { Err(fault(text)) }
}

/// What is wrong with a text that is no id.
fn fault(text: &str) -> IdError {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))) {
        return IdError::Character(c, at);
    }
    let bytes = text.as_bytes();
    let separator = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b'.' | b'-'));
    let alone = |at: &usize| separator(*at) && (*at == 0 || separator(at - 1) || separator(at + 1));
    IdError::Separator((0..bytes.len()).find(alone).unwrap_or(0))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the spelling.
            ///
            /// # Errors
            /// [`IdError`] names the character or separator that cannot stand.
            pub fn new(text: &str) -> Result<Self, IdError> {
                validate(text)?;
                Ok(Self(text.into()))
            }

            /// The spelling.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A statement's id, such as `us-ca.softwood.share.2018`: readable, never reused.
    StatementId;
    /// A source's key in `sources.yml`.
    SourceId;
    /// An actor: `CAN`, `ca.prime-minister`, `john-doe`.
    ActorId;
    /// A kind of statement, such as `trade-deficit`; one file in `kinds/` each.
    KindId;
    /// A rule of law or calendar, such as `ca.elections-act.s-56-1`.
    RuleId;
    /// A table in `series/`.
    TableId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_readable_slugs_and_refuse_the_rest() {
        for good in ["CAN", "us-ca.trade.2017", "a", "x1.y-2"] {
            assert!(StatementId::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", IdError::Empty),
            ("a b", IdError::Character(' ', 1)),
            ("../etc", IdError::Character('/', 2)),
            ("a..b", IdError::Separator(1)),
            (".a", IdError::Separator(0)),
            ("a-", IdError::Separator(1)),
            ("né", IdError::Character('é', 1)),
        ] {
            assert_eq!(StatementId::new(bad), Err(why), "{bad}");
        }
    }
}
