"""Linked procedures: agencies work one after the other, the citizen sees one date, and the report says who was late. Worked example W9."""

import unittest

import city
from house import House

HOUSE = None
DISTRICT = "307"  # Kiến An, until 2025-06-30
SALE = "1.004227.H24"  # 3 days, 5 days, the tax (not counted), 2 days
SPRING = {"unit": DISTRICT, "from": "2021-04-01", "to": "2021-05-31"}


def setUpModule():
    global HOUSE
    HOUSE = House().__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def told_at(moment):
    return {"occurred_at": city.moment(moment), "occurred_reason": "Nhập lại sau khi mất kết nối"}


class Linked(unittest.TestCase):
    def setUp(self):
        # District officers of 2021 have no unit today: the city's act for them.
        self.tokens = {role: HOUSE.token(role, "31") for role in ("officer", "handler", "leader", "city_reader")}

    def register(self, moment):
        answer = HOUSE.dossiers.post("/v1/dossiers", city.registration(SALE, DISTRICT) | told_at(moment), self.tokens["officer"])
        self.assertEqual(answer.status, 201, answer)
        self.order(answer.json["id"], "assign", moment, {"unit_code": DISTRICT})
        return answer.json["id"]

    def order(self, dossier, name, moment, body=None, status=200):
        token = self.tokens["handler" if name in ("resolve", "hand-over", "request-payment") else "officer"]
        answer = HOUSE.dossiers.post(f"/v1/dossiers/{dossier}/{name}", {**(body or {}), **told_at(moment)}, token)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def hand_over(self, dossier, moment, **options):
        return self.order(dossier, "hand-over", moment, {"unit_code": DISTRICT}, **options)

    def report(self, **query):
        HOUSE.wait_for_report()
        answer = HOUSE.reporting.get("/v1/reports/steps", self.tokens["city_reader"], **{**SPRING, **query})
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def by_agency(self):
        """Steps that began, ended and were late, by the kind of agency."""
        return {row["key"]: (row["received"]["total"], row["resolved"]["total"], row["resolved"]["overdue"]) for row in self.report(by="agency")["rows"]}

    def test_each_agency_has_its_date_and_the_citizen_one(self):
        dossier = self.register("2021-04-19 09:00")
        first = HOUSE.dossiers.get(f"/v1/dossiers/{dossier}", self.tokens["officer"]).json
        self.assertEqual((first["due_date"], first["steps"][0]["due_date"]), ("2021-05-06", "2021-04-23"))
        self.assertEqual(self.order(dossier, "resolve", "2021-04-23 09:00", {"outcome": "granted"}, 409)["rule"], "grant-needs-last-step")
        second = self.hand_over(dossier, "2021-04-23 10:00")
        self.assertEqual((second["steps"][0]["ended_as"], second["steps"][1]["due_date"]), ("on_time", "2021-05-04"))
        self.assertEqual(self.order(dossier, "receive-handover", "2021-04-23 14:00")["steps"][1]["received_at"], city.moment("2021-04-23 14:00"))
        self.assertEqual(self.order(dossier, "receive-handover", "2021-04-23 15:00", status=409)["rule"], "receipt-once")
        tax = self.hand_over(dossier, "2021-05-04 10:00")
        self.assertEqual((tax["due_date"], tax["status"], tax["clock"]["used"]), (None, "processing", 8))
        self.order(dossier, "request-payment", "2021-05-05 10:00", {"amount_vnd": 1500000, "basis": "Thông báo thuế"})
        self.order(dossier, "confirm-payment", "2021-05-11 09:00", {"receipt": "BL-77"})
        last = self.hand_over(dossier, "2021-05-11 10:00")
        self.assertEqual((last["due_date"], last["due_original"][:10], last["steps"][3]["due_date"]), ("2021-05-13", "2021-05-06", "2021-05-13"))
        self.assertEqual(self.hand_over(dossier, "2021-05-12 10:00", status=409)["rule"], "hand-over-needs-next-step")
        self.order(dossier, "resolve", "2021-05-13 10:00", {"outcome": "granted"})
        told = HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/deadline", self.tokens["officer"]).json["ledger"]
        self.assertEqual([entry["entry"] for entry in told if "step" not in entry], ["started", "paused", "resumed"])
        self.assertEqual(sum(one["counted"] for entry in told if "step" not in entry and "days" in entry for one in entry["days"]), 10)

    def test_the_report_says_who_was_late(self):
        before = self.by_agency()
        dossier = self.register("2021-04-19 09:00")
        self.hand_over(dossier, "2021-04-20 10:00")
        self.hand_over(dossier, "2021-05-12 10:00")  # due 04-28
        after = self.by_agency()
        moved = {agency: tuple(now - then for now, then in zip(after[agency], before.get(agency, (0, 0, 0)))) for agency in after}
        self.assertEqual(moved, {"land_registration": (1, 1, 0), "natural_resources": (1, 1, 1), "tax": (1, 0, 0)})
        records = HOUSE.reporting.get("/v1/reports/steps/records", self.tokens["city_reader"], cell="resolved.overdue", **SPRING).json["items"]
        self.assertIn(dossier, [record["dossier_id"] for record in records])
        whole = self.report()
        self.assertEqual(whole["received"]["total"], whole["resolved"]["total"] + whole["pending"]["total"] + whole["withdrawn"])


if __name__ == "__main__":
    unittest.main()
