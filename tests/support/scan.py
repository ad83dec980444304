#!/usr/bin/env python3
"""Looks for CUDA that a translation left behind without saying so.

    cu2x translate ... -o OUT --report json > report.json
    scan.py report.json [--shim runtime-shims] [--root FOLDER]

Reads the files that the report names, as text, with a tokeniser of its own: it shares nothing with the translator. What
the runtime shim provides (host API, vector types, half intrinsics) may stay. Each other CUDA construct in an output
file must have a diagnostic in the source: on its line, in the same statement, in the declaration that was left alone,
or where the macro that holds it is used. Prints the others and ends with 1 if there are any.
"""

import argparse
import bisect
import collections
import difflib
import json
import pathlib
import re
import sys

TOKEN = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?(?:\*/|\Z))
      | (?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
      | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z))
      | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z))
      | (?P<number>\.?[0-9](?:'?[\w.]|[eEpP][+-])*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<mark><<<|>>>|::|->|\#\#|\S)""",
    re.VERBOSE | re.DOTALL,
)
# A function name of CUDA's device code, whatever the shim declares on the host for it.
ALWAYS = re.compile(
    r"__(global|device|host|shared|constant|managed|launch_bounds|forceinline|noinline|grid_constant)__"
    r"|__syncthreads\w*|__syncwarp|__threadfence\w*|__shfl\w*|__ballot\w*|__any(_sync)?|__all(_sync)?|__activemask"
    r"|__match_\w+|__reduce_\w+_sync|__ldg|__ldc[agsv]|__ldlu|__st(wb|cg|cs|wt)|__nanosleep"
    r"|atomic(Add|Sub|Exch|Min|Max|Inc|Dec|CAS|And|Or|Xor)(_block|_system)?"
    r"|tex(1D|2D|3D|Cubemap)\w*|surf(1D|2D|3D|Cubemap)\w*"
)
BUILT_IN = {"threadIdx", "blockIdx", "blockDim", "gridDim", "warpSize"}
LIBRARY = re.compile(r"(cublas|cufft|curand|cusparse|cusolver|cudnn|nccl|nvrtc)[A-Z_]\w*")
NAMESPACE = {"thrust", "cub", "nvcuda", "cutlass"}
HEADER = re.compile(r"\s*#\s*include\s*[<\"]((?:thrust|cub|cutlass)/[^>\"]*|(?:cublas|cufft|curand|cusparse|cusolver|cudnn|nccl|mma)\w*\.h)")
# Device functions of CUDA's without a counterpart on the host.
INTRINSIC = re.compile(
    r"__(f(add|sub|mul|div|maf?|rcp|sqrt|rsqrt)f?_r[nzud]|d(add|sub|mul|div|rcp|sqrt)_r[nzud]|fma_r[nzud]|fmaf_\w+"
    r"|fdividef|exp10f|expf|logf|log2f|log10f|sinf|cosf|tanf|sincosf|powf|tanhf|saturatef|clz(ll)?|popc(ll)?|ffs(ll)?"
    r"|brev(ll)?|byte_perm|u?mul24|u?mulhi|u?mul64hi|u?sad|u?r?hadd|dp[24]a\w*|funnelshift_\w+|v[a-z]+[24]|trap|brkpt"
    r"|isShared|isGlobal|isConstant|isLocal|cvta_\w+|pipeline_\w+|prof_trigger|ldc[a-z]\w*"
    r"|(float|int|uint|double|longlong)_as_\w+|(float|double|int|uint|ll|ull)2(float|double|int|uint|ll|ull)_r[nzud])"
)
# Assembly for the GPU: operations with types behind dots, or special registers.
PTX = re.compile(r"\b[a-z]\w*(\.[a-z]\w*)*\.(b|s|u|f|pred|sync|volatile|global|shared)\d*\b|%%?(lane|warp|sm|n?ctaid|n?tid|clock|grid|globaltimer)")
# Codes after which a whole declaration stays as it was.
WHOLE = {"CU0102", "CU0110", "CU0111", "CU0203", "CU0204", "CU0205", "CU0206", "CU0207", "CU0208", "CU0209", "CU0210"}


class Text:
    """A file's tokens, with the line and the macro definition that each stands in."""

    def __init__(self, path):
        self.text = pathlib.Path(path).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        self.dead = self.never_compiled()
        self.defines = self.definitions()
        self.tokens = []
        for found in TOKEN.finditer(self.text):
            kind = found.lastgroup if found.lastgroup != "tag" else "raw"
            line = bisect.bisect_right(starts, found.start())
            if kind in ("word", "mark", "number") and line not in self.dead:
                self.tokens.append((kind, found.group(), line))

    def never_compiled(self):
        """Lines between `#if 0` and its #else or #endif."""
        dead, stack = set(), []
        for number, line in enumerate(self.lines, 1):
            directive = re.match(r"\s*#\s*(\w+)\s*(.*)", line)
            word = directive.group(1) if directive else ""
            if word in ("if", "ifdef", "ifndef"):
                stack.append(word == "if" and re.match(r"0\s*($|/)", directive.group(2)) is not None)
            elif word in ("else", "elif") and stack:
                stack[-1] = False
            elif word == "endif" and stack:
                stack.pop()
            elif any(stack):
                dead.add(number)
        return dead

    def definitions(self):
        """Line -> the macro whose definition covers it."""
        out, name = {}, None
        for number, line in enumerate(self.lines, 1):
            if name is None:
                directive = re.match(r"\s*#\s*define\s+(\w+)", line)
                name = directive.group(1) if directive else None
            if name is not None:
                out[number] = name
                name = name if line.rstrip().endswith("\\") else None
        return out

    def declared(self):
        """Words that this file seems to declare: a word behind a type, in front of what ends a declarator."""
        out = set()
        for before, token, after in zip(self.tokens, self.tokens[1:], self.tokens[2:]):
            typed = before[0] == "word" and before[1] not in ("return", "else", "case", "goto", "throw") or before[1] in "*&>,"
            if token[0] == "word" and typed and after[1] in ("(", "=", ";", "{", ",", ")", "[", ":"):
                if before[1] not in "*&>," or after[1] in ("=", ";", "[") or token[1] not in BUILT_IN:
                    out.add(token[1])
        return out

    def function_definitions(self):
        """Names that this file declares as functions: a word, a name, parentheses, then a body or a semicolon."""
        out = set()
        for at in range(1, len(self.tokens) - 1):
            kind, word, _ = self.tokens[at]
            before = self.tokens[at - 1]
            typed = before[0] == "word" and before[1] not in ("return", "else", "do") or before[1] in ("*", "&", ">")
            if kind == "word" and typed and self.tokens[at + 1][1] == "(":
                end = self.closing(at + 1)
                if end is not None and end + 1 < len(self.tokens) and self.tokens[end + 1][1] == "{":
                    out.add(word)
        return out | {name for name in self.defines.values()}

    def closing(self, at):
        depth = 0
        for index in range(at, min(at + 400, len(self.tokens))):
            depth += {"(": 1, ")": -1}.get(self.tokens[index][1], 0)
            if depth == 0:
                return index
        return None

    def declarations(self):
        """Line ranges of what stands at file scope."""
        out, depth, first, openers = [], 0, None, []
        for index, (_, text, line) in enumerate(self.tokens):
            first = line if first is None else first
            if text == "{":
                back = [t[1] for t in self.tokens[max(0, index - 4):index]]
                openers.append("namespace" in back or "extern" in back)
                if openers[-1]:
                    first = None
                else:
                    depth += 1
            elif text == "}" and openers:
                if not openers.pop():
                    depth -= 1
                    if depth == 0:
                        out.append((first if first is not None else line, line))
                        first = None
            elif text == ";" and depth == 0:
                out.append((first, line))
                first = None
        return out


def constructs(text, shim, project):
    """(name, line) of each CUDA construct of `text`."""
    tokens = text.tokens
    functions, declared = project
    for at, (kind, word, line) in enumerate(tokens):
        before = tokens[at - 1][1] if at else ""
        after = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        member = before in (".", "->") or before == "::" and at > 1 and tokens[at - 2][0] == "word"
        if word == "<<<":
            yield word, line
        elif kind != "word" or before == "#":
            continue
        elif word == "asm" or word == "__asm__":
            if PTX.search("\n".join(text.lines[line - 1:line + 3])):
                yield "asm", line
        elif member:
            continue
        elif word in BUILT_IN:
            if word not in declared:
                yield word, line
        elif word in NAMESPACE and after == "::":
            yield word + "::", line
        elif LIBRARY.fullmatch(word) and word not in functions and (after == "(" or word.endswith("_t")):
            yield word, line
        elif ALWAYS.fullmatch(word):
            if word not in functions:
                yield word, line
        elif INTRINSIC.fullmatch(word) and after == "(" and word not in functions and word not in shim:
            yield word, line
    for number, line in enumerate(text.lines, 1):
        header = HEADER.match(line)
        if header and number not in text.dead:
            yield "#include " + header.group(1), number


def source_lines(source, output):
    """Output line -> the source lines it came from."""
    if source.lines == output.lines:
        return lambda line: range(line, line + 1)
    blocks = difflib.SequenceMatcher(None, source.lines, output.lines, autojunk=False).get_opcodes()
    starts = [b[3] for b in blocks]

    def of(line):
        tag, a, b, c, _ = blocks[bisect.bisect_right(starts, line - 1) - 1]
        return range(a + line - c, a + line - c + 1) if tag == "equal" else range(a + 1, max(b, a + 1) + 1)

    return of


class Said:
    """Where the report has diagnostics."""

    def __init__(self, report):
        self.at = collections.defaultdict(dict)
        self.messages = []
        for diagnostic in report["diagnostics"]:
            place = diagnostic.get("place")
            if place:
                self.messages.append((place["path"], diagnostic["message"]))
                self.at[place["path"]].setdefault(place["line"], set()).add(diagnostic["code"])

    def covers(self, path, source, lines):
        here = self.at.get(path, {})
        if any(line in here for line in lines):
            return True
        if not here:
            return False
        for first, last in source.declarations():
            if first <= lines[-1] and lines[0] <= last:
                inside = [n for n in here if first <= n <= last]
                if any(here[n] & WHOLE for n in inside):
                    return True
        return self.statement(here, source, lines)

    def library(self, path, include):
        """The library of an include is refused by name somewhere in the same program."""
        library = re.match(r"#include ([a-z]+)", include).group(1)
        top = pathlib.PurePath(path).parts[0]
        return any(library in message.lower() for place, message in self.messages if pathlib.PurePath(place).parts[0] == top)

    def anywhere(self, sources, word):
        return any(word in source.lines[line - 1] for path, source in sources.items() for line in self.at.get(path, {}))

    @staticmethod
    def statement(here, source, lines):
        """A diagnostic in the statement of several lines that `lines` belong to."""
        first, last = lines[0], lines[-1]
        ends = re.compile(r"[;{}]\s*(//.*)?$|^\s*#|^\s*$")
        while first > 1 and not ends.search(source.lines[first - 2]):
            first -= 1
        while last < len(source.lines) and not ends.search(source.lines[last - 1]):
            last += 1
        return any(first <= n <= last for n in here)


def is_dead(name, texts, depth=0):
    """No output uses the macro `name`, but for definitions of macros that are themselves dead."""
    word = re.compile(r"\b%s\b" % re.escape(name))
    for text in texts.values():
        for number, line in enumerate(text.lines, 1):
            holder = text.defines.get(number)
            if holder == name or number in text.dead or not word.search(line.split("//")[0]):
                continue
            if re.match(r"\s*#\s*(ifdef|ifndef|undef|if)", line):
                continue
            if holder is None or depth > 4 or not is_dead(holder, texts, depth + 1):
                return False
    return True


def is_undefined_unused(name, text, line):
    """The definition of `name` around `line` ends with an #undef before anything uses it."""
    word = re.compile(r"\b%s\b" % re.escape(name))
    for number in range(line + 1, len(text.lines) + 1):
        content = text.lines[number - 1]
        if text.defines.get(number) == name and text.defines.get(number - 1) == name:
            continue
        if re.match(r"\s*#\s*(undef|define)\s+%s\b" % re.escape(name), content):
            return True
        if word.search(content) or re.match(r"\s*#\s*include", content):
            return False
    return False


def uses_of(name, files, said, depth=0):
    """(used at all, some use has a diagnostic) of the macro `name`, over the sources in `files`."""
    word, used, covered = re.compile(r"\b%s\b" % re.escape(name)), False, False
    for path, source in files.items():
        for number, line in enumerate(source.lines, 1):
            if word.search(line) and source.defines.get(number) != name:
                used = True
                if source.defines.get(number):
                    covered = covered or depth < 4 and uses_of(source.defines[number], files, said, depth + 1)[1]
                covered = covered or number in said.at.get(path, {})
    return used, covered


def shim_names(folder):
    names = set()
    for path in pathlib.Path(folder).rglob("*.h*"):
        names.update(t[1] for t in Text(path).tokens if t[0] == "word" and t[1].startswith("__"))
    return names


def scan(report, root, shim):
    said, groups, left = Said(report), collections.defaultdict(dict), []
    outputs = {}
    for file in report["files"]:
        source, output = root / file["path"], root / file["output"]
        if output.is_file() and source.is_file():
            top = pathlib.PurePath(file["path"]).parts[0]
            groups[top][file["path"]] = Text(source)
            outputs[file["path"]] = output
    for _, sources in sorted(groups.items()):
        texts = {path: Text(outputs[path]) for path in sources}
        functions = set().union(*(t.function_definitions() for t in texts.values()))
        for path, text in texts.items():
            found = list(constructs(text, shim, (functions, text.declared())))
            lines_of = source_lines(sources[path], text) if found else None
            for name, line in found:
                lines = lines_of(line)
                macro, note = text.defines.get(line), ""
                if said.covers(path, sources[path], lines) or name.startswith("#") and said.library(path, name):
                    continue
                word = name.rstrip(":")
                if not any(word in sources[path].lines[n - 1] for n in lines if n <= len(sources[path].lines)):
                    # It came here from somewhere else: a type, for one, from its declaration.
                    if said.anywhere(sources, word):
                        continue
                if macro and (is_dead(macro, texts) or is_undefined_unused(macro, text, line)):
                    continue
                if macro:
                    used, covered = uses_of(macro, sources, said)
                    if covered:
                        continue
                    note = f"  [in macro {macro}]" if used else f"  [in macro {macro}, never used]"
                left.append(f"{outputs[path]}:{line}: {name}  (source {path}:{lines[0]}){note}  {text.lines[line - 1].strip()[:100]}")
    return left


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."), help="where the report's names start")
    parser.add_argument("--shim", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "runtime-shims")
    options = parser.parse_args()
    report = json.loads(options.report.read_text())
    left = scan(report, options.root, shim_names(options.shim))
    for line in left:
        print(line)
    print(f"{len(report['files'])} files, {len(left)} CUDA constructs left without a diagnostic")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
