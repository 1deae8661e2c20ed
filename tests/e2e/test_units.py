"""Units that end: what Kiến An's wards had in hand on 2025-06-30 goes on with their successors, and no report says anything else than before."""

import subprocess
import unittest
import uuid

import city
from house import House

HOUSE = None
MERGED, SPLIT = "11440", "11443"  # Ngọc Sơn, a part of Phù Liễn since; Trần Thành Ngọ, split between Kiến An and Phù Liễn
LAST_DAY, DECISION = "2025-06-27", "1669/NQ-UBTVQH15"
SUMMER = {"first": "2025-06-01", "last": "2025-06-30"}
AS_NOW = {"first": "2025-06-01", "attribution": "as_now"}


def setUpModule():
    global HOUSE
    HOUSE = House().__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def told_at(time):
    return {"occurred_at": city.moment(f"{LAST_DAY} {time}"), "occurred_reason": "Nhập lại sau khi mất kết nối"}


class UnitsThatEnd(unittest.TestCase):
    def setUp(self):
        # Whoever worked in a ward of then has no unit today: the city's act for them.
        self.officer, self.leader = HOUSE.token("officer", "31"), HOUSE.token("leader", "31")
        self.procedure = city.a_procedure(HOUSE, on=LAST_DAY)

    def taken_in(self, unit):
        answer = HOUSE.dossiers.post("/v1/dossiers", city.registration(self.procedure, unit) | told_at("09:00"), self.officer)
        self.assertEqual(answer.status, 201, answer)
        assigned = HOUSE.dossiers.post(f"/v1/dossiers/{answer.json['id']}/assign", {"unit_code": unit, "officer": "cb.0042", **told_at("10:00")}, self.officer)
        self.assertEqual(assigned.status, 200, assigned)
        return assigned.json

    def plan(self, dry_run):
        found, after = {"transferred": {}, "undecided": {}}, None
        while True:
            body = {"decision": DECISION, "ended_on": "2025-07-01", "dry_run": dry_run, "limit": 2} | ({"after": after} if after else {})
            answer = HOUSE.dossiers_admin.request("POST", "/transfer-dossiers", body, headers={"Motcua-Command": "1"})
            self.assertEqual(answer.status, 200, answer)
            for kind, dossiers in found.items():
                dossiers |= {one["dossier_id"]: one for one in answer.json[kind]}
            after = answer.json["next"]
            if after is None:
                return found

    def decide(self, choices, token=None, key=None):
        body = {"decision": DECISION, "dossiers": [{"id": dossier, "unit_code": unit} for dossier, unit in choices]}
        return HOUSE.dossiers.post("/v1/dossiers/bulk-transfer", body, token or self.leader, key)

    def reports(self):
        """Of June as it was then, by unit; and of the wards of today as they stand for those of then."""
        HOUSE.wait_for_report()
        then = HOUSE.report("307", by="unit", **SUMMER)
        now = [HOUSE.report(ward, **AS_NOW) for ward in (city.WARD, city.OTHER_WARD)]
        for answer in (then, *now):
            self.assertEqual(answer.status, 200, answer)
        for body in (then.json, *(answer.json for answer in now)):
            yield {name: value for name, value in body.items() if name not in ("sequence", "generated_at")}

    def test_leave_their_dossiers_to_their_successors_and_the_reports_as_they_were(self):
        goes, waits, other = self.taken_in(MERGED), self.taken_in(SPLIT), self.taken_in(SPLIT)
        before = list(self.reports())
        rows = {row["name"]: row["received"]["total"] for row in before[0]["rows"]}
        self.assertEqual((rows["Ngọc Sơn"], rows["Trần Thành Ngọ"]), (1, 2))
        self.assertEqual(before[2]["received"]["total"], 1, "Ngọc Sơn's is Phù Liễn's as now")

        told = self.plan(dry_run=True)
        self.assertEqual({one["to"]["code"] for one in told["transferred"].values()}, {city.OTHER_WARD})
        self.assertEqual([one["code"] for one in told["undecided"][waits["id"]]["successors"]], [city.WARD, city.OTHER_WARD])
        self.assertEqual(HOUSE.dossiers.get(f"/v1/dossiers/{goes['id']}", self.officer).json["version"], goes["version"], "a rehearsal moves nothing")
        done = self.plan(dry_run=False)
        self.assertEqual((done["transferred"].keys(), done["undecided"].keys()), ({goes["id"]}, {waits["id"], other["id"]}))
        self.assertEqual(self.plan(dry_run=False)["transferred"], {}, "twice is once")

        key = "chia-phuong-1"
        choices = [(waits["id"], city.WARD), (other["id"], "11411"), (goes["id"], city.OTHER_WARD)]
        answer = self.decide(choices, key=key)
        results = answer.json["items"]
        self.assertEqual([one["status"] for one in results], [200, 422, 409], answer)
        self.assertEqual([one["problem"]["rule"] for one in results[1:]], ["transfer-needs-successor", "transfer-needs-ended-unit"])
        self.assertEqual(self.decide(choices, key=key).json, answer.json)
        self.assertEqual(self.decide(choices, token=self.officer).json["items"][0]["status"], 403)

        self.finish(goes, city.OTHER_WARD, officer="cb.0042")
        self.finish(waits, city.WARD, officer=None)
        after = list(self.reports())
        self.assertEqual(after[0]["received"], before[0]["received"])
        self.assertEqual([row["received"] for row in after[0]["rows"]], [row["received"] for row in before[0]["rows"]])
        self.assertEqual([body["received"] for body in after], [body["received"] for body in before])
        self.assertEqual(after[0]["pending"], before[0]["pending"], "at the end of June all were pending")
        self.assertEqual([number in self.register(goes["receiving_unit"]["id"]) for number in (goes["number"], waits["number"])], [True, False],
                         "a register tells what its unit received, wherever that is now")
        self.assertNotIn(goes["number"], self.register(city.OTHER_WARD))
        self.assertEqual(HOUSE.verify()[0], 0, HOUSE.verify()[1])

    def register(self, unit):
        answer = HOUSE.dossiers.get("/v1/registers", self.officer, unit=unit, **{"from": LAST_DAY, "to": LAST_DAY})
        self.assertEqual(answer.status, 200, answer)
        text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.body, check=True, capture_output=True).stdout.decode()
        return "".join(text.split())

    def finish(self, old, ward, officer):
        """The successor's people find it, with its number and date, and do what is left to do."""
        people = city.Counter(HOUSE, ward)
        listed = HOUSE.dossiers.get("/v1/dossiers", people.officer, number=old["number"]).json["items"]
        self.assertEqual([one["id"] for one in listed], [old["id"]])
        answer = people.read(old["id"])
        now = answer.json
        for name in ("number", "status", "due_date", "due_original", "receiving_unit", "clock"):
            self.assertEqual(now[name], old[name], name)
        self.assertEqual((now["responsible_unit"]["code"], now["handling_unit"]["code"], now["officer"]), (ward, ward, officer))
        self.assertGreater(now["version"], old["version"])
        self.assertTrue(answer.headers["etag"].startswith(f'"{now["version"]}'))
        history = HOUSE.dossiers.get(f"/v1/dossiers/{old['id']}/history", people.officer).json["items"]
        told = next(entry for entry in history if entry["type"] == "dossier.transferred.v1")["data"]
        self.assertEqual((told["from_unit_id"], told["decision"], told["planned"]), (old["receiving_unit"]["id"], DECISION, officer is not None))
        codes = [step["status_code"] for step in HOUSE.dossiers.get(f"/v1/dossiers/{old['id']}/status-history", people.officer).json["items"]]
        self.assertEqual(codes, [1, 2, 4], "no status of its own")
        others = HOUSE.token("officer", city.WARD if ward == city.OTHER_WARD else city.OTHER_WARD)
        for token, status in ((people.officer, 200), (others, 404)):
            for address in ("", "/forms/control-slip"):
                self.assertEqual(HOUSE.dossiers.get(f"/v1/dossiers/{old['id']}{address}", token).status, status, address)
        self.assertEqual(people.resolve(old["id"]).status, 200)
        self.assertEqual(people.command(old["id"], "return").status, 200)

    def test_are_named_with_the_document_that_ended_them_and_the_day(self):
        good = {"decision": DECISION, "ended_on": "2025-07-01", "dry_run": True}
        for wrong, pointer in (({"decision": "theo ý kiến"}, "/decision"), ({"decision": "000000000001/"}, "/decision"), ({"ended_on": "2025-06-31"}, "/ended_on"),
                               ({"after": "u0068/9"}, "/after"), ({"after": "u0068/10/"}, "/after"), ({"limit": 201}, "/limit"), ({"unit": "x"}, "/unit")):
            answer = HOUSE.dossiers_admin.request("POST", "/transfer-dossiers", good | wrong, headers={"Motcua-Command": "1"})
            self.assertEqual(answer.status, 400, (wrong, answer))
            self.assertEqual([fault["pointer"] for fault in answer.json["errors"]], [pointer])
        self.assertEqual(HOUSE.dossiers_admin.request("POST", "/transfer-dossiers", good).status, 403)

    def test_are_decided_about_by_lists_without_mistakes(self):
        dossier = str(uuid.uuid4())
        good = {"decision": DECISION, "dossiers": [{"id": dossier, "unit_code": city.WARD}]}
        for wrong, pointer in (({"decision": "x"}, "/decision"), ({"dossiers": []}, "/dossiers"), ({"dossiers": [{"id": dossier}]}, "/dossiers/0/unit_code"),
                               ({"unit_code": city.WARD}, "/unit_code"), ({"dossiers": good["dossiers"] * 2}, "/dossiers/1/id")):
            answer = HOUSE.dossiers.post("/v1/dossiers/bulk-transfer", good | wrong, self.leader)
            self.assertEqual(answer.status, 400, (wrong, answer))
            self.assertEqual([fault["pointer"] for fault in answer.json["errors"]], [pointer])


if __name__ == "__main__":
    unittest.main()
