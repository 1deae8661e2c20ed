#!/usr/bin/env python3
"""Counts tests for tests/run.sh, as `passed failed skipped`.

count.py gtest FOLDER CTEST_LOG     from GoogleTest's JSON results; a binary without one counts as a failure
count.py unittest FOLDER FILE       runs the unittest modules in FOLDER, writes the counts to FILE
"""

import json
import pathlib
import re
import sys
import time
import unittest


def gtest(folder, log):
    passed = failed = skipped = 0
    reported = set()
    for file in pathlib.Path(folder).glob("*.json"):
        reported.add(file.stem)
        for suite in json.loads(file.read_text())["testsuites"]:
            for case in suite["testsuite"]:
                if case.get("failures"):
                    failed += 1
                elif case.get("result") == "SKIPPED":
                    skipped += 1
                elif case.get("status") == "RUN":
                    passed += 1
    words = pathlib.Path(log).read_text(errors="replace") if pathlib.Path(log).exists() else ""
    for name in re.findall(r"Start +\d+: (\S+)", words):
        if name not in reported:
            print(f"   {name} ended without a result", file=sys.stderr)
            failed += 1
    if not reported:
        failed = max(failed, 1)
    print(passed, failed, skipped)


class Result(unittest.TextTestResult):
    """Counts sub-tests as what they are: parts of one test."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.good, self.bad, self.times = 0, set(), []

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.times.append((time.monotonic() - self.begun, test.id()))

    def addSuccess(self, test):
        super().addSuccess(test)
        self.good += 1

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.bad.add(test.id())

    def addError(self, test, error):
        super().addError(test, error)
        self.bad.add(test.id())

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.bad.add(test.id())


def run_unittest(folder, out):
    sys.path.insert(0, folder)
    suite = unittest.defaultTestLoader.discover(folder, pattern="test_*.py")
    result = unittest.TextTestRunner(verbosity=2, resultclass=Result, warnings="ignore").run(suite)
    print("the longest:", ", ".join(f"{name.rpartition('.')[2]} {seconds:.0f} s" for seconds, name in sorted(result.times, reverse=True)[:8]), file=sys.stderr)
    pathlib.Path(out).write_text(f"{result.good} {len(result.bad)} {len(result.skipped)}\n")


if __name__ == "__main__":
    {"gtest": gtest, "unittest": run_unittest}[sys.argv[1]](*sys.argv[2:])
