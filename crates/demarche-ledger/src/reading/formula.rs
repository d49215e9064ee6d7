//! Formulas over statements: reading the text into a tree.
//!
//! Ids hold hyphens, so `a-b` is one id and a minus stands between spaces.

use std::ops::Range;

use demarche_terms::{Digits, HedgeTable, Quantity, StatementId, TrailingZeros, Unit};

use super::literal;
use crate::tables::Reference;

/// Deepest nesting of parentheses.
const DEPTH: usize = 40;

/// A formula, with the place of each id in its text.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Number(Quantity),
    Statement(StatementId, Range<usize>),
    Cell(Reference),
    Negate(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
    /// `convert(x, "USD/a", rate)`.
    Convert(Box<Expr>, Unit, Box<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Sum,
    Min,
    Max,
    Abs,
    Mean,
    Days,
    Years,
}

impl Function {
    const WORDS: [(Self, &'static str); 7] = [
        (Self::Sum, "sum"),
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::Abs, "abs"),
        (Self::Mean, "mean"),
        (Self::Days, "days"),
        (Self::Years, "years"),
    ];

    fn takes(self, arguments: usize) -> bool {
        match self {
            Self::Abs => arguments == 1,
            Self::Days | Self::Years => arguments == 2,
            _ => arguments >= 1,
        }
    }
}

impl Expr {
    /// Calls `visit` on this and every part.
    pub fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        visit(self);
        match self {
            Self::Negate(inner) => inner.walk(visit),
            Self::Binary(_, a, b) | Self::Convert(a, _, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
            Self::Number(_) | Self::Statement(..) | Self::Cell(_) => {}
        }
    }
}

/// Why a formula cannot be read, and where in it.
#[derive(Debug)]
pub(crate) struct FormulaError {
    pub at: Range<usize>,
    pub why: String,
}

/// Reads a formula.
pub(crate) fn parse(text: &str) -> Result<Expr, FormulaError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0 };
    let expr = parser.sum()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(FormulaError { at: token.at.clone(), why: "an operator was expected here".to_owned() }),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// An id, a number, a function's name or a cell.
    Word,
    /// A quantity in quotes; the range is without them.
    Quoted,
    Sign(char),
}

struct Token {
    kind: Kind,
    at: Range<usize>,
}

fn tokens(text: &str) -> Result<Vec<Token>, FormulaError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = match c {
            c if c.is_whitespace() => at + c.len_utf8(),
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => {
                tokens.push(Token { kind: Kind::Sign(c), at: at..at + 1 });
                at + 1
            }
            '"' | '\'' => {
                let length = text[at + 1..].find(c).ok_or_else(|| FormulaError {
                    at: at..text.len(),
                    why: "the quotation is not closed".to_owned(),
                })?;
                tokens.push(Token { kind: Kind::Quoted, at: at + 1..at + 1 + length });
                at + length + 2
            }
            c if c.is_ascii_alphanumeric() => {
                let end = word_end(text, at);
                tokens.push(Token { kind: Kind::Word, at: at..end });
                end
            }
            c => {
                return Err(FormulaError { at: at..at + c.len_utf8(), why: format!("{c:?} has no meaning here") });
            }
        };
        at = end;
    }
    Ok(tokens)
}

/// The end of a word; brackets belong to it with all that is in them, and so does a release behind `@`.
fn word_end(text: &str, start: usize) -> usize {
    let mut inside = false;
    for (at, c) in text[start..].char_indices() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ if inside || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@' | '_') => {}
            _ => return start + at,
        }
    }
    text.len()
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn sign(&mut self, signs: &[char]) -> Option<char> {
        match self.peek()?.kind {
            Kind::Sign(sign) if signs.contains(&sign) => {
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), FormulaError> {
        match self.sign(&[sign]) {
            Some(_) => Ok(()),
            None => Err(self.error(format!("{sign:?} was expected here"))),
        }
    }

    fn error(&self, why: impl Into<String>) -> FormulaError {
        let end = self.text.len();
        FormulaError { at: self.peek().map_or(end..end, |token| token.at.clone()), why: why.into() }
    }

    fn sum(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.product()?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let operator = if sign == '+' { Operator::Add } else { Operator::Subtract };
            left = self.binary(operator, left, Self::product)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.unary()?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let operator = if sign == '*' { Operator::Multiply } else { Operator::Divide };
            left = self.binary(operator, left, Self::unary)?;
        }
        Ok(left)
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: Expr,
        next: fn(&mut Self) -> Result<Expr, FormulaError>,
    ) -> Result<Expr, FormulaError> {
        Ok(Expr::Binary(operator, Box::new(left), Box::new(next(self)?)))
    }

    fn unary(&mut self) -> Result<Expr, FormulaError> {
        if self.depth >= DEPTH {
            return Err(self.error(format!("nested deeper than {DEPTH} levels")));
        }
        self.depth += 1;
        let expr = if self.sign(&['-']).is_some() { Expr::Negate(Box::new(self.unary()?)) } else { self.primary()? };
        self.depth -= 1;
        Ok(expr)
    }

    fn primary(&mut self) -> Result<Expr, FormulaError> {
        let Some(token) = self.peek() else {
            return Err(self.error("it ends where a value was expected"));
        };
        let words = &self.text[token.at.clone()];
        match token.kind {
            Kind::Sign('(') => {
                self.at += 1;
                let inner = self.sum()?;
                self.expect(')')?;
                Ok(inner)
            }
            Kind::Sign(_) => Err(self.error("a value was expected here")),
            Kind::Quoted => {
                self.at += 1;
                literal::quantity(words, &HedgeTable::default())
                    .map(Expr::Number)
                    .map_err(|why| FormulaError { at: token.at.clone(), why })
            }
            Kind::Word => {
                self.at += 1;
                if matches!(self.peek(), Some(Token { kind: Kind::Sign('('), .. })) {
                    self.call(words, token.at.clone())
                } else {
                    word(words, token.at.clone())
                }
            }
        }
    }

    fn call(&mut self, name: &str, at: Range<usize>) -> Result<Expr, FormulaError> {
        self.expect('(')?;
        if name == "convert" {
            return self.convert();
        }
        let Some((function, _)) = Function::WORDS.iter().find(|(_, word)| *word == name) else {
            return Err(FormulaError { at, why: format!("there is no function {name}()") });
        };
        let mut arguments = vec![self.sum()?];
        while self.sign(&[',']).is_some() {
            arguments.push(self.sum()?);
        }
        self.expect(')')?;
        if !function.takes(arguments.len()) {
            return Err(FormulaError { at, why: format!("{name}() does not take {} values", arguments.len()) });
        }
        Ok(Expr::Call(*function, arguments))
    }

    fn convert(&mut self) -> Result<Expr, FormulaError> {
        let amount = self.sum()?;
        self.expect(',')?;
        let unit = match self.peek() {
            Some(token) if token.kind == Kind::Quoted => {
                self.at += 1;
                Unit::parse(&self.text[token.at.clone()])
                    .map_err(|why| FormulaError { at: token.at.clone(), why: why.to_string() })?
            }
            _ => return Err(self.error("the unit to convert to was expected here, in quotes")),
        };
        self.expect(',')?;
        let rate = self.sum()?;
        self.expect(')')?;
        Ok(Expr::Convert(Box::new(amount), unit, Box::new(rate)))
    }
}

/// A number, a cell or an id.
fn word(words: &str, at: Range<usize>) -> Result<Expr, FormulaError> {
    if let Some(digits) = Digits::read(words, TrailingZeros::Count) {
        let interval = demarche_terms::Interval::exact(digits.value);
        return Ok(Expr::Number(Quantity { interval, stated: Some(digits.value), unit: Unit::one() }));
    }
    if words.contains('[') {
        let reference = Reference::parse(words).map_err(|why| FormulaError { at: at.clone(), why })?;
        if reference.column.is_none() {
            return Err(FormulaError { at, why: format!("{words} names rows; a cell is `table[key=value].column`") });
        }
        return Ok(Expr::Cell(reference));
    }
    match StatementId::new(words) {
        Ok(id) => Ok(Expr::Statement(id, at)),
        Err(why) => Err(FormulaError { at, why: why.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        let mut ids = Vec::new();
        parse(text).expect("a formula").walk(&mut |expr| {
            if let Expr::Statement(id, _) = expr {
                ids.push(id.to_string());
            }
        });
        ids
    }

    #[test]
    fn hyphens_belong_to_ids_and_a_minus_stands_apart() {
        assert_eq!(ids("a-b.c - d"), ["a-b.c", "d"]);
        assert_eq!(ids("sum(a.2017, b.2018) / 2 - 1"), ["a.2017", "b.2018"]);
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (text, at) in
            [("a +", 3..3), ("a b", 2..3), ("foo(a)", 0..3), ("(a", 2..2), ("a & b", 2..3), ("t[x=1]", 0..6)]
        {
            assert_eq!(parse(text).expect_err(text).at, at, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "[-a-z0-9.\\[\\]=@+*/(), \"é]{0,40}") {
            let _ = parse(&text);
        }

        #[test]
        fn deep_nesting_is_refused(depth in 100usize..5000) {
            proptest::prop_assert!(parse(&"(".repeat(depth)).is_err());
            proptest::prop_assert!(parse(&"-".repeat(depth)).is_err());
        }
    }
}
