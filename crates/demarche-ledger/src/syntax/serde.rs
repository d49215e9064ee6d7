//! The common tree as a `serde` deserializer, so that a library's own reader takes what was read already.
//!
//! A plain scalar gives whatever is asked for, as in YAML: `2018` is a number
//! where a number will do and text where text is wanted.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};

use super::{Field, Node, Shape};

/// Fields of a table as one.
pub(crate) struct Table<'a>(pub &'a [Field]);

impl<'de> Deserializer<'de> for Table<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let fields = self.0.iter().map(|field| (field.key.as_str(), &field.value));
        visitor.visit_map(MapDeserializer::new(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for &Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.shape {
            Shape::Text(text) => visitor.visit_str(text),
            Shape::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => visitor.visit_i64(whole),
                (_, Ok(number)) => visitor.visit_f64(number),
                _ => visitor.visit_str(text),
            },
            Shape::Flag(flag) => visitor.visit_bool(*flag),
            Shape::Day(day) => visitor.visit_string(day.to_string()),
            Shape::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Shape::Table(fields) => Table(fields).deserialize_any(visitor),
            Shape::Other(_) => visitor.visit_unit(),
            Shape::Broken => Err(Error::custom("a value that cannot be read")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.shape {
            Shape::Number(text) => visitor.visit_str(text),
            Shape::Flag(flag) => visitor.visit_str(if *flag { "true" } else { "false" }),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.shape {
            Shape::Other(_) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.shape {
            Shape::Text(text) => StrDeserializer::<Error>::new(text).deserialize_enum(name, variants, visitor),
            _ => Err(Error::custom(format!("{} where one of {} is expected", self.is(), variants.join(", ")))),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
