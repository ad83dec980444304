//! Cuts text into the preprocessor's lexemes: tokens, blanks, comments, newlines and line splices.
//!
//! In: bytes of a valid `str` and an offset. Out: one [`Lexeme`]. Knows nothing of files or macros. Every
//! lexeme starts and ends on a character boundary, because bytes outside ASCII only ever occur inside
//! identifiers, literals and comments, which are taken whole.

/// What a token of the expanded text is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A name or keyword.
    Identifier,
    /// A number as the preprocessor sees it, suffixes and digit separators included.
    Number,
    /// A character literal with its prefix.
    Character,
    /// A string literal with its prefix, raw strings included.
    String,
    /// An operator or separator. `<<<` and `>>>` are one token each.
    Punctuator,
    /// A byte that begins no token, or a literal without its closing quote.
    Other,
}

/// The kinds of [`Lexeme`], and the two kinds of token that only exist while macros expand.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Lexical {
    Identifier,
    Number,
    Character,
    String,
    Punctuator,
    Other,
    Blank,
    Newline,
    /// A backslash with the newline that it hides.
    Splice,
    Comment,
    End,
    /// The standard's placemarker: the empty operand of `##`.
    Placemarker,
    /// A `#pragma` or `_Pragma` on its way to its place in the output.
    Pragma,
}

impl Lexical {
    pub(super) fn token_kind(self) -> TokenKind {
        match self {
            Lexical::Identifier => TokenKind::Identifier,
            Lexical::Number => TokenKind::Number,
            Lexical::Character => TokenKind::Character,
            Lexical::String => TokenKind::String,
            Lexical::Punctuator => TokenKind::Punctuator,
            Lexical::Other
            | Lexical::Blank
            | Lexical::Newline
            | Lexical::Splice
            | Lexical::Comment
            | Lexical::End
            | Lexical::Placemarker
            | Lexical::Pragma => TokenKind::Other,
        }
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub kind: Lexical,
    pub end: usize,
    /// Line splices stand inside, so that the token is not spelled by its bytes alone: see [`unspliced`].
    pub broken: bool,
}

impl Lexeme {
    fn new(kind: Lexical, end: usize) -> Self {
        Lexeme { kind, end, broken: false }
    }
}

const OTHER: u8 = 0;
const WORD: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;
const NEWLINE: u8 = 4;
const QUOTE: u8 = 5;
const PUNCTUATION: u8 = 6;
const BACKSLASH: u8 = 7;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | 0x80..=0xff => WORD,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'\r' | 0x0b | 0x0c => BLANK,
            b'\n' => NEWLINE,
            b'"' | b'\'' => QUOTE,
            b'\\' => BACKSLASH,
            b'!' | b'#' | b'%'..=b'&' | b'('..=b'/' | b':'..=b'?' | b'[' | b']' | b'^' | b'{'..=b'~' => PUNCTUATION,
            _ => OTHER,
        };
        at += 1;
    }
    table
}

fn class(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(OTHER, |&b| CLASS[b as usize])
}

fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The lexeme that starts at `at`.
#[inline]
pub(super) fn next(bytes: &[u8], at: usize) -> Lexeme {
    lex::<true>(bytes, at)
}

#[inline(always)]
fn lex<const SPLICES: bool>(bytes: &[u8], at: usize) -> Lexeme {
    let Some(&first) = bytes.get(at) else { return Lexeme::new(Lexical::End, bytes.len()) };
    match CLASS[first as usize] {
        WORD => word::<SPLICES>(bytes, at),
        BLANK => {
            let mut end = at + 1;
            while class(bytes, end) == BLANK {
                end += 1;
            }
            Lexeme::new(Lexical::Blank, end)
        }
        NEWLINE => Lexeme::new(Lexical::Newline, at + 1),
        DIGIT => number::<SPLICES>(bytes, at),
        QUOTE => quoted::<SPLICES>(bytes, at, at),
        PUNCTUATION => punctuation::<SPLICES>(bytes, at),
        BACKSLASH => match splice_end(bytes, at) {
            Some(end) if SPLICES => Lexeme::new(Lexical::Splice, end),
            _ => Lexeme::new(Lexical::Other, at + 1),
        },
        _ => Lexeme::new(Lexical::Other, at + 1),
    }
}

/// The end of the line splice at `at`, blanks between the backslash and the newline allowed as GCC does.
fn splice_end(bytes: &[u8], at: usize) -> Option<usize> {
    if byte(bytes, at) != b'\\' {
        return None;
    }
    let mut end = at + 1;
    while class(bytes, end) == BLANK {
        end += 1;
    }
    (byte(bytes, end) == b'\n').then_some(end + 1)
}

/// A token that ends at `end`, unless a splice follows behind which it may go on.
#[inline]
fn finish<const SPLICES: bool>(bytes: &[u8], at: usize, kind: Lexical, end: usize) -> Lexeme {
    if SPLICES && byte(bytes, end) == b'\\' && may_go_on(bytes, end) {
        return across_splices(bytes, at);
    }
    Lexeme::new(kind, end)
}

#[cold]
fn may_go_on(bytes: &[u8], mut at: usize) -> bool {
    let start = at;
    while let Some(end) = splice_end(bytes, at) {
        at = end;
    }
    at > start && !matches!(class(bytes, at), BLANK | NEWLINE | OTHER)
}

/// Lexes with line splices taken away. Works on a growing window, so that a long run of spliced lines
/// costs no more than its length.
#[cold]
#[inline(never)]
fn across_splices(bytes: &[u8], at: usize) -> Lexeme {
    let mut size = 32;
    loop {
        let (clean, places) = window(bytes, at, size);
        let whole = clean.len() < size;
        let lexeme = lex::<false>(&clean, 0);
        if lexeme.end < clean.len() || whole {
            let end = places.get(lexeme.end.wrapping_sub(1)).map_or(at + 1, |&last| last + 1);
            return Lexeme { kind: lexeme.kind, end, broken: end - at != lexeme.end };
        }
        size *= 4;
    }
}

fn window(bytes: &[u8], mut at: usize, size: usize) -> (Vec<u8>, Vec<usize>) {
    let mut clean = Vec::with_capacity(size);
    let mut places = Vec::with_capacity(size);
    while clean.len() < size {
        match (splice_end(bytes, at), bytes.get(at)) {
            (Some(end), _) => at = end,
            (None, Some(&byte)) => {
                clean.push(byte);
                places.push(at);
                at += 1;
            }
            (None, None) => break,
        }
    }
    (clean, places)
}

/// `text` without its line splices.
pub(super) fn unspliced(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at, mut run) = (String::with_capacity(text.len()), 0, 0);
    while at < bytes.len() {
        match splice_end(bytes, at) {
            Some(end) => {
                out.push_str(text.get(run..at).unwrap_or(""));
                (at, run) = (end, end);
            }
            None => at += 1,
        }
    }
    out.push_str(text.get(run..).unwrap_or(""));
    out
}

#[inline(always)]
fn word<const SPLICES: bool>(bytes: &[u8], at: usize) -> Lexeme {
    let mut end = at + 1;
    while matches!(class(bytes, end), WORD | DIGIT) {
        end += 1;
    }
    if class(bytes, end) == QUOTE {
        match &bytes[at..end] {
            b"L" | b"u" | b"U" | b"u8" => return quoted::<SPLICES>(bytes, at, end),
            b"R" | b"LR" | b"uR" | b"UR" | b"u8R" if bytes[end] == b'"' => {
                return raw_string::<SPLICES>(bytes, at, end);
            }
            _ => {}
        }
    }
    finish::<SPLICES>(bytes, at, Lexical::Identifier, end)
}

fn number<const SPLICES: bool>(bytes: &[u8], at: usize) -> Lexeme {
    let mut end = at + 1;
    loop {
        match byte(bytes, end) {
            b'e' | b'E' | b'p' | b'P' if matches!(byte(bytes, end + 1), b'+' | b'-') => end += 2,
            b'\'' if matches!(class(bytes, end + 1), WORD | DIGIT) => end += 1,
            b'.' => end += 1,
            _ if matches!(class(bytes, end), WORD | DIGIT) => end += 1,
            _ => break,
        }
    }
    finish::<SPLICES>(bytes, at, Lexical::Number, end)
}

/// A string or character literal whose opening quote stands at `open`.
fn quoted<const SPLICES: bool>(bytes: &[u8], at: usize, open: usize) -> Lexeme {
    let quote = bytes[open];
    let kind = if quote == b'"' { Lexical::String } else { Lexical::Character };
    let mut end = open + 1;
    loop {
        match bytes.get(end) {
            None => return Lexeme::new(Lexical::Other, bytes.len()),
            Some(&b) if b == quote => return Lexeme::new(kind, end + 1),
            Some(b'\\') => {
                if SPLICES && splice_end(bytes, end).is_some() {
                    return across_splices(bytes, at);
                }
                // The newline after an escaped backslash is looked at below.
                end += if byte(bytes, end + 1) == b'\n' { 1 } else { 2 };
                if end > bytes.len() {
                    end = bytes.len();
                }
            }
            Some(b'\n') => {
                if SPLICES && bytes[end - 1] == b'\\' {
                    return across_splices(bytes, at);
                }
                return Lexeme::new(Lexical::Other, end);
            }
            Some(_) => end += 1,
        }
    }
}

/// A raw string whose opening quote stands at `open`; one without an end takes the rest of the text.
fn raw_string<const SPLICES: bool>(bytes: &[u8], at: usize, open: usize) -> Lexeme {
    let mut paren = open + 1;
    while paren < bytes.len()
        && paren - open <= 17
        && !matches!(bytes[paren], b'(' | b')' | b'\\' | b'"' | b' ' | b'\n')
    {
        paren += 1;
    }
    if byte(bytes, paren) != b'(' {
        return quoted::<SPLICES>(bytes, at, open);
    }
    let delimiter = &bytes[open + 1..paren];
    let mut end = paren + 1;
    while end < bytes.len() {
        if bytes[end] == b')'
            && bytes[end + 1..].starts_with(delimiter)
            && byte(bytes, end + 1 + delimiter.len()) == b'"'
        {
            return Lexeme::new(Lexical::String, end + delimiter.len() + 2);
        }
        end += 1;
    }
    Lexeme::new(Lexical::Other, bytes.len())
}

#[inline(always)]
fn punctuation<const SPLICES: bool>(bytes: &[u8], at: usize) -> Lexeme {
    let (first, second) = (bytes[at], byte(bytes, at + 1));
    match (first, second) {
        (b'/', b'/') => return line_comment::<SPLICES>(bytes, at),
        (b'/', b'*') => return Lexeme::new(Lexical::Comment, block_comment_end(bytes, at)),
        (b'.', b'0'..=b'9') => return number::<SPLICES>(bytes, at),
        // The commonest ones never begin a longer token.
        (b'(' | b')' | b',' | b';' | b'{' | b'}' | b'[' | b']' | b'~' | b'?', _) => {
            return Lexeme::new(Lexical::Punctuator, at + 1);
        }
        _ => {}
    }
    let length = punctuator_length(first, second, byte(bytes, at + 2), byte(bytes, at + 3));
    finish::<SPLICES>(bytes, at, Lexical::Punctuator, at + length)
}

fn punctuator_length(first: u8, second: u8, third: u8, fourth: u8) -> usize {
    match (first, second, third) {
        (b'%', b':', b'%') if fourth == b':' => 4,
        (b'<', b'<', b'<') | (b'>', b'>', b'>') | (b'.', b'.', b'.') => 3,
        (b'<', b'<', b'=') | (b'>', b'>', b'=') | (b'-', b'>', b'*') | (b'<', b'=', b'>') => 3,
        // `<::` is `<` and `::`, so that `vector<::type>` means what it says.
        (b'<', b':', b':') if fourth != b':' && fourth != b'>' => 1,
        (b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'!' | b'=' | b'<' | b'>', b'=', _) => 2,
        (b'<', b'<' | b':' | b'%', _) | (b'>', b'>', _) => 2,
        (b'+', b'+', _) | (b'-', b'-' | b'>', _) | (b'&', b'&', _) | (b'|', b'|', _) => 2,
        (b':', b':' | b'>', _) | (b'%', b':' | b'>', _) | (b'#', b'#', _) | (b'.', b'*', _) => 2,
        _ => 1,
    }
}

fn line_comment<const SPLICES: bool>(bytes: &[u8], at: usize) -> Lexeme {
    let mut end = at + 2;
    while end < bytes.len() {
        if bytes[end] == b'\n' && !(SPLICES && ends_in_splice(&bytes[at..end])) {
            break;
        }
        end += 1;
    }
    Lexeme::new(Lexical::Comment, end)
}

fn ends_in_splice(line: &[u8]) -> bool {
    line.iter().rev().find(|&&b| CLASS[b as usize] != BLANK) == Some(&b'\\')
}

fn block_comment_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 3;
    while end < bytes.len() {
        if bytes[end] == b'/' && bytes[end - 1] == b'*' {
            return end + 1;
        }
        end += 1;
    }
    bytes.len()
}

/// Whether `text` holds nothing but blanks, newlines, splices and comments.
pub(super) fn is_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let lexeme = next(bytes, at);
        match lexeme.kind {
            Lexical::End => return true,
            Lexical::Blank | Lexical::Newline | Lexical::Splice | Lexical::Comment => at = lexeme.end,
            Lexical::Identifier
            | Lexical::Number
            | Lexical::Character
            | Lexical::String
            | Lexical::Punctuator
            | Lexical::Other
            | Lexical::Placemarker
            | Lexical::Pragma => return false,
        }
    }
}

/// Whether two bytes of neighbouring tokens must be kept apart by a blank. May say yes too often.
pub(super) fn joins(left: u8, right: u8) -> bool {
    match (CLASS[left as usize], CLASS[right as usize]) {
        (WORD | DIGIT, WORD | DIGIT | QUOTE) | (QUOTE, WORD | DIGIT) => return true,
        (DIGIT, _) => return right == b'.',
        _ => {}
    }
    match right {
        b'=' => b"+-*/%&|^!=<>".contains(&left),
        b'+' | b'&' | b'|' | b'#' => left == right,
        b'<' => left == b'<',
        b'>' => b"->=:%".contains(&left),
        b'-' => left == b'-',
        b':' => b":<%".contains(&left),
        b'%' => left == b'<',
        b'*' => b"/.>".contains(&left),
        b'/' => b"/*".contains(&left),
        b'.' | b'0'..=b'9' => left == b'.',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Lexical, &str)> {
        let (mut at, mut out) = (0, Vec::new());
        loop {
            let lexeme = next(text.as_bytes(), at);
            if lexeme.kind == Lexical::End {
                return out;
            }
            assert!(lexeme.end > at, "no progress in {text:?} at {at}");
            if lexeme.kind != Lexical::Blank {
                out.push((lexeme.kind, &text[at..lexeme.end]));
            }
            at = lexeme.end;
        }
    }

    fn words(text: &str) -> Vec<&str> {
        kinds(text).into_iter().map(|(_, t)| t).collect()
    }

    #[test]
    fn numbers_take_separators_exponents_and_suffixes() {
        assert_eq!(words("1'000'000ull 0x1p-3f .5e+10 1..2 3.f"), ["1'000'000ull", "0x1p-3f", ".5e+10", "1..2", "3.f"]);
    }

    #[test]
    fn punctuators_are_the_longest_possible() {
        assert_eq!(
            words("k<<<g,b>>>(a); x>>=1; p->*q; a<=>b"),
            [
                "k", "<<<", "g", ",", "b", ">>>", "(", "a", ")", ";", "x", ">>=", "1", ";", "p", "->*", "q", ";", "a",
                "<=>", "b"
            ]
        );
        assert_eq!(words("v<::T> a<:0:>"), ["v", "<", "::", "T", ">", "a", "<:", "0", ":>"]);
    }

    #[test]
    fn literals_keep_prefixes_escapes_and_raw_delimiters() {
        let found = kinds(r#"u8"a\"b" L'\'' R"x(a)" )x" R"(\)""#);
        assert_eq!(
            found.iter().map(|f| f.0).collect::<Vec<_>>(),
            [Lexical::String, Lexical::Character, Lexical::String, Lexical::String]
        );
    }

    #[test]
    fn unterminated_things_end_at_the_line_or_the_text() {
        assert_eq!(
            kinds("don't\nx"),
            [
                (Lexical::Identifier, "don"),
                (Lexical::Other, "'t"),
                (Lexical::Newline, "\n"),
                (Lexical::Identifier, "x")
            ]
        );
        assert_eq!(kinds("/* a"), [(Lexical::Comment, "/* a")]);
        assert_eq!(kinds("R\"(a"), [(Lexical::Other, "R\"(a")]);
        assert_eq!(kinds("\"a\\"), [(Lexical::Other, "\"a\\")]);
    }

    #[test]
    fn splices_join_tokens_strings_and_comments() {
        let one = |text: &str| {
            let lexeme = next(text.as_bytes(), 0);
            (lexeme.kind, unspliced(&text[..lexeme.end]), lexeme.broken)
        };
        assert_eq!(one("in\\\nt x"), (Lexical::Identifier, "int".into(), true));
        assert_eq!(one("+\\\n+\\\n+"), (Lexical::Punctuator, "++".into(), true));
        assert_eq!(one("\"a\\\r\nb\" c"), (Lexical::String, "\"ab\"".into(), true));
        assert_eq!(one("// a\\\nb\nc"), (Lexical::Comment, "// ab".into(), false));
        assert_eq!(one("/\\\n/ a\nc"), (Lexical::Comment, "// a".into(), true));
        assert_eq!(one("x\\\n  y"), (Lexical::Identifier, "x".into(), false));
        assert_eq!(one("\"\\\\\nn\""), (Lexical::String, "\"\\n\"".into(), true));
    }

    #[test]
    fn long_spliced_tokens_are_found_whole() {
        let text = format!("{}b;", "a\\\n".repeat(5000));
        let lexeme = next(text.as_bytes(), 0);
        assert_eq!(lexeme.end, text.len() - 1);
        assert!(lexeme.broken);
    }
}
