"""Wrong facts put right: what was known then stays what it was, what is known now is what is right, and every list and report follows."""

import datetime as dt
import pathlib
import subprocess
import sys
import unittest

import city
import recount
from house import House, today

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "chaos"))
from parts import Preload  # noqa: E402: found beside the tests that break things

HOUSE = None
DAYS_AGO = 3
THEN = (today() - dt.timedelta(days=1)).isoformat()  # known on that day: nothing of what is corrected today


class HouseOfTwoDays(House):
    """Its dossiers service may believe that it is some days ago: what it is told then was known before what it is told today."""

    def __init__(self):
        super().__init__()
        self.clock = Preload(self.folder, "stepped_clock", "MOTCUA_CLOCK")

    def service(self, name):
        process = super().service(name)
        if name == "dossiers":
            process.env |= self.clock.of(name)
        return process

    def live(self, days_ago):
        self.clock.set(-days_ago * 86_400_000, "dossiers")


def setUpModule():
    global HOUSE
    HOUSE = HouseOfTwoDays().__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def told_at(moment):
    return {"occurred_at": city.moment(moment), "occurred_reason": "Nhập lại sau khi mất kết nối"}


class WrongFacts(unittest.TestCase):
    """Told some days ago, corrected today. Each test has months of its own."""

    @classmethod
    def setUpClass(cls):
        cls.ward, cls.leader, cls.reader = city.Counter(HOUSE), HOUSE.token("leader", "31"), HOUSE.token("city_reader", "31")

    def tearDown(self):
        HOUSE.live(0)

    def taken_in(self, moment):
        answer = HOUSE.dossiers.post("/v1/dossiers", city.registration(self.ward.procedure) | told_at(moment), self.ward.officer)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def told(self, *moments, lives=lambda dossier: None):
        """Some days ago: dossiers taken in at those moments, that went on as they did. What the reports say of it then is known."""
        HOUSE.live(DAYS_AGO)
        dossiers = [self.taken_in(moment) for moment in moments]
        for dossier in dossiers:
            lives(dossier)
        HOUSE.live(0)
        HOUSE.wait_for_report()
        return dossiers

    def corrected(self, dossier, name, body, status=200, token=None):
        answer = self.ward.command(dossier["id"], name, {"reasons": ["Nhập nhầm"]} | body, token=token or self.leader)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def figures(self, unit, first, last, known_at=None):
        query = {"as_of": last} | ({"known_at": known_at} if known_at else {})
        answer = HOUSE.report(unit, first=first, last=last, **query)
        self.assertEqual(answer.status, 200, answer)
        counts = recount.counts_of(answer.json)
        self.assertEqual(counts["received"]["total"], counts["resolved"]["total"] + counts["pending"]["total"] + counts["withdrawn"])
        return counts

    def listed(self, unit, cell, first, last, known_at=None):
        query = {"from": first, "to": last, "as_of": last, "cell": cell} | ({"known_at": known_at} if known_at else {})
        page = HOUSE.reporting.get("/v1/reports/dossiers/records", self.reader, unit=unit, **query)
        self.assertEqual(page.status, 200, page)
        return {one["number"] for one in page.json["items"]}

    def judged(self, first, last, then):
        """The slow judge agrees, of the city and of both wards, on what is known now and what was known; so does motcua-verify."""
        lives, tree = recount.lives(HOUSE), recount.Tree()
        for unit, was in zip(("31", city.WARD, city.OTHER_WARD), then, strict=True):
            above = tree.id_of(unit, today())
            for known in (None, THEN):
                expected = recount.cells(lives, dt.date.fromisoformat(first), dt.date.fromisoformat(last), known and dt.date.fromisoformat(known),
                                         lambda life, above=above: tree.is_under(life.unit, above))
                self.assertEqual(self.figures(unit, first, last, known), expected, (unit, known))
            self.assertEqual(self.figures(unit, first, last, THEN), was, "as known then")
        self.assertEqual(HOUSE.verify()[0], 0, HOUSE.verify()[1])

    def known_then(self, first, last):
        return [self.figures(unit, first, last, THEN) for unit in ("31", city.WARD, city.OTHER_WARD)]

    def test_a_mistyped_acceptance_is_superseded_and_its_result_stays(self):
        first, last = "2026-03-01", "2026-04-30"

        def resolved(dossier):
            self.ward.command(dossier["id"], "assign", {"unit_code": city.WARD, "officer": "cb.0042", **told_at("2026-03-10 10:00")})
            self.ward.command(dossier["id"], "resolve", {"outcome": "granted", **told_at("2026-03-11 10:00")}, token=self.ward.handler)

        (dossier,) = self.told("2026-03-10 09:00", lives=resolved)
        (right,) = self.told("2026-02-02 09:00")
        then = self.known_then(first, last)
        self.assertEqual(then[1], self.figures(city.WARD, first, last), "nothing else is known yet")
        self.assertEqual((then[1]["resolved"]["overdue"], then[1]["received"]["carried_over"]), (0, 1))

        moment = {"accepted_at": city.moment("2026-02-02 09:00")}
        self.assertEqual(self.corrected(dossier, "correct-acceptance", moment, status=422)["rule"], "correction-leaves-result")
        now = self.corrected(dossier, "correct-acceptance", moment | {"result_stays": True})
        for name in ("due_original", "accepted_at", "submitted_at"):
            self.assertEqual(now[name], right[name], name)
        self.assertEqual((now["number"], now["outcome"]), (dossier["number"], "granted"))
        history = HOUSE.dossiers.get(f"/v1/dossiers/{dossier['id']}/history", self.ward.officer).json["items"]
        event = history[-1]
        self.assertEqual((event["type"], event["data"]["supersedes"], event["data"]["role"]), ("dossier.acceptance_corrected.v1", 2, "leader"))
        self.assertEqual(event["data"]["course"]["ended"]["as"], "overdue")
        self.assertEqual(history[1]["data"]["accepted_at"], city.moment("2026-03-10 09:00"), "what was told stays told")
        ledger = HOUSE.dossiers.get(f"/v1/dossiers/{dossier['id']}/deadline", self.ward.officer).json["ledger"]
        self.assertEqual([entry["entry"] for entry in ledger], ["started", "corrected", "started"])

        receipt = HOUSE.dossiers.get(f"/v1/dossiers/{dossier['id']}/forms/receipt", self.ward.officer)
        self.assertEqual(receipt.status, 200, receipt)
        printed = subprocess.run(["pdftotext", "-raw", "-", "-"], input=receipt.body, check=True, capture_output=True).stdout.decode()
        self.assertIn("09giờ00phút,ngày02tháng02năm2026", "".join(printed.split()), "printed anew, it tells what is right")

        HOUSE.wait_for_report()
        after = self.figures(city.WARD, first, last)
        self.assertEqual((after["resolved"]["overdue"], after["received"]["carried_over"]), (1, 2), "accepted in February, both of them")
        self.assertEqual(self.listed(city.WARD, "resolved.overdue", first, last), {dossier["number"]})
        self.assertEqual(self.listed(city.WARD, "resolved.overdue", first, last, THEN), set())
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last, THEN), {dossier["number"]})
        self.judged(first, last, then)
        self.judged("2026-02-01", "2026-02-28", self.known_then("2026-02-01", "2026-02-28"))

    def test_the_wrong_unit_counts_no_more_and_the_right_one_does(self):
        first, last = "2026-05-01", "2026-05-31"
        (dossier,) = self.told("2026-05-11 09:00")
        then = self.known_then(first, last)
        self.assertEqual([counts["received"]["direct"] for counts in then], [1, 1, 0])
        self.corrected(dossier, "correct-unit", {"unit_code": city.OTHER_WARD}, status=403, token=self.ward.leader)
        now = self.corrected(dossier, "correct-unit", {"unit_code": city.OTHER_WARD})
        self.assertEqual((now["receiving_unit"]["code"], now["responsible_unit"]["code"]), (city.OTHER_WARD, city.OTHER_WARD))
        self.assertEqual((now["number"], now["due_date"]), (dossier["number"], dossier["due_date"]))
        HOUSE.wait_for_report()
        self.assertEqual([self.figures(unit, first, last)["received"]["direct"] for unit in ("31", city.WARD, city.OTHER_WARD)], [1, 0, 1])
        self.assertEqual([self.figures(unit, first, last)["trips"]["submission"] for unit in (city.WARD, city.OTHER_WARD)], [0, 1])
        self.assertEqual(self.listed(city.OTHER_WARD, "received.direct", first, last), {dossier["number"]})
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last), set())
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last, THEN), {dossier["number"]}, "as known then")
        others = city.Counter(HOUSE, city.OTHER_WARD)
        self.assertEqual((others.read(dossier["id"]).status, self.ward.read(dossier["id"]).status), (200, 404))
        self.assertEqual(others.assign(dossier["id"]).status, 200, "and they go on with it")
        self.assertEqual(others.resolve(dossier["id"]).status, 200)
        HOUSE.wait_for_report()
        self.judged(first, last, then)
        self.judged(first, today().isoformat(), self.known_then(first, today().isoformat()))

    def test_a_second_entry_leaves_every_count(self):
        first, last = "2026-06-01", "2026-06-30"
        one, twice = self.told("2026-06-08 09:00", "2026-06-08 09:05")
        then = self.known_then(first, last)
        now = self.corrected(twice, "annul", {"doubles": one["number"]})
        self.assertEqual(now["doubles"], one["number"])
        self.assertEqual(self.corrected(one, "annul", {"doubles": twice["number"]}, status=422)["rule"], "annulment-needs-entry-that-counts")
        self.assertEqual(self.ward.assign(twice["id"]).json["rule"], "annulled-takes-no-command")
        HOUSE.wait_for_report()
        after = self.figures(city.WARD, first, last)
        self.assertEqual((then[1]["received"]["direct"], after["received"]["direct"], then[1]["trips"]["submission"], after["trips"]["submission"]), (2, 1, 2, 1))
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last), {one["number"]})
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last, THEN), {one["number"], twice["number"]})
        numbers = {item["number"] for item in HOUSE.dossiers.get("/v1/dossiers", self.ward.officer, limit=200).json["items"]}
        self.assertIn(one["number"], numbers)
        self.assertNotIn(twice["number"], numbers)
        changes = HOUSE.dossiers.get("/v1/status-changes", self.ward.officer).json["items"]
        self.assertEqual([item["corrects"] for item in changes if item["dossier_id"] == twice["id"]][-1], "second_entry")
        self.assertEqual(HOUSE.dossiers.get(f"/v1/dossiers/{twice['id']}/forms/receipt", self.ward.officer).status, 409)
        self.judged(first, last, then)

    def test_one_after_the_other_each_supersedes_what_was_told_last(self):
        first, last = "2026-07-01", "2026-07-31"
        (dossier,) = self.told("2026-07-06 09:00")
        then = self.known_then(first, last)
        self.corrected(dossier, "correct-unit", {"unit_code": city.OTHER_WARD})
        self.corrected(dossier, "correct-acceptance", {"accepted_at": city.moment("2026-07-03 09:00")})
        self.corrected(dossier, "correct-acceptance", {"accepted_at": city.moment("2026-07-02 09:00")})
        self.corrected(dossier, "correct-unit", {"unit_code": city.WARD})
        HOUSE.wait_for_report()
        read = self.ward.read(dossier["id"]).json
        self.assertEqual([(one["corrected"], one["supersedes"]) for one in read["corrections"]],
                         [("receiving_unit", 1), ("acceptance", 2), ("acceptance", 4), ("receiving_unit", 3)])
        self.assertEqual(self.listed(city.WARD, "received.direct", first, last), {dossier["number"]})
        self.judged(first, last, then)

    def test_orders_without_mistakes(self):
        dossier = self.taken_in("2026-08-03 09:00")
        for name, body, pointer in (("correct-acceptance", {}, "/accepted_at"), ("correct-acceptance", {"accepted_at": "hôm qua"}, "/accepted_at"), ("correct-unit", {}, "/unit_code"),
                                    ("annul", {}, "/doubles"), ("annul", {"doubles": "x", "result_stays": True}, "/result_stays")):
            answer = self.ward.command(dossier["id"], name, {"reasons": ["x"]} | body, token=self.leader)
            self.assertEqual(answer.status, 400, (name, body, answer))
            self.assertEqual([fault["pointer"] for fault in answer.json["errors"]], [pointer])
        answer = self.ward.command(dossier["id"], "annul", {"doubles": "x"}, token=self.leader)
        self.assertEqual([fault["pointer"] for fault in answer.json["errors"]], ["/reasons"])


if __name__ == "__main__":
    unittest.main()
