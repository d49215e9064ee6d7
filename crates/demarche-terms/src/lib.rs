//! The field's words as types: time, quantity, actor, source, statement.
