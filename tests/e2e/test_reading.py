"""Who sees what: scopes, masks, the access log, lists, history and the citizen's look-up."""

import json
import unittest

import city
from house import House

HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookups_per_minute=100000).__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class Scopes(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)
        self.dossier = self.counter.register().json

    def test_without_a_token_nothing(self):
        for token in (None, "x.y.z", self.counter.officer[:-4] + "AAAA"):
            answer = HOUSE.dossiers.get(f"/v1/dossiers/{self.dossier['id']}", token)
            self.assertEqual(answer.status, 401, answer)
            self.assertIn("Bearer", answer.headers["www-authenticate"])

    def test_another_units_dossier_is_not_there(self):
        stranger = HOUSE.token("officer", city.OTHER_WARD)
        read = self.counter.read(self.dossier["id"], stranger)
        self.assertEqual(read.status, 404)
        nobody = self.counter.read("00000000-0000-4000-8000-000000000000", stranger)
        without_trace = [{key: value for key, value in answer.json.items() if key != "trace_id"} for answer in (read, nobody)]
        self.assertEqual(without_trace[0], without_trace[1], "as if it did not exist")
        self.assertEqual(self.counter.command(self.dossier["id"], "assign", {"unit_code": city.OTHER_WARD}, token=stranger).status, 404)

    def test_the_city_sees_all_but_changes_nothing(self):
        city_reader = HOUSE.token("city_reader", "31")
        self.assertEqual(self.counter.read(self.dossier["id"], city_reader).status, 200)
        self.assertEqual(self.counter.assign(self.dossier["id"], token=city_reader).status, 403)

    def test_a_role_is_needed(self):
        self.assertEqual(self.counter.client.post("/v1/dossiers", city.registration(self.counter.procedure), self.counter.handler).status, 403)
        self.assertEqual(self.counter.client.request("POST", "/v1/dossiers/import", body="{}", token=self.counter.officer,
                                                     headers={"Content-Type": "application/x-ndjson"}).status, 403)

    def test_personal_fields_are_masked_for_those_who_need_them_not(self):
        full = self.counter.read(self.dossier["id"]).json["applicant"]
        self.assertTrue(full["name"].startswith("Lê Thị Thử Nghiệm"))
        masked = self.counter.read(self.dossier["id"], HOUSE.token("city_reader", "31")).json["applicant"]
        self.assertNotEqual(masked["name"], full["name"])
        self.assertNotEqual(masked["identity_number"], full["identity_number"])
        self.assertNotEqual(masked["phone"], full["phone"])

    def test_reading_personal_data_is_logged_first(self):
        before = self.logged()
        self.counter.read(self.dossier["id"], headers={"Access-Purpose": "citizen_question"})
        self.assertEqual(self.logged(), before + 1)
        self.counter.read(self.dossier["id"], HOUSE.token("city_reader", "31"))
        self.assertEqual(self.logged(), before + 1, "a masked reading is no reading of personal data")

    def logged(self):
        return HOUSE.rows("dossiers", "SELECT count(*) AS n FROM access_log")[0]["n"]


class Reading(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def test_history_says_who_did_what_and_is_chained(self):
        dossier = self.counter.register().json["id"]
        self.counter.assign(dossier)
        items = self.counter.client.get(f"/v1/dossiers/{dossier}/history", self.counter.officer).json["items"]
        self.assertEqual([item["type"] for item in items], ["dossier.registered.v1", "dossier.accepted.v1", "dossier.assigned.v1"])
        self.assertEqual([item["version"] for item in items], [1, 2, 3])
        for earlier, later in zip(items, items[1:]):
            self.assertEqual(later["previous_hash"], earlier["hash"])
        self.assertNotIn("Thử Nghiệm", json.dumps(items, ensure_ascii=False), "no personal data")

    def test_pages_hold_every_dossier_once(self):
        made = {self.counter.register().json["id"] for _ in range(25)}
        seen, cursor = [], None
        while True:
            query = {"limit": 7} | ({"cursor": cursor} if cursor else {})
            page = self.counter.client.get("/v1/dossiers", self.counter.officer, **query)
            self.assertEqual(page.status, 200, page)
            seen += [item["id"] for item in page.json["items"]]
            cursor = page.json.get("next")
            if not cursor:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertLessEqual(made, set(seen))

    def test_lists_can_be_narrowed(self):
        dossier = self.counter.register().json
        for query in ({"number": dossier["number"]}, {"status": "accepted", "procedure": self.counter.procedure, "unit": city.WARD},
                      {"due_before": "2100-01-01"}, {"received_from": dossier["submitted_at"][:10], "received_to": dossier["submitted_at"][:10]}):
            with self.subTest(query=query):
                found = self.counter.client.get("/v1/dossiers", self.counter.officer, limit=200, **query)
                self.assertEqual(found.status, 200, found)
                self.assertIn(dossier["id"], [item["id"] for item in found.json["items"]])
        self.assertEqual(self.counter.client.get("/v1/dossiers", self.counter.officer, number="H24-000000-0000").json["items"], [])
        for query, code in (({"unit": "99999"}, "unit-unknown"), ({"procedure": "9.999999.H24"}, "procedure-unknown")):
            refused = self.counter.client.get("/v1/dossiers", self.counter.officer, **query)
            self.assertEqual((refused.status, refused.json["type"].rsplit("/", 1)[1]), (422, code), refused)
        for wrong in ({"status": "lost"}, {"due_before": "2026-02-30"}, {"limit": "0"}, {"colour": "red"}, {"cursor": "!!"}):
            self.assertEqual(self.counter.client.get("/v1/dossiers", self.counter.officer, **wrong).status, 400, wrong)

    def test_the_catalogue_is_read_as_of_a_day(self):
        then = {unit["code"]: unit["name"] for unit in HOUSE.dossiers.get("/v1/units", on="2020-12-15", parent="307").json["items"]}
        now = {unit["code"]: unit["name"] for unit in HOUSE.dossiers.get("/v1/units").json["items"]}
        self.assertEqual((then["11446"], now["11446"]), ("Văn Đẩu", "Phù Liễn"))
        self.assertNotIn("307", now)

    def test_the_contract_is_served(self):
        for client in (HOUSE.dossiers, HOUSE.reporting):
            answer = client.get("/openapi.yaml")
            self.assertEqual(answer.status, 200)
            self.assertTrue(answer.body.startswith(b"openapi: 3.1"))


class LookingUp(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def look_up(self, number, code):
        return HOUSE.dossiers.post("/v1/lookups", {"number": number, "slip_code": code}, key=False)

    def test_number_and_slip_code_show_status_and_dates(self):
        dossier = self.counter.register().json
        found = self.look_up(dossier["number"], dossier["slip_code"])
        self.assertEqual((found.status, found.json["status"]), (200, "accepted"), found)
        self.assertNotIn("applicant", found.json)

    def test_a_wrong_code_and_an_unknown_number_answer_alike(self):
        dossier = self.counter.register().json
        wrong, unknown = self.look_up(dossier["number"], "AAAAAAAA"), self.look_up("H24.99-261124-9999", "AAAAAAAA")
        self.assertEqual((wrong.status, unknown.status), (404, 404))
        self.assertEqual(*({key: value for key, value in answer.json.items() if key != "trace_id"} for answer in (wrong, unknown)))


class Few(unittest.TestCase):
    def test_look_ups_are_rate_limited(self):
        with House(dossiers_lookups_per_minute=5) as house:
            answers = [house.dossiers.post("/v1/lookups", {"number": "H24-261124-0001", "slip_code": "AAAAAAAA"}, key=False) for _ in range(30)]
        limited = [answer for answer in answers if answer.status == 429]
        self.assertTrue(limited)
        self.assertTrue(all(int(answer.headers["retry-after"]) > 0 for answer in limited))

    def test_look_ups_of_one_number_are_limited_wherever_they_come_from(self):
        """A trusted proxy names another address each time; whether there is such a number makes no difference."""
        with House(dossiers_lookups_per_number=5, dossiers_trusted_proxies="127.0.0.1") as house:
            number = city.Counter(house).register().json["number"]
            for asked in (number, "H24-261124-0001"):
                answers = [house.dossiers.post("/v1/lookups", {"number": asked, "slip_code": "AAAAAAAA"}, key=False, headers={"X-Forwarded-For": f"192.0.2.{last}"})
                           for last in range(8)]
                self.assertEqual([answer.status for answer in answers], [404] * 5 + [429] * 3)


if __name__ == "__main__":
    unittest.main()
