#!/usr/bin/env python3
"""kill -9 of everything, at random moments, under load: services, broker, Redis, PostgreSQL, one at a time, two at once, and again while they start.

   tests/chaos/kills.py [--kills 500] [--minutes 30] [--seed N] [--check-every 50] [--rate 60]      (MOTCUA_E2E_KIND and MOTCUA_BUILD as for the tests)

Between the kills clients write and keep a ledger of every answer. After every so many kills the work pauses and the judge of the tests looks:
everything acknowledged is there once, the report is a recount, motcua-verify finds nothing. The first finding ends it, and the house is kept.
The time bounds it too: it then ends with the kills it got to. Prints counts; the exit code is 1 when something was found.
"""

import argparse
import collections
import os
import random
import sys
import time
import traceback

import parts
from house import KIND
from judged import Judged
from load import Work

# How often each is chosen. What takes long to start again is chosen more seldom.
WEIGHTS = {"dossiers": 40, "reporting": 30, "redis": 12, "broker": 6, "postgresql": 12} if KIND == "full" else {"dossiers": 50, "reporting": 30, "redis": 10, "broker": 10}
WAITED_FOR = ("dossiers", "reporting")


class Judge(Judged):
    """The tests' own."""

    def runTest(self):
        pass


class Kills:
    def __init__(self, house, options):
        self.house, self.options = house, options
        self.chance = random.Random(options.seed)
        self.judge = Judge()
        self.judge.move_in(house)
        self.counts, self.while_starting = collections.Counter(), 0
        self.waits, self.checks = [], 0
        self.began = time.monotonic()

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def enough(self):
        return self.total >= self.options.kills or time.monotonic() - self.began > self.options.minutes * 60

    def run(self):
        while not self.enough:
            goal = min(self.total + self.options.check_every, self.options.kills)
            with Work(self.house, rate=self.options.rate, seed=self.options.seed + self.checks, patience=600) as work:  # the machine may be busy elsewhere
                while self.total < goal and not self.enough:
                    time.sleep(self.chance.uniform(0, 0.5))
                    self.strike()
                self.come_back()
            self.judge.remember(work)
            self.judge.judge()
            self.checks += 1
            self.say()

    def strike(self):
        victims = [self.choose()]
        if self.chance.random() < 0.15:
            victims = list({*victims, self.choose()})
        for name in victims:
            self.kill(name)
        time.sleep(self.chance.choice([0, 0, 0.05, 0.3]))
        for name in sorted(victims, key=lambda name: name in WAITED_FOR):
            self.start(name)
        if self.chance.random() < 0.2:  # and once more before it is ready
            time.sleep(self.chance.uniform(0, 0.15))
            again = [name for name in victims if name in WAITED_FOR]
            for name in again:
                self.while_starting += 1
                self.kill(name)
                self.start(name)
        self.come_back()

    def choose(self):
        return self.chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]

    def kill(self, name):
        if name == "postgresql":
            self.house.postgresql.crash()
        else:
            self.house.processes[name].kill()
        self.counts[name] += 1

    def start(self, name):
        if name == "postgresql":
            self.house.postgresql.start()
        elif name in WAITED_FOR:
            self.house.processes[name].start()
        else:
            self.house.start(name)

    def come_back(self):
        """A service that finds no database when it starts says so and ends; who watches over it starts it again."""
        began = time.monotonic()
        for name in WAITED_FOR:
            while not self.house.is_ready(name):
                if not self.house.processes[name].running:
                    self.house.processes[name].start()
                if time.monotonic() - began > 300:
                    raise AssertionError(f"{name} is not ready again after five minutes")
                time.sleep(0.01)
        self.waits.append(time.monotonic() - began)

    def say(self):
        waits = sorted(self.waits)
        by_process = ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        print(f"{KIND}: {self.total} kills ({by_process}; {self.while_starting} of them while starting), {len(self.judge.acknowledged)} acknowledged writes, "
              f"{self.checks} checks; ready again after {waits[len(waits) // 2]:.2f} s in the middle, {waits[-1]:.1f} s at worst; "
              f"{time.monotonic() - self.began:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--check-every", type=int, default=50)
    parser.add_argument("--rate", type=float, default=60)
    options = parser.parse_args()
    print(f"{KIND}: seed {options.seed}, up to {options.kills} kills or {options.minutes:g} minutes", flush=True)
    with parts.GatedHouse() as house:
        kills = Kills(house, options)
        try:
            kills.run()
        except Exception:
            traceback.print_exc()
            kills.say()
            print(f"{KIND}: 1 finding, seed {options.seed}", flush=True)
            os.environ["MOTCUA_E2E_KEEP"] = "1"
            return 1
    print(f"{KIND}: 0 findings, seed {options.seed}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
