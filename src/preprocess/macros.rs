//! Macros: their table, and what a `#define` line means.
//!
//! In: the tokens of a `#define` line. Out: a [`Macro`] whose replacement list is already split into
//! [`Element`]s, so that expanding it looks at no spelling again. [`MacroTable::find`] is asked for every
//! identifier of the program, so a filter answers most of the questions.

use super::lexer::Lexical;
use crate::source::{FileId, Span};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Text that stands in no file: results of `#` and `##`, numbers of `__LINE__`, spliced tokens.
pub(super) const SCRATCH: FileId = FileId(u32::MAX);

/// Like [`SCRATCH`], but kept to the end: tokens of replacement lists that line splices run through.
pub(super) const KEPT: FileId = FileId(u32::MAX - 1);

/// A token on its way through macro expansion.
#[derive(Copy, Clone, Debug)]
pub(super) struct Tok {
    pub kind: Lexical,
    /// Blanks or newlines stand before it.
    pub space: bool,
    /// It was met while its macro was being replaced, so it is never replaced again.
    pub blocked: bool,
    pub pasted: bool,
    /// Its entry in the [`MacroTable`]; 0 where it has none.
    pub symbol: u32,
    /// Where its bytes are, in a file or in [`SCRATCH`].
    pub text: Span,
    pub spelled: Span,
    /// One more than the index of its expansion; 0 where it has none.
    pub expansion: u32,
}

impl Tok {
    pub(super) fn is_identifier(&self) -> bool {
        self.kind == Lexical::Identifier
    }
}

/// What an [`Element`] of a replacement list stands for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Parameter(u16),
    /// `#` and a parameter.
    Stringise(u16),
    /// `__VA_OPT__(`, with the index of the element that closes it.
    OptionalOpen {
        close: u32,
        stringise: bool,
    },
    OptionalClose,
}

#[derive(Copy, Clone, Debug)]
pub(super) struct Element {
    pub tok: Tok,
    pub role: Role,
    /// `##` follows.
    pub pastes: bool,
}

/// Macros whose replacement the preprocessor makes up.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    Line,
    File,
    BaseFile,
    IncludeLevel,
    Counter,
    Date,
    Time,
    Timestamp,
    Pragma,
    HasInclude,
    HasAttribute,
}

impl Builtin {
    /// It is a question that `#if` may ask, and is nothing elsewhere.
    pub(super) fn asks(self) -> bool {
        matches!(self, Builtin::HasInclude | Builtin::HasAttribute)
    }
}

/// Under which names, and what each makes.
const BUILTINS: &[(&str, Builtin)] = &[
    ("__LINE__", Builtin::Line),
    ("__FILE__", Builtin::File),
    ("__BASE_FILE__", Builtin::BaseFile),
    ("__INCLUDE_LEVEL__", Builtin::IncludeLevel),
    ("__COUNTER__", Builtin::Counter),
    ("__DATE__", Builtin::Date),
    ("__TIME__", Builtin::Time),
    ("__TIMESTAMP__", Builtin::Timestamp),
    ("_Pragma", Builtin::Pragma),
    ("__has_include", Builtin::HasInclude),
    ("__has_include_next", Builtin::HasInclude),
    ("__has_cpp_attribute", Builtin::HasAttribute),
    ("__has_attribute", Builtin::HasAttribute),
];

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    /// The variadic parameter, if any, is the last of `parameters`.
    Function {
        parameters: u16,
        variadic: bool,
    },
    Builtin(Builtin),
}

#[derive(Debug)]
pub(super) struct Macro {
    pub name: Arc<str>,
    pub symbol: u32,
    pub shape: Shape,
    pub body: Vec<Element>,
    /// Nothing but plain tokens in `body`, no operators.
    pub plain: bool,
    /// The parameters whose arguments are put in expanded, in the order of their first use.
    pub expands: Vec<u16>,
    pub definition: Option<Span>,
}

impl Macro {
    pub(super) fn is_function(&self) -> bool {
        matches!(self.shape, Shape::Function { .. })
    }
}

/// All names that were ever macros or parameters, and what they mean now.
pub(super) struct MacroTable {
    symbols: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    slots: Vec<Option<Rc<Macro>>>,
    /// How many expansions of each are under way.
    busy: Vec<u32>,
    filter: Box<[u64; 1024]>,
}

/// Cheap hash of a name, 16 bits.
#[inline]
fn quick(name: &[u8]) -> usize {
    let (low, high) = if let (Some(a), Some(b)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (u64::from_le_bytes(*a), u64::from_le_bytes(*b))
    } else if let (Some(a), Some(b)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        (u64::from(u32::from_le_bytes(*a)), u64::from(u32::from_le_bytes(*b)))
    } else {
        match *name {
            [a] => (u64::from(a), 1),
            [a, b] => (u64::from(a), u64::from(b) << 8),
            [a, b, c] => (u64::from(a) | u64::from(c) << 16, u64::from(b) << 8),
            _ => (0, 0),
        }
    };
    let mixed = (low ^ high.rotate_left(29) ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 48) as usize
}

impl MacroTable {
    pub(super) fn new() -> Self {
        let mut table = MacroTable {
            symbols: HashMap::new(),
            names: vec![Arc::from("")],
            slots: vec![None],
            busy: vec![0],
            filter: Box::new([0; 1024]),
        };
        for &(name, builtin) in BUILTINS {
            let symbol = table.intern(name);
            let name = table.names[symbol as usize].clone();
            let shape = Shape::Builtin(builtin);
            table.define(Macro {
                name,
                symbol,
                shape,
                body: Vec::new(),
                plain: true,
                expands: Vec::new(),
                definition: None,
            });
        }
        table
    }

    /// The symbol of `name`, made where there is none yet.
    pub(super) fn intern(&mut self, name: &str) -> u32 {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = self.names.len() as u32;
        let name: Arc<str> = Arc::from(name);
        self.names.push(name.clone());
        self.symbols.insert(name, symbol);
        self.slots.push(None);
        self.busy.push(0);
        symbol
    }

    /// The symbol of `name` where it may be a macro, else 0.
    #[inline]
    pub(super) fn find(&self, name: &str) -> u32 {
        let hash = quick(name.as_bytes());
        if self.filter[hash >> 6] & (1 << (hash & 63)) == 0 { 0 } else { self.find_slowly(name) }
    }

    #[inline(never)]
    fn find_slowly(&self, name: &str) -> u32 {
        self.symbols.get(name).copied().unwrap_or(0)
    }

    pub(super) fn name(&self, symbol: u32) -> &Arc<str> {
        &self.names[symbol as usize]
    }

    pub(super) fn get(&self, symbol: u32) -> Option<&Rc<Macro>> {
        self.slots[symbol as usize].as_ref()
    }

    pub(super) fn is_defined(&self, symbol: u32) -> bool {
        self.slots[symbol as usize].is_some()
    }

    pub(super) fn define(&mut self, definition: Macro) {
        let hash = quick(definition.name.as_bytes());
        self.filter[hash >> 6] |= 1 << (hash & 63);
        let symbol = definition.symbol as usize;
        self.slots[symbol] = Some(Rc::new(definition));
    }

    pub(super) fn undefine(&mut self, symbol: u32) {
        self.slots[symbol as usize] = None;
    }

    pub(super) fn is_busy(&self, symbol: u32) -> bool {
        self.busy[symbol as usize] > 0
    }

    pub(super) fn enter(&mut self, symbol: u32) {
        self.busy[symbol as usize] += 1;
    }

    pub(super) fn leave(&mut self, symbol: u32) {
        self.busy[symbol as usize] -= 1;
    }
}

/// Reads the tokens of a `#define` line behind the word `define`.
///
/// `text` gives a token's bytes, `end` is where the line ends. The words `__VA_ARGS__` and `__VA_OPT__`
/// need no table entry: they mean something only inside variadic macros.
pub(super) fn parse_definition<'t>(
    toks: &[Tok],
    end: Span,
    names: &MacroTable,
    text: &impl Fn(&Tok) -> &'t str,
) -> Result<Macro, &'static str> {
    let Some(name) = toks.first().filter(|t| t.is_identifier()) else { return Err("#define needs a name") };
    if text(name) == "defined" {
        return Err("`defined` cannot be a macro");
    }
    let (parameters, body) = match toks.get(1) {
        Some(open) if !open.space && text(open) == "(" => {
            let (parameters, used) = parse_parameters(&toks[2..], text)?;
            (Some(parameters), &toks[2 + used..])
        }
        _ => (None, &toks[1..]),
    };
    let definition = match (body.first(), body.last()) {
        (Some(first), Some(last)) => Span { start: first.spelled.start, ..last.spelled },
        _ => end,
    };
    let elements = parse_body(body, parameters.as_ref(), text)?;
    let shape = match &parameters {
        None => Shape::Object,
        Some(p) => Shape::Function { parameters: p.names.len() as u16, variadic: p.variadic },
    };
    let plain = elements.iter().all(|e| e.role == Role::Plain && !e.pastes);
    Ok(Macro {
        name: names.name(name.symbol).clone(),
        symbol: name.symbol,
        shape,
        plain,
        expands: expanded_parameters(&elements, shape),
        body: elements,
        definition: Some(definition),
    })
}

fn expanded_parameters(body: &[Element], shape: Shape) -> Vec<u16> {
    let Shape::Function { parameters, .. } = shape else { return Vec::new() };
    let mut seen = vec![false; parameters as usize];
    let mut order = Vec::new();
    let mut joined = false;
    for element in body {
        let used = match element.role {
            Role::Parameter(number) if !joined && !element.pastes => Some(number),
            // Whether `__VA_OPT__` keeps its text depends on what the variable arguments expand to.
            Role::OptionalOpen { .. } => parameters.checked_sub(1),
            Role::Parameter(_) | Role::Plain | Role::Stringise(_) | Role::OptionalClose => None,
        };
        if let Some(number) = used
            && !std::mem::replace(&mut seen[number as usize], true)
        {
            order.push(number);
        }
        joined = element.pastes;
    }
    order
}

struct Parameters<'t> {
    names: Vec<&'t str>,
    variadic: bool,
}

/// The parameter list behind its `(`, and how many tokens it takes with its `)`.
fn parse_parameters<'t>(
    toks: &[Tok],
    text: &impl Fn(&Tok) -> &'t str,
) -> Result<(Parameters<'t>, usize), &'static str> {
    let mut parameters = Parameters { names: Vec::new(), variadic: false };
    let mut at = 0;
    let word = |at: usize| toks.get(at).map_or("", text);
    if word(0) == ")" {
        return Ok((parameters, 1));
    }
    loop {
        if parameters.names.len() >= 65_000 {
            return Err("a macro has too many parameters");
        }
        if word(at) == "..." {
            parameters.names.push("__VA_ARGS__");
            parameters.variadic = true;
        } else if toks.get(at).is_some_and(Tok::is_identifier) {
            parameters.names.push(word(at));
            if word(at + 1) == "..." {
                at += 1;
                parameters.variadic = true;
            }
        } else {
            return Err("a macro's parameter list is malformed");
        }
        at += 1;
        match word(at) {
            "," if !parameters.variadic => at += 1,
            ")" => return Ok((parameters, at + 1)),
            _ => return Err("a macro's parameter list is malformed"),
        }
    }
}

fn parse_body<'t>(
    toks: &[Tok],
    parameters: Option<&Parameters<'t>>,
    text: &impl Fn(&Tok) -> &'t str,
) -> Result<Vec<Element>, &'static str> {
    let mut body: Vec<Element> = Vec::with_capacity(toks.len());
    let mut open: Option<(usize, u32)> = None;
    let index: HashMap<&str, u16> =
        parameters.map_or(HashMap::new(), |p| p.names.iter().enumerate().map(|(at, &n)| (n, at as u16)).collect());
    let parameter = |tok: &Tok| if tok.is_identifier() { index.get(text(tok)).copied() } else { None };
    let variadic = parameters.is_some_and(|p| p.variadic);
    let mut at = 0;
    while let Some(&tok) = toks.get(at) {
        let next = toks.get(at + 1);
        let mut element = Element { tok, role: Role::Plain, pastes: false };
        let is_hash = tok.kind == Lexical::Punctuator && matches!(text(&tok), "#" | "%:");
        if tok.kind == Lexical::Punctuator && matches!(text(&tok), "##" | "%:%:") {
            match body.last_mut() {
                Some(last) if next.is_some() && !matches!(last.role, Role::OptionalOpen { .. }) => last.pastes = true,
                _ => return Err("`##` stands at an end of a macro"),
            }
            at += 1;
            continue;
        } else if let (true, Some(tok), Some(number)) = (is_hash, next, next.and_then(&parameter)) {
            element.role = Role::Stringise(number);
            element.tok.spelled.end = tok.spelled.end;
            at += 1;
        } else if let Some(number) = parameter(&tok) {
            element.role = Role::Parameter(number);
        } else if open.is_none()
            && variadic
            && (is_optional(toks, at, text) || is_hash && is_optional(toks, at + 1, text))
        {
            open = Some((body.len(), 0));
            element.role = Role::OptionalOpen { close: 0, stringise: is_hash };
            at += 1 + usize::from(is_hash);
        } else if let Some((start, depth)) = &mut open {
            match text(&tok) {
                "(" => *depth += 1,
                ")" if *depth > 0 => *depth -= 1,
                ")" => {
                    let end = body.len() as u32;
                    if let Role::OptionalOpen { close, .. } = &mut body[*start].role {
                        *close = end;
                    }
                    element.role = Role::OptionalClose;
                    open = None;
                }
                _ => {}
            }
        } else if is_hash && parameters.is_some() {
            return Err("`#` is not followed by a parameter");
        }
        body.push(element);
        at += 1;
    }
    if open.is_some() {
        return Err("`__VA_OPT__` is not closed");
    }
    Ok(body)
}

fn is_optional<'t>(toks: &[Tok], at: usize, text: &impl Fn(&Tok) -> &'t str) -> bool {
    toks.get(at).is_some_and(|t| text(t) == "__VA_OPT__") && toks.get(at + 1).is_some_and(|t| text(t) == "(")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_never_hides_a_macro() {
        let mut table = MacroTable::new();
        for name in ["a", "ab", "abc", "abcd", "abcdefgh", "a_rather_long_name"] {
            assert_eq!(table.find(name), 0);
            let symbol = table.intern(name);
            let name = table.name(symbol).clone();
            table.define(Macro {
                name: name.clone(),
                symbol,
                shape: Shape::Object,
                body: Vec::new(),
                plain: true,
                expands: Vec::new(),
                definition: None,
            });
            assert_eq!(table.find(&name), symbol);
            assert!(table.is_defined(symbol));
            table.undefine(symbol);
            assert!(!table.is_defined(symbol));
        }
    }
}
