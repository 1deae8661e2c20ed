"""What the tests of faults share: work goes on, something breaks, it heals, and then the judge looks."""

import os
import sys
import time

import parts  # noqa: F401: makes tests/e2e importable
from judged import Judged
from load import Work

TIMES = int(os.environ.get("MOTCUA_CHAOS_TIMES", "1"))  # how often each fault strikes


class Faults(Judged):
    """One house a class. `house_of` says which."""

    @classmethod
    def house_of(cls):
        return parts.GatedHouse()

    @classmethod
    def setUpClass(cls):
        cls.shared = cls.house_of().__enter__()
        cls.ledger, cls.begun = [], 0

    @classmethod
    def tearDownClass(cls):
        cls.shared.__exit__(None, None, None)

    def setUp(self):
        self.move_in(self.shared)
        # What earlier tests of the class got is still in the house.
        self.acknowledged, self.registered = type(self).ledger, type(self).begun

    def tearDown(self):
        type(self).begun = self.registered
        for gate in self.house.gates.values():
            gate.open()

    def strike(self, fault, rate=60):
        """`fault` breaks things and heals them while people work; then everything is ready, and every answer is there once."""
        for number in range(TIMES):
            self.strike_once(fault, rate, 100 + number)

    def strike_once(self, fault, rate=60, seed=99):
        work = Work(self.house, rate=rate, seed=seed)
        try:
            with work:
                time.sleep(0.4)
                fault()
                healed = time.monotonic()
                for service in self.house.names:
                    self.house.ready_again(service)
                ready = time.monotonic() - healed
                time.sleep(0.4)
        finally:
            self.remember(work)  # whatever went wrong: the tests that follow live in the same house
        self.judge()
        print(f" [{len(work.acknowledged)} writes, ready {ready:.1f} s after]", end="", file=sys.stderr, flush=True)
