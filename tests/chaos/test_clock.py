"""The wall clock is set while people work: nothing waits longer for it, nothing is lost, no version goes back, and days follow the clock."""

import datetime as dt
import subprocess
import time
import unittest

from faults import Faults
from parts import GatedHouse, Preload

import city
from house import ROOT, built, clean_environment, wait_until

HOUR = 3600.0


class Clocks(Preload):
    """What a service's wall clock says, against ours."""

    def __init__(self, folder):
        super().__init__(folder, "stepped_clock", "MOTCUA_CLOCK")

    def set(self, seconds, *names):
        super().set(seconds * 1000, *names)


class ClockedHouse(GatedHouse):
    def __init__(self):
        super().__init__()
        self.clocks = Clocks(self.folder)

    def service(self, name):
        process = super().service(name)
        process.env |= self.clocks.of(name)
        return process


class Clock(Faults):
    @classmethod
    def house_of(cls):
        return ClockedHouse()

    def tearDown(self):
        self.house.clocks.set(0)
        super().tearDown()

    def set_while_working(self, seconds, *names):
        """Set, left so for a while, and set right again: a step each way."""
        def fault():
            self.house.clocks.set(seconds, *names)
            self.report_goes_on()
            self.house.clocks.set(0, *names)
        self.strike(fault)

    def report_goes_on(self):
        heard = self.house.report().json["sequence"]
        wait_until("the report goes on", lambda: self.house.report().json["sequence"] > heard + 50, 60)

    def test_set_back(self):
        self.set_while_working(-3 * HOUR)

    def test_set_forward(self):
        self.set_while_working(2 * HOUR)  # the tokens' twelve hours are not over

    def test_set_in_one_service_only(self):
        self.set_while_working(-HOUR, "dossiers")
        self.set_while_working(-HOUR, "reporting")

    def test_set_again_and_again(self):
        def fault():
            for seconds in (-60, 90, -HOUR, HOUR, 0) * 4:
                self.house.clocks.set(seconds)
                time.sleep(0.1)
            self.house.clocks.set(0)
        self.strike(fault)

    def test_set_back_while_the_broker_is_away(self):
        """Who waits for it to come back waits no hour longer for that."""
        def fault():
            self.house.processes["broker"].kill()
            time.sleep(0.5)
            self.house.clocks.set(-HOUR)
            time.sleep(0.5)
            self.house.start("broker")
            self.report_goes_on()  # by a clock that is still behind
            self.house.clocks.set(0)
        self.strike(fault)

    def test_set_back_and_started_again(self):
        """A service that is started by a clock behind what is stored."""
        def fault():
            self.house.clocks.set(-HOUR)
            for name in ("dossiers", "reporting"):
                self.house.processes[name].kill()
            self.house.start("dossiers", "reporting")
            time.sleep(1)
            self.house.clocks.set(0)
        self.strike(fault)

    def test_tokens_end_by_it(self):
        some = self.house.token("officer", city.WARD)
        self.assertEqual(self.house.dossiers.get("/v1/dossiers", some).status, 200)
        self.house.clocks.set(13 * HOUR)
        self.assertEqual(self.house.dossiers.get("/v1/dossiers", some).status, 401)
        self.house.clocks.set(0)
        self.assertEqual(self.house.dossiers.get("/v1/dossiers", some).status, 200)

    def test_days_of_numbers_follow_it(self):
        """A number carries the day of its clock; a day that comes a second time goes on with its serials. A record's moments never go back."""
        counter = city.Counter(self.house)

        def registered(days):
            self.house.clocks.set(24 * HOUR * days)
            token = self.token_of_that_day("officer", city.WARD)
            answer = counter.register(token=token)
            self.assertEqual(answer.status, 201, answer)
            self.registered += 1
            self.acknowledged.append((answer.json["id"], answer.json["version"], None, time.time()))
            day = dt.datetime.now(city.VIETNAM).date() + dt.timedelta(days=days)
            self.assertEqual(answer.json["number"].split("-")[-2], day.strftime("%y%m%d"))
            return answer.json, token

        first, token = registered(0)
        registered(2)
        registered(-2)
        again, _ = registered(0)
        self.assertEqual(int(again["number"].split("-")[-1]), int(first["number"].split("-")[-1]) + 1)
        self.house.clocks.set(-HOUR)
        answer = counter.assign(first["id"], token=token)
        self.assertEqual(answer.status, 200, answer)
        moments = self.house.rows("dossiers", f"SELECT occurred_at, recorded_at FROM history WHERE record_id = '{first['id']}' ORDER BY version")
        for kind in ("occurred_at", "recorded_at"):
            self.assertEqual([row[kind] for row in moments], sorted(row[kind] for row in moments))
        self.house.clocks.set(0)
        self.judge()

    def token_of_that_day(self, role, unit):
        made = subprocess.run([built("motcua-token"), role, unit, "--keys", self.house.folder / "keys", "--catalogue", ROOT / "deploy/catalogue"],
                              check=True, capture_output=True, text=True, env=clean_environment() | self.house.clocks.of("dossiers"))
        return made.stdout.strip()


if __name__ == "__main__":
    unittest.main()
