"""From the counter to the result: the flow, its refusals, repeats and versions."""

import concurrent.futures
import datetime as dt
import unittest
import uuid

import city
from house import House

HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookups_per_minute=100000).__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class ManyAtOnce(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)
        self.dossiers = [self.counter.register().json["id"] for _ in range(4)]

    def assign(self, items, key=None, **body):
        return HOUSE.dossiers.post("/v1/dossiers/bulk-assign", {"dossiers": items, "unit_code": self.counter.unit, **body}, self.counter.officer, key)

    def test_each_is_decided_on_its_own(self):
        self.counter.command(self.dossiers[1], "withdraw")
        items = [{"id": dossier} for dossier in self.dossiers] + [{"id": str(uuid.uuid4())}]
        items[2]["version"] = 99
        results = self.assign(items, officer="cb.0042").json["items"]
        self.assertEqual([one["status"] for one in results], [200, 409, 412, 200, 404])
        self.assertEqual(results[1]["problem"]["rule"], "assign-needs-accepted")
        self.assertEqual(self.counter.read(self.dossiers[0]).json["version"], results[0]["version"])

    def test_a_repeat_gives_the_same_results_and_goes_on(self):
        key, items = str(uuid.uuid4()), [{"id": dossier} for dossier in self.dossiers]
        first = self.assign(items, key)
        self.assertEqual(self.assign(items, key).json, first.json)
        other = self.assign(items[:2], key).json["items"]
        self.assertEqual([one["status"] for one in other], [422, 422], "the key belongs to another request")

    def test_results_are_handed_out_together(self):
        self.assign([{"id": dossier} for dossier in self.dossiers])
        for dossier in self.dossiers[:3]:
            self.counter.resolve(dossier)
        answer = HOUSE.dossiers.post("/v1/dossiers/bulk-return", {"dossiers": [{"id": dossier} for dossier in self.dossiers]}, self.counter.officer)
        self.assertEqual([one["status"] for one in answer.json["items"]], [200, 200, 200, 409])

    def test_nothing_and_the_same_twice_are_no_lists(self):
        twice = [{"id": self.dossiers[0]}] * 2
        for items, pointer in (([], "/dossiers"), (twice, "/dossiers/1/id"), ([{"id": "x"}], "/dossiers/0/id"), ([{"id": self.dossiers[0], "version": 0}], "/dossiers/0/version")):
            answer = self.assign(items)
            self.assertEqual(answer.status, 400, answer)
            self.assertIn(pointer, [fault["pointer"] for fault in answer.json["errors"]])


class AtTheCounter(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def test_a_dossier_goes_from_receipt_to_the_citizen(self):
        registered = self.counter.register()
        self.assertEqual(registered.status, 201, registered)
        dossier = registered.json
        self.assertEqual((dossier["status"], dossier["status_code"]), ("accepted", 2))
        self.assertRegex(dossier["number"], r"^[A-Z]\d{2}(\.\d{2,3})*-\d{6}-\d{4,}$")
        self.assertEqual(len(dossier["slip_code"]), 8)
        self.assertEqual(dossier["due_at"], dossier["due_original"])
        self.assertEqual(registered.headers["location"], f"/v1/dossiers/{dossier['id']}")
        for answer, status, code in (
                (self.counter.assign(dossier["id"]), "processing", 4),
                (self.counter.resolve(dossier["id"]), "resolved", 9),
                (self.counter.command(dossier["id"], "return"), "returned", 10)):
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual((answer.json["status"], answer.json["status_code"]), (status, code))
        read = self.counter.read(dossier["id"])
        texts = {"reasons": None, "components": [{"name": "Đơn đề nghị", "kind": "original", "copies": 1}], "moment_reasons": None, "notes": None}
        self.assertEqual(read.json, answer.json | texts)
        self.assertEqual(read.json["outcome"], "granted")
        self.assertNotIn("slip_code", read.json, "shown once only")

    def test_online_waits_to_be_accepted(self):
        dossier = self.counter.register(channel="online").json
        self.assertEqual((dossier["status"], dossier["status_code"], dossier["due_at"]), ("registered", 1, None))
        self.assertEqual(self.counter.client.get(f"/v1/dossiers/{dossier['id']}/deadline", self.counter.officer).status, 404)
        accepted = self.counter.command(dossier["id"], "accept")
        self.assertEqual((accepted.status, accepted.json["status"]), (200, "accepted"))
        self.assertIsNotNone(accepted.json["due_at"])

    def test_online_may_be_refused_with_reasons(self):
        dossier = self.counter.register(channel="online").json
        self.assertEqual(self.counter.command(dossier["id"], "refuse", {"reasons": []}).status, 400)
        refused = self.counter.command(dossier["id"], "refuse", {"reasons": ["Thiếu giấy tờ"]})
        self.assertEqual((refused.status, refused.json["status"], refused.json["status_code"]), (200, "not_accepted", 3))
        self.assertEqual(self.counter.read(dossier["id"]).json["reasons"], ["Thiếu giấy tờ"])

    def test_a_result_may_be_a_refusal_with_reasons(self):
        dossier = self.counter.register().json["id"]
        self.counter.assign(dossier)
        without = self.counter.command(dossier, "resolve", {"outcome": "refused"}, token=self.counter.handler)
        self.assertEqual(without.status, 422, without)
        answer = self.counter.resolve(dossier, "refused")
        self.assertEqual((answer.status, answer.json["status"], answer.json["outcome"]), (200, "resolved", "refused"))

    def test_withdrawing_is_possible_until_the_result(self):
        dossier = self.counter.register().json["id"]
        self.assertEqual(self.counter.command(dossier, "withdraw").json["status"], "withdrawn")
        done = self.counter.register().json["id"]
        self.counter.assign(done)
        self.counter.resolve(done)
        self.assertEqual(self.counter.command(done, "withdraw").status, 409)

    def test_what_the_rules_forbid_is_named(self):
        accepted = self.counter.register().json["id"]
        online = self.counter.register(channel="online").json["id"]
        for dossier, command, body, token in (
                (accepted, "accept", {}, None),
                (accepted, "refuse", {"reasons": ["x"]}, None),
                (accepted, "resolve", {"outcome": "granted"}, self.counter.handler),
                (accepted, "return", {}, None),
                (online, "assign", {"unit_code": city.WARD}, None)):
            with self.subTest(command=command):
                answer = self.counter.command(dossier, command, body, token=token)
                self.assertEqual(answer.status, 409, answer)
                self.assertEqual(answer.headers["content-type"].split(";")[0], "application/problem+json")
                self.assertTrue(answer.json["rule"])
                self.assertTrue(answer.json["source"])

    def test_unknown_units_and_procedures_are_refused(self):
        for change, rule in (({"procedure_code": "9.999999.H24"}, "procedure-unknown"), ({"unit_code": "99999"}, "unit-unknown")):
            with self.subTest(change=change):
                answer = self.counter.client.post("/v1/dossiers", {**city.registration(self.counter.procedure), **change}, self.counter.officer)
                self.assertEqual((answer.status, answer.json["rule"]), (422, rule), answer)

    def test_numbers_are_unique_under_concurrency(self):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: self.counter.register(), range(200)))
        self.assertEqual({answer.status for answer in answers}, {201})
        self.assertEqual(len({answer.json["number"] for answer in answers}), 200)

    def test_a_moment_may_be_stated_with_a_reason(self):
        body = city.registration(self.counter.procedure)
        now = dt.datetime.now(city.VIETNAM)
        moment = (now - dt.timedelta(days=5)).replace(hour=8, minute=30, second=0, microsecond=0)
        stated = {**body, "occurred_at": moment.isoformat(), "occurred_reason": "Mất điện"}
        answer = self.counter.client.post("/v1/dossiers", stated, self.counter.officer)
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(dt.datetime.fromisoformat(answer.json["accepted_at"]), moment)
        self.assertIn(f"-{moment:%y%m%d}-", answer.json["number"])
        future = (now + dt.timedelta(days=1)).isoformat()
        for wrong, status in (({"occurred_at": future, "occurred_reason": "x"}, 422), ({"occurred_at": moment.isoformat()}, 400), ({"occurred_reason": "x"}, 400)):
            with self.subTest(wrong=wrong):
                refused = self.counter.client.post("/v1/dossiers", {**body, **wrong}, self.counter.officer)
                self.assertEqual(refused.status, status, refused)

    def test_the_deadline_is_derived_day_by_day(self):
        dossier = self.counter.register().json
        deadline = self.counter.client.get(f"/v1/dossiers/{dossier['id']}/deadline", self.counter.officer).json
        self.assertEqual(sum(day["counted"] for day in deadline["days"]), deadline["limit"])
        self.assertEqual(deadline["due_at"], dossier["due_at"])
        self.assertTrue(dossier["due_at"].startswith(deadline["days"][-1]["date"]))
        self.assertTrue(deadline["calendar_version"])


class Repeats(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def test_a_repeat_gets_the_first_answer_byte_for_byte(self):
        key, body = str(uuid.uuid4()), city.registration(self.counter.procedure)
        first = self.counter.client.post("/v1/dossiers", body, self.counter.officer, key)
        again = self.counter.client.post("/v1/dossiers", body, self.counter.officer, key)
        self.assertEqual((first.status, first.body), (again.status, again.body))
        self.assertEqual(first.headers.get("etag"), again.headers.get("etag"))

    def test_a_refusal_by_the_rules_is_kept_too(self):
        dossier, key = self.counter.register().json["id"], str(uuid.uuid4())
        first = self.counter.command(dossier, "return", key=key)
        self.counter.assign(dossier)
        self.counter.resolve(dossier)
        again = self.counter.command(dossier, "return", key=key)
        self.assertEqual((first.status, first.body), (again.status, again.body))

    def test_the_same_key_with_another_body_is_refused(self):
        key = str(uuid.uuid4())
        self.assertEqual(self.counter.register(key=key).status, 201)
        self.assertEqual(self.counter.register(key=key).status, 422)

    def test_a_key_is_needed(self):
        answer = self.counter.client.post("/v1/dossiers", city.registration(self.counter.procedure), self.counter.officer, key=False)
        self.assertEqual(answer.status, 400, answer)

    def test_concurrent_repeats_have_one_effect(self):
        key, body = str(uuid.uuid4()), city.registration(self.counter.procedure)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.counter.client.post("/v1/dossiers", body, self.counter.officer, key), range(16)))
        self.assertEqual({(answer.status, answer.body) for answer in answers}, {(201, answers[0].body)})

    def test_a_key_belongs_to_its_owner(self):
        key, body = str(uuid.uuid4()), city.registration(self.counter.procedure, city.WARD)
        other = city.registration(self.counter.procedure, city.OTHER_WARD)
        one = self.counter.client.post("/v1/dossiers", body, self.counter.officer, key)
        two = self.counter.client.post("/v1/dossiers", other, HOUSE.token("officer", city.OTHER_WARD), key)
        self.assertEqual((one.status, two.status), (201, 201), two)
        self.assertNotEqual(one.json["id"], two.json["id"])

    def test_if_match_guards_a_change(self):
        registered = self.counter.register()
        dossier, seen = registered.json["id"], registered.headers["etag"]
        self.assertEqual(self.counter.assign(dossier, headers={"If-Match": seen}).status, 200)
        key = str(uuid.uuid4())
        late = self.counter.resolve(dossier, headers={"If-Match": seen}, key=key)
        self.assertEqual(late.status, 412, late)
        now = self.counter.read(dossier).headers["etag"]
        self.assertEqual(self.counter.resolve(dossier, headers={"If-Match": now}, key=key).status, 200, "a 412 is not kept")

    def test_an_unchanged_dossier_is_304(self):
        dossier = self.counter.register().json["id"]
        tag = self.counter.read(dossier).headers["etag"]
        unchanged = self.counter.read(dossier, headers={"If-None-Match": tag})
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))
        self.counter.assign(dossier)
        self.assertEqual(self.counter.read(dossier, headers={"If-None-Match": tag}).status, 200)


if __name__ == "__main__":
    unittest.main()
