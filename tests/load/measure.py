#!/usr/bin/env python3
"""Measures, asserts nothing. Started by tests/load/run.sh; docs/performance.md says what the rows are."""

import argparse
import contextlib
import datetime as dt
import json
import os
import pathlib
import platform
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e"), str(HERE.parent / "chaos")]

from house import ROOT, free_port  # noqa: E402: found beside this file
from parts import Postgresql  # noqa: E402
from place import Place, house_of  # noqa: E402
from rows import AT_EVERY_SIZE, MEASURES, ONLY_IN, line  # noqa: E402

RESULTS = ROOT / "build" / "load" / "results.json"


def said_by(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.stdout.strip()


def machine():
    cpu = next((text.split(":")[1].strip() for text in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if text.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_gib": round(memory, 1), "kernel": platform.release(),
            "filesystem": said_by("findmnt", "-n", "-o", "FSTYPE", "--target", tempfile.gettempdir())}


def number(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(lines):
    cells = [("what", "ours", "reference", "ratio", "wanted")]
    for one in lines:
        against = f"{number(one['reference'])} ({one['of']})" if one["reference"] else one["of"] or "–"
        cells.append((f"{one['row']}. {one['what']}", f"{number(one['ours'])} {one['unit']}", against, number(one["ratio"]), one["wanted"] or "–"))
    widths = [max(len(row[column]) for row in cells) for column in range(5)]
    rows = ["| " + " | ".join(text.ljust(width) for text, width in zip(row, widths)) + " |" for row in cells]
    return "\n".join([rows[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rows[1:]])


class Run:
    def __init__(self, options):
        self.options, self.lines, self.memory = options, [], {}

    def measure(self, place, row, work, size):
        began, load = time.monotonic(), os.getloadavg()[0]
        kind = place.house.kind
        print(f"   {kind}: row {row}, {size:,} dossiers", file=sys.stderr, flush=True)
        try:
            lines = work(place, self.options.seconds, size)
        except Exception as broken:  # the other rows are still worth having
            print(f"   {kind}: row {row} could not be measured: {broken}", file=sys.stderr, flush=True)
            lines = [line(row, f"{work.__name__.replace('_', ' ')}; {kind}: could not be measured", None, "", of=str(broken)[:200])]
        for one in lines:
            one |= {"kind": kind, "dossiers": size, "load_average_before": load, "took_seconds": round(time.monotonic() - began, 1), "memory_mb": place.memory()}
        self.lines += lines
        self.memory.setdefault(kind, []).append((sum(place.memory().values()), f"after row {row} at {size:,}", place.memory()))

    def one_kind(self, kind, postgresql):
        """A house that grows from size to size; the row that empties it comes last."""
        with house_of(kind) as house:
            place = Place(house, postgresql if kind == "full" else None)
            wanted = [(row, work) for row, work in MEASURES if row in self.options.rows and ONLY_IN.get(row, kind) == kind]
            for size in self.options.dossiers:
                print(f"   {kind}: importing up to {size:,} dossiers", file=sys.stderr, flush=True)
                place.preload(size)
                for row, work in wanted:
                    if row != "7" and (size == self.options.dossiers[0] or row in AT_EVERY_SIZE):
                        self.measure(place, row, work, size)
            for row, work in wanted:
                if row == "7":
                    self.measure(place, row, work, self.options.dossiers[-1])

    def compare_sizes(self):
        """What was measured at several sizes, as a ratio of the largest to the smallest."""
        first, last = self.options.dossiers[0], self.options.dossiers[-1]
        for row, which, wanted in (("5", "lifecycles", "≥ 0.95"), ("8", "p99", "≤ 1.2")):
            for kind in self.options.kinds:
                found = [one for one in self.lines if one["row"] == row and one["kind"] == kind and which in one["what"] and one["ours"] is not None]
                small, large = ([one for one in found if one["dossiers"] == size] for size in (first, last))
                if first != last and small and large:
                    self.lines.append(line(row, f"{which} at {last:,} against {first:,} dossiers; {kind}", large[0]["ours"], large[0]["unit"], small[0]["ours"], "itself", wanted) | {"kind": kind})

    def tell_memory(self):
        if "9" not in self.options.rows:
            return
        for kind, seen in self.memory.items():
            reports = [one for one in seen if one[1].startswith("after row 8 ")]
            for what, among, wanted in (("after the reports of row 8", reports[-1:], "≤ 80 MB"), ("the most at a row's end", seen, "")):
                if not among:
                    continue
                most, when, parts = max(among, key=lambda one: one[0])
                words = " + ".join(f"{name} {size:.0f}" for name, size in parts.items())
                self.lines.append(line("9", f"resident memory of our processes, {what}; {kind}", most, "MB", of=f"{words}, {when}", wanted=wanted,
                                       all=[{"when": moment, **sizes} for _, moment, sizes in seen]) | {"kind": kind})


def arguments():
    parser = argparse.ArgumentParser(prog="tests/load/run.sh", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="for each figure of a row")
    parser.add_argument("--rows", default="1,2,3,4,5,6,7,8,9,10,11", help="9 is the memory after the others")
    parser.add_argument("--kinds", default="embedded,full", help="SQLite with the embedded broker; PostgreSQL with Kafka and Redis")
    parser.add_argument("--dossiers", default="10000", help="imported beforehand; several sizes are compared")
    options = parser.parse_args()
    options.rows, options.kinds = options.rows.split(","), options.kinds.split(",")
    options.dossiers = sorted(int(size) for size in options.dossiers.split(","))
    if unknown := set(options.rows) - {str(row) for row in range(1, 12)} or set(options.kinds) - {"embedded", "full"}:
        parser.error(f"not known: {', '.join(sorted(unknown))}")
    return options


@contextlib.contextmanager
def postgresql():
    """A cluster that syncs every commit, for the whole run."""
    with tempfile.TemporaryDirectory(prefix="motcua-load-") as folder:
        home = pathlib.Path(folder)
        home.chmod(0o755)
        server = Postgresql("postgresql", home / "postgresql", free_port(), home / "postgresql.log").make().start()
        os.environ["MOTCUA_TEST_POSTGRESQL"] = f"host=127.0.0.1 port={server.port} user=motcua"
        try:
            yield server
        finally:
            server.stop(60)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # through every `with`, so that nothing of ours stays behind
    run, began = Run(options), time.monotonic()
    about = {"date": dt.datetime.now().astimezone().isoformat(timespec="seconds"), "commit": said_by("git", "rev-parse", "HEAD"),
             "uncommitted_changes": bool(said_by("git", "status", "--porcelain")), "machine": machine(), "load_average_at_start": os.getloadavg(),
             "seconds_per_figure": options.seconds, "dossiers": options.dossiers}
    with postgresql() if "full" in options.kinds else contextlib.nullcontext() as server:
        for kind in options.kinds:
            run.one_kind(kind, server)
    run.compare_sizes()
    run.tell_memory()
    run.lines.sort(key=lambda one: int(one["row"]))
    about |= {"load_average_at_end": os.getloadavg(), "took_seconds": round(time.monotonic() - began, 1)}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(about | {"rows": run.lines}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    host = about["machine"]
    print(table(run.lines))
    print(f"\n{host['cpu']}, {host['cores']} cores, {host['filesystem']}; load average {about['load_average_at_start'][0]:.1f} before, {about['load_average_at_end'][0]:.1f} after "
          f"(ours included); {about['date']}; commit {about['commit'][:12]}{' with uncommitted changes' if about['uncommitted_changes'] else ''}; {options.seconds:g} s a figure. "
          f"All of it: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
