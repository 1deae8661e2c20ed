"""A house at work and its judge: what every test asks that breaks something while people work."""

import time
import unittest

import recount
from house import House, today, wait_until
from load import Work


class Judged(unittest.TestCase):
    """Keeps the ledger of every answer that a client got; the judge holds the house to it."""

    forged = False  # the topic holds what is not of this house

    def move_in(self, house):
        self.house, self.acknowledged, self.registered = house, [], 0

    def lasting(self, seconds, seed=1, rate=100):
        """Work for that long; then every key has its answer."""
        with Work(self.house, rate=rate, seed=seed) as work:
            time.sleep(seconds)
        self.remember(work)
        return work

    def remember(self, work):
        self.assertEqual(work.surprises, [])
        self.acknowledged += work.acknowledged
        self.registered += work.registered

    def judge(self):
        """Everything acknowledged is there once, the report is a recount of it, and motcua-verify finds nothing wrong while all run."""
        self.house.wait_for_report()
        versions = {row["record_id"]: row["versions"] for row in self.house.rows("dossiers", "SELECT record_id, max(version) AS versions FROM history GROUP BY record_id")}
        for dossier, version, *_ in self.acknowledged:
            self.assertGreaterEqual(versions.get(dossier, 0), version, f"acknowledged and not found: {dossier} version {version}")
        self.assertEqual(len(versions), self.registered, "a repeat of a key had a second effect")
        gaps = wait_until("every event has a number", self.house.numbered)  # nobody works any more, but due dates may be told of at any moment
        self.assertEqual((gaps["events"], gaps["different"]), (gaps["last"], gaps["last"]), "sequences have no gap and no repeat")
        lives, first = recount.lives(self.house), today()
        report = self.house.report("31", first.isoformat(), today().isoformat()).json
        self.assertEqual(recount.counts_of(report), recount.cells(lives, first, today()))
        self.assertEqual(self.house.metric("reporting", "motcua_inbox_dead_letters"), 0)
        outcome, words = self.house.verify(topic=not self.forged)
        self.assertEqual(outcome, 0, words)
        return report


class JudgedAlone(Judged):
    """A house for each test. A failure's databases are worth a look."""

    house_of = House

    def setUp(self):
        self.move_in(self.house_of().__enter__())
        self.addCleanup(self.move_out)

    def move_out(self):
        result = self._outcome.result
        self.house.close(failed=any(test is self for test, _ in [*result.failures, *result.errors]))
