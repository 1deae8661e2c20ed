#!/usr/bin/env python3
"""Draws where the time goes while a row of tests/load is measured: a flame graph of the whole machine, process by process.

   tests/load/flame.py FILE.svg [--while PROGRAM] -- --rows 3 --kinds full --seconds 4      (what follows -- is for tests/load/run.sh)

What is drawn are the moments at which PROGRAM (load-client) was at work, and for row 1 no reference beside it. Of a program that was
started more than once the last one counts. Needs Debian's linux-perf and, for its flamegraph.pl, libdevel-nytprof-perl; as root.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

RUN = pathlib.Path(__file__).resolve().with_name("run.sh")
DRAW = "/usr/share/perl5/Devel/NYTProf/flamegraph.pl"
SECONDS = 0.1  # a moment: at work in it or not
NAME_MOST = 15  # of a program's name, as the kernel keeps it

# What a picture needs no more than its tooltips for: the page's own searching and zooming, and what calls it.
LIVELY = re.compile(r"<!-- .*? -->\n?|<script.*?</script>\n?|<text [^>]*id=\"(?:details|unzoom|search)\".*?</text>\n?| on[a-z]+=\"[^\"]*\"", re.DOTALL)

SAMPLE = re.compile(r"^(?P<thread>.+?)\s+(?P<pid>\d+)/\d+\s+(?P<time>[\d.]+):(?P<rest>.*)")
EXEC = re.compile(r"PERF_RECORD_COMM exec: (?P<name>.+):(?P<pid>\d+)/\d+")
FORK = re.compile(r"PERF_RECORD_FORK\((?P<pid>\d+):\d+\):\((?P<parent>\d+):\d+\)")
FRAME = re.compile(r"^\s+[0-9a-f]+ (?P<symbol>.+?) \((?P<file>[^()]*(?:\([^()]*\))?[^()]*)\)$")


def plain(symbol, file):
    """A function without its arguments; what has no name is called after the file it is in."""
    if symbol == "[unknown]":
        return f"[{pathlib.Path(file).name}]"
    symbol = re.sub(r"\+0x[0-9a-f]+$", "", symbol)
    depth, kept = 0, []
    for letter in symbol.replace("(anonymous namespace)", "").replace("operator<", "operator"):
        depth += letter in "<("
        if depth == 0:
            kept.append(letter)
        depth = max(0, depth - (letter in ">)"))
    return "".join(kept).replace(";", ",").strip() or symbol


def samples(lines):
    """(time, pid, program, stack from the outermost function on) of each sample."""
    names, current, frames = {}, None, []
    for text in lines:
        if current and not text.strip():
            yield *current, frames[::-1]
            current, frames = None, []
        elif found := EXEC.search(text):
            names[int(found["pid"])] = found["name"]
        elif found := FORK.search(text):
            if found["pid"] != found["parent"]:
                names[int(found["pid"])] = names.get(int(found["parent"]), "?")
        elif current and (found := FRAME.match(text)):
            name = plain(found["symbol"], found["file"])
            if not name.startswith("std::") and (not frames or frames[-1] != name):
                frames.append(name)
        elif found := SAMPLE.match(text):
            pid = int(found["pid"])
            current = (float(found["time"]), pid, names.get(pid, found["thread"].strip()))


def folded(everything, program):
    """How often each stack was seen in the moments that count."""
    program, moments, at_work, references = program[:NAME_MOST], collections.defaultdict(list), {}, set()
    for time, pid, name, stack in everything:
        moment = int(time / SECONDS)
        moments[moment].append((name, stack))
        if name == program:
            at_work.setdefault(pid, set()).add(moment)
        elif name == "load-bare":
            references.add(moment)
    if not at_work:
        sys.exit(f"{program} was never seen at work")
    last = {"load-client": set().union(*at_work.values())}.get(program, list(at_work.values())[-1])
    counts = collections.Counter()
    for moment in last - references:
        counts.update(";".join([name, *stack]) for name, stack in moments[moment] if name != "swapper")
    return counts


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("svg", type=pathlib.Path)
    options.add_argument("--while", dest="program", default="load-client")
    options.add_argument("load", nargs="+", help="arguments of tests/load/run.sh, after --")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recorded = f"{folder}/perf.data"
        subprocess.run(["perf", "record", "-q", "-a", "-e", "cpu-clock", "-F", "97", "--call-graph", "dwarf,16384", "-o", recorded, "--", RUN, *chosen.load], check=True)
        told = subprocess.run(["perf", "script", "--no-inline", "--show-task-events", "-F", "comm,pid,tid,time,ip,sym,dso", "-i", recorded],
                              check=True, capture_output=True, text=True, errors="replace")
    counts = folded(samples([*told.stdout.splitlines(), ""]), chosen.program)
    stacks = "".join(f"{stack} {times}\n" for stack, times in sorted(counts.items()))
    title = f"tests/load, {' '.join(chosen.load)}: samples of both cores while {chosen.program} is at work"
    drawn = subprocess.run([DRAW, "--title", title, "--countname", "samples", "--width", "1200", "--minwidth", "1.5"], check=True, capture_output=True, text=True, input=stacks)
    chosen.svg.write_text(LIVELY.sub("", drawn.stdout), encoding="utf-8")
    total, shares = sum(counts.values()), collections.Counter()
    for stack, times in counts.items():
        shares[stack.split(";")[0]] += times
    for name, times in shares.most_common():
        if times * 50 > total:
            print(f"{100 * times / total:5.1f} %  {name}")


if __name__ == "__main__":
    main()
