#!/usr/bin/env python3
"""Builds and runs the programs of corpus/ through `cu2x nvcc`, and says how each fared.

A program is a folder: its .cu, .cpp and .c files are built together, with the options in `flags` and run with the
arguments in `args` where there are such files. It passes if it ends with 0, prints a line PASS, and, where there is a
file `expected`, prints exactly that.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def words(path):
    return shlex.split(path.read_text()) if path.is_file() else []


def run(command, folder, limit):
    start = time.monotonic()
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=limit, check=False)
        code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        code, out, err = None, late.stdout or b"", late.stderr or b""
    return code, out.decode(errors="replace"), err.decode(errors="replace"), time.monotonic() - start


def check(folder, options, scratch):
    """Builds and runs one program; gives (name, verdict, build seconds, run seconds, what was said)."""
    sources = sorted(p.name for p in folder.iterdir() if p.suffix in {".cu", ".cpp", ".c"})
    program = pathlib.Path(scratch) / folder.name
    flags = ["-std=c++17", "-O2", "-I.", *words(folder / "flags")]
    build = [options.cu2x, "nvcc", "--to", options.to, *flags, *sources, "-o", str(program)]
    code, out, err, build_time = run(build, folder, options.limit)
    if code != 0:
        return folder.name, "build failed" if code is not None else "build too slow", build_time, 0.0, out + err
    code, out, err, run_time = run([str(program), *words(folder / "args")], folder, options.limit)
    expected = folder / "expected"
    if code is None:
        verdict = "run too slow"
    elif code != 0:
        verdict = f"ended with {code}"
    elif "PASS" not in out.splitlines():
        verdict = "printed no PASS"
    elif expected.is_file() and expected.read_text() != out:
        verdict = "printed something else"
    else:
        verdict = "pass"
    return folder.name, verdict, build_time, run_time, out + err


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="programs; all by default")
    parser.add_argument("--cu2x", default=str(ROOT / "target/release/cu2x"))
    parser.add_argument("--to", default="sycl")
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT / "corpus")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for a build or a run")
    parser.add_argument("--quiet", action="store_true", help="only failures and the last line")
    options = parser.parse_args()
    options.cu2x = str(pathlib.Path(options.cu2x).resolve())
    programs = [p for p in sorted(options.corpus.iterdir()) if p.is_dir() and any(p.glob("*.c*"))]
    programs = [p for p in programs if not options.names or p.name in options.names]
    if not programs:
        print("no programs", file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory(prefix="cu2x-corpus-") as scratch:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            if not options.quiet:
                print(f"{'program':<34} {'build':>7} {'run':>7}  result")
            for name, verdict, built, ran, said in pool.map(lambda p: check(p, options, scratch), programs):
                if verdict != "pass":
                    failed += 1
                if verdict != "pass" or not options.quiet:
                    print(f"{name:<34} {built:6.1f}s {ran:6.1f}s  {verdict}", flush=True)
                if verdict != "pass":
                    print("    " + "\n    ".join(said.strip().splitlines()[-12:]), flush=True)
    print(f"{len(programs) - failed} of {len(programs)} programs pass on {options.to}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
