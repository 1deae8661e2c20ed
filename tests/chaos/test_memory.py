"""Memory runs out: what needs more than there is gets 503, or ends the process, and then whoever watches over it starts it again."""

import collections
import contextlib
import http.client
import itertools
import json
import pathlib
import resource
import sys
import threading
import time
import unittest

from faults import Faults
from parts import GatedHouse, Preload


class HouseShortOfMemory(GatedHouse):
    """Lets a share of the services' allocations fail."""

    def __init__(self):
        super().__init__()
        self.odds = Preload(self.folder, "failing_memory", "MOTCUA_MEMORY")

    def let_fail(self, one_in):
        """One allocation in so many; none when it is 0."""
        self.odds.set(one_in)

    def service(self, name):
        process = super().service(name)
        process.env |= self.odds.of(name)
        return process


class Memory(Faults):
    @classmethod
    def house_of(cls):
        return HouseShortOfMemory()

    def setUp(self):
        super().setUp()
        self.seen, self.ended = collections.Counter(), 0

    def tearDown(self):
        self.house.let_fail(0)
        super().tearDown()

    @contextlib.contextmanager
    def meanwhile(self, what):
        over = threading.Event()

        def go_on():
            while not over.is_set():
                what()
        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def watch(self):
        """As systemd or Kubernetes do: what ended is started again, at once or later."""
        time.sleep(0.1)
        for name in self.house.names:
            if not self.house.processes[name].running:
                self.ended += 1
                self.house.processes[name].start()

    def read(self):
        """Large lists and reports: they ask for more than the writers do."""
        reader = self.house.token("city_reader", "31")
        for ask in (lambda: self.house.dossiers.get("/v1/dossiers?limit=200", reader),
                    lambda: self.house.dossiers.get("/v1/dossiers?limit=100&status=accepted", reader),
                    self.house.report):
            try:
                self.seen[ask().status] += 1
            except (OSError, http.client.HTTPException):
                self.seen["no answer"] += 1

    def failures(self):
        """What the services say of what they took for a fault of their own."""
        said = [line for name in self.house.names for line in self.house.log(name).read_text(errors="replace").splitlines() if '"status":500' in line]
        return [json.loads(line) for line in said[:5]]

    def strike_while_read(self, fault, readers):
        def struck():
            with contextlib.ExitStack() as reading:
                for _ in range(readers):
                    reading.enter_context(self.meanwhile(self.read))
                fault()
        with self.meanwhile(self.watch):
            self.strike(struck)
        self.assertLessEqual(set(self.seen), {200, 503, "no answer"}, (self.seen, self.failures()))
        self.assertIn(200, self.seen)
        print(f" {dict(self.seen)}, ended {self.ended}", end="", file=sys.stderr, flush=True)

    def test_now_and_then_there_is_none(self):
        def fault():
            self.house.let_fail(20_000)
            time.sleep(6)
            self.house.let_fail(0)
        self.strike_while_read(fault, 3)

    def test_there_is_no_more(self):
        def fault():
            for name, more in itertools.product(("dossiers", "reporting"), (0, 1 << 20, 8 << 20)):
                self.house.ready_again(name)
                give_back = self.house.limit(name, resource.RLIMIT_AS, self.address_space(name) + more)
                time.sleep(0.7)
                with contextlib.suppress(ProcessLookupError):
                    give_back()
        self.strike_while_read(fault, 12)

    def address_space(self, name):
        """Bytes."""
        for line in pathlib.Path(f"/proc/{self.house.processes[name].handle.pid}/status").read_text().splitlines():
            if line.startswith("VmSize:"):
                return int(line.split()[1]) * 1024
        return 0


if __name__ == "__main__":
    unittest.main()
