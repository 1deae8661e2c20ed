"""What is killed, wiped or deleted while people work changes nothing: every 2xx is found, nothing counts twice, the report is a recount.

MOTCUA_E2E_KILLS says how often to kill -9 (5 when left out; tests/chaos/kills.py does it a thousand times, to everything).
"""

import os
import random
import time
import unittest

import city
import recount
from house import KIND, House, today
from judged import JudgedAlone
from load import Work

KILLS = int(os.environ.get("MOTCUA_E2E_KILLS", "5"))


class Survival(JudgedAlone):
    def kill_and_start(self, name):
        self.house.processes[name].kill()
        self.house.start(name)

    def test_killed_at_random_moments_under_load(self):
        chance = random.Random(KILLS)
        with Work(self.house) as work:
            for number in range(KILLS):
                time.sleep(chance.uniform(0.2, 1.5))
                self.kill_and_start(("dossiers", "reporting")[number % 2] if number < 2 else chance.choice(["dossiers", "reporting"]))
            time.sleep(0.5)
        self.remember(work)
        self.judge()

    def test_broker_wiped_while_all_run(self):
        with Work(self.house) as work:
            for _ in range(3):
                time.sleep(1.5)
                self.house.wipe_broker()
            time.sleep(1)
        self.remember(work)
        before = recount.counts_of(self.judge())
        self.house.wipe_broker()
        self.lasting(0.5, seed=2)
        self.assertNotEqual(recount.counts_of(self.judge()), before)

    def test_broker_wiped_while_all_are_down(self):
        self.lasting(2)
        before = recount.counts_of(self.judge())
        for name in ("reporting", "dossiers"):
            self.assertEqual(self.house.processes[name].stop(), 0)
        self.house.wipe_broker()
        self.house.start("dossiers", "reporting")
        self.assertEqual(recount.counts_of(self.judge()), before)
        self.lasting(1, seed=2)
        self.judge()

    def test_broker_wiped_while_reporting_is_behind(self):
        self.lasting(1)
        self.house.processes["reporting"].kill()
        self.lasting(1, seed=2)
        self.house.wipe_broker()
        self.lasting(1, seed=3)
        self.house.start("reporting")
        self.judge()

    def test_reporting_database_deleted(self):
        self.lasting(2)
        before = recount.counts_of(self.judge())
        self.assertEqual(self.house.processes["reporting"].stop(), 0)
        self.house.drop_database("reporting")
        self.house.make_database("reporting")
        self.house.start("reporting")
        self.assertEqual(recount.counts_of(self.judge()), before)

    def test_reporting_database_and_broker_both_lost(self):
        self.lasting(2)
        before = recount.counts_of(self.judge())
        self.house.processes["reporting"].kill()
        self.house.drop_database("reporting")
        self.house.make_database("reporting")
        self.house.wipe_broker()
        self.house.start("reporting")
        self.assertEqual(recount.counts_of(self.judge()), before)

    def test_redis_stopped_then_wiped(self):
        self.lasting(1)
        answers = self.questions()
        self.house.processes["redis"].kill()
        self.assertEqual(self.questions(), answers)
        self.lasting(1, seed=2)
        self.house.start("redis")
        self.judge()
        answers = self.questions()
        self.house.processes["redis"].kill()
        self.house.start("redis")  # it keeps nothing: the same as wiped
        self.assertEqual(self.questions(), answers)

    def questions(self):
        self.house.wait_for_report()
        reader = self.house.token("city_reader", "31")
        some = sorted({dossier for dossier, *_ in self.acknowledged})[:20]
        read = [self.house.dossiers.get(f"/v1/dossiers/{dossier}", reader) for dossier in some] + [self.house.report()]
        self.assertEqual({answer.status for answer in read}, {200})
        return [answer.body for answer in read]

    def test_told_to_stop_each_ends_in_order_and_loses_nothing(self):
        with Work(self.house) as work:
            for name in ("dossiers", "reporting"):
                time.sleep(1)
                began = time.monotonic()
                self.assertEqual(self.house.processes[name].stop(patience=10), 0, f"{name} did not end by itself within 10 s")
                print(f" {name} stopped in {time.monotonic() - began:.1f} s", end="", flush=True)
                self.house.start(name)
        self.remember(work)
        self.judge()

    # SQLite has one instance, PostgreSQL several.
    if KIND == "embedded":
        def test_a_second_instance_on_one_file_is_turned_away(self):
            second = self.house.service("dossiers")
            second.env |= {"DOSSIERS_HTTP_PORT": "0", "DOSSIERS_ADMIN_PORT": "0"}
            second.log = self.house.log("second")
            second.start()
            self.assertNotEqual(second.handle.wait(30), 0)
            self.assertTrue(second.log.read_text().strip(), "it says why")
            self.lasting(0.5)
            self.judge()


if KIND == "full":
    class SeveralInstances(unittest.TestCase):
        def test_two_of_each_share_one_postgresql(self):
            house = self.enterContext(House())
            others = []
            for name in ("dossiers", "reporting"):
                other = house.service(name)
                prefix = name.upper()
                other.env |= {f"{prefix}_HTTP_PORT": "0", f"{prefix}_ADMIN_PORT": "0", f"{prefix}_INSTANCE": f"{name}-2"}
                other.log = house.log(f"{name}-2")
                others.append(other.start())
            try:
                with Work(house) as work:
                    time.sleep(3)
                    others[0].kill()
                    house.processes["reporting"].kill()
                    time.sleep(3)
                    house.start("reporting")
                self.assertEqual(work.surprises, [])
                house.wait_for_report()
                report = house.report("31", today().isoformat(), today().isoformat()).json
                self.assertEqual(recount.counts_of(report), recount.cells(recount.lives(house), today(), today()))
            finally:
                for other in others:
                    other.kill()


class WithOnePartition(House):
    """Of each the embedded broker keeps 5 MiB."""

    def broker(self):
        process = super().broker()
        if self.kind == "embedded":
            process.command += ["--topic", "motcua.dossiers.v1:1"]
        return process


class ABrokerThatForgets(JudgedAlone):
    house_of = WithOnePartition

    def test_what_is_not_read_yet(self):
        """The embedded one because it is small, the real one by its retention; then a reader that begins with nothing meets what is left."""
        self.lasting(1)
        self.judge()
        self.assertEqual(self.house.processes["reporting"].stop(), 0)
        self.lasting(1, seed=2)
        if KIND == "full":
            self.house.wait_for_backlog()
            self.house.delete_records("motcua.dossiers.v1")
        else:
            self.registered += self.house.import_lines(city.years_past(self.house, 15_000))
            self.house.wait_for_backlog()
        self.house.start("reporting")
        self.judge()
        self.assertGreater(self.house.metric("reporting", "motcua_inbox_refill_requests_total"), 0, "it forgot nothing: write more")
        self.assertEqual(self.house.processes["reporting"].stop(), 0)
        self.house.drop_database("reporting")
        self.house.make_database("reporting")
        if KIND == "full":
            self.house.delete_records("motcua.dossiers.v1")
        self.house.start("reporting")
        self.judge()


if __name__ == "__main__":
    unittest.main()
