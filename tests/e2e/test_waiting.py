"""Dossiers that wait: papers, money, conditions; late ones; a calendar that changes. The clock's ledger is added up again by hand."""

import datetime as dt
import os
import shutil
import signal
import unittest

import city
from house import ROOT, House, wait_until

HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookups_per_minute=100000, dossiers_notices_every_seconds=1)
    shutil.copytree(ROOT / "deploy/catalogue", HOUSE.folder / "catalogue")
    HOUSE.extra |= {"dossiers_catalogue": HOUSE.folder / "catalogue"}
    HOUSE.__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def day(text):
    return dt.date.fromisoformat(text[:10])


class AtWork(unittest.TestCase):
    """An officer and others of a ward, at moments that they state."""

    def setUp(self):
        self.counter = city.Counter(HOUSE)
        items = HOUSE.dossiers.get("/v1/procedures").json["items"]
        # One with days to wait in, whose clock is counted afresh by the defaults of the law.
        self.counter.procedure = next(item["code"] for item in items if item["level"] == "commune" and item["mode"] == "DAY" and not item["steps"]
                                      and item["limit"] >= 8 and item["switches"]["supplement_effect"] == "RESTART")

    def at(self, moment):
        return {"occurred_at": city.moment(moment), "occurred_reason": "Mất kết nối"}

    def processing(self, moment="2026-03-02 09:00"):
        dossier = self.counter.register(**self.at(moment))
        self.assertEqual(dossier.status, 201, dossier)
        self.assertEqual(self.counter.command(dossier.json["id"], "assign", {"unit_code": self.counter.unit, **self.at(moment)}).status, 200)
        return dossier.json["id"]

    def order(self, dossier, name, body, moment, token=None, status=200):
        answer = self.counter.command(dossier, name, {**body, **self.at(moment)}, token=token)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def deadline(self, dossier):
        return HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/deadline", self.counter.officer).json

    def redo_the_sum(self, dossier):
        """From the ledger alone, as a clerk would: what each stretch counted is what was used, and the rest is the last stretch's."""
        told, used = self.deadline(dossier), 0
        for entry in told["ledger"]:
            if entry["entry"] == "paused":
                self.assertEqual(entry["used"], used, told)
            if "days" in entry:
                before = entry["used"]
                used = before + sum(one["counted"] for one in entry["days"])
        if told["clock"]["runs"]:
            self.assertEqual(used, told["limit"], told)
            self.assertEqual(told["days"][-1]["date"], told["due_date"])
        return told


class Waiting(AtWork):
    def test_for_papers_the_period_is_counted_afresh(self):
        dossier = self.processing()
        due = self.deadline(dossier)["due_at"]
        waits = self.order(dossier, "request-supplement", {"items": ["Sổ hộ khẩu", "Ảnh 3x4"]}, "2026-03-05 15:00")
        self.assertEqual((waits["status"], waits["status_code"], waits["due_date"], waits["due_at"]), ("supplement_requested", 5, None, None))
        self.assertFalse(waits["clock"]["runs"])
        self.assertEqual((waits["clock"]["used"], waits["due_original"]), (3, due))
        self.redo_the_sum(dossier)
        back = self.order(dossier, "receive-supplement", {}, "2026-03-16 10:00")
        self.assertEqual((back["status"], back["due_original"]), ("processing", due))
        preview = HOUSE.dossiers.post("/v1/deadlines/preview", {"procedure_code": self.counter.procedure, "received_at": city.moment("2026-03-16 10:00")}, key=False).json
        self.assertEqual((back["due_at"], back["due_date"]), (preview["due_at"], preview["due_date"]))
        told = self.redo_the_sum(dossier)
        self.assertEqual([entry["entry"] for entry in told["ledger"]], ["started", "paused", "restarted"])
        self.assertEqual(told["days"], preview["days"])

    def test_for_money_the_clock_goes_on_where_it_stood(self):
        dossier = self.processing()
        limit = self.deadline(dossier)["limit"]
        self.order(dossier, "request-payment", {"amount_vnd": 1500000, "basis": "Thông báo 12/TB"}, "2026-03-04 10:00", self.counter.handler)
        self.assertEqual(self.counter.resolve(dossier).status, 409)
        paid = self.order(dossier, "confirm-payment", {"receipt": "BL-77"}, "2026-03-19 10:00")
        self.assertEqual((paid["status"], paid["paid_vnd"], paid["payment_asked_vnd"]), ("processing", 1500000, None))
        told = self.redo_the_sum(dossier)
        self.assertEqual(sum(one["counted"] for one in told["days"]), limit - 2)
        self.assertEqual(self.counter.command(dossier, "confirm-payment", {"receipt": "BL-77"}).status, 409, "paid twice")

    def test_stopped_until_a_leader_reopens(self):
        dossier = self.processing()
        self.order(dossier, "stop", {"reasons": ["Chờ quy hoạch"]}, "2026-03-03 10:00", self.counter.handler)
        again = {"reasons": ["Đã có quy hoạch"]}
        self.assertEqual(self.counter.command(dossier, "reopen", again, token=self.counter.handler).status, 403)
        self.assertEqual(self.order(dossier, "reopen", again, "2026-03-10 10:00", self.counter.leader)["status"], "processing")
        self.redo_the_sum(dossier)

    def test_a_second_request_needs_a_leader_and_a_reason(self):
        dossier = self.processing()
        items = {"items": ["Bản vẽ"]}
        self.order(dossier, "request-supplement", items, "2026-03-03 10:00")
        self.order(dossier, "receive-supplement", {}, "2026-03-04 10:00")
        refused = self.order(dossier, "request-supplement", items, "2026-03-05 10:00", status=409)
        self.assertEqual((refused["rule"], refused["status"]), ("supplement-limit-reached", 409))
        items |= {"override_reason": "Quy định mới"}
        self.assertEqual(self.order(dossier, "request-supplement", items, "2026-03-05 10:00", status=422)["rule"], "override-needs-leader")
        self.assertEqual(self.order(dossier, "request-supplement", items, "2026-03-05 10:00", self.counter.leader)["supplements"], 2)

    def test_an_apology_promises_a_day_and_moves_none(self):
        dossier = self.processing()
        due = self.deadline(dossier)
        promised = {"promised_date": city.working_day_after(due["due_date"]), "reasons": ["Chờ ý kiến sở"]}
        told = self.order(dossier, "apologise", promised, "2026-03-03 10:00", self.counter.handler)
        self.assertEqual((told["due_at"], day(told["due_promised"]).isoformat(), told["status"]), (due["due_at"], promised["promised_date"], "processing"))
        twice = self.order(dossier, "apologise", promised, "2026-03-03 11:00", self.counter.handler, status=409)
        self.assertEqual(twice["rule"], "reappointment-limit-reached")
        self.assertEqual([entry["entry"] for entry in self.deadline(dossier)["ledger"]], ["started", "promised"])

    def test_the_status_history_has_codes_moments_units_and_notes(self):
        dossier = self.processing()
        self.order(dossier, "request-supplement", {"items": ["Sổ hộ khẩu", "Ảnh 3x4"]}, "2026-03-05 15:00")
        self.order(dossier, "receive-supplement", {}, "2026-03-16 10:00")
        path = f"/v1/dossiers/{dossier}/status-history"
        steps = HOUSE.dossiers.get(path, self.counter.officer).json["items"]
        self.assertEqual([step["status_code"] for step in steps], [1, 2, 4, 5, 4])
        self.assertEqual(steps[3]["note"], "Sổ hộ khẩu\nẢnh 3x4")
        self.assertEqual((steps[3]["occurred_at"], steps[3]["unit"]["code"]), (city.moment("2026-03-05 15:00"), self.counter.unit))
        masked = HOUSE.dossiers.get(path, HOUSE.token("city_reader", "31")).json["items"]
        self.assertEqual({step["note"] for step in masked}, {None})

    def test_a_dossier_that_was_not_accepted_is_accepted_with_the_reply(self):
        dossier = self.counter.register(channel="online", **self.at("2026-03-02 09:00")).json["id"]
        self.order(dossier, "request-supplement", {"items": ["Bản vẽ"]}, "2026-03-03 10:00")
        self.assertEqual(self.order(dossier, "receive-supplement", {}, "2026-03-04 10:00")["status"], "accepted")
        steps = HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/status-history", self.counter.officer).json["items"]
        self.assertEqual([step["status_code"] for step in steps], [1, 5, 2])

    def test_what_officers_wrote_is_read_with_the_dossier(self):
        dossier = self.processing()
        self.order(dossier, "request-payment", {"amount_vnd": 1, "basis": "Thông báo 12/TB"}, "2026-03-04 10:00", self.counter.handler)
        notes = self.counter.read(dossier).json["notes"]
        self.assertEqual([(note["kind"], note["texts"]) for note in notes], [("payment_basis", ["Thông báo 12/TB"])])

    def test_garbage_is_refused_by_name(self):
        dossier = self.processing()
        for name, body, pointer in (
                ("request-supplement", {"items": []}, "/items"), ("request-supplement", {"items": "x"}, "/items"),
                ("request-payment", {"amount_vnd": 0, "basis": "x"}, "/amount_vnd"), ("request-payment", {"amount_vnd": 1.5, "basis": "x"}, "/amount_vnd"),
                ("request-payment", {"amount_vnd": 5}, "/basis"), ("confirm-payment", {}, "/receipt"), ("stop", {"reasons": []}, "/reasons"),
                ("apologise", {"promised_date": "2026-02-30", "reasons": ["x"]}, "/promised_date")):
            with self.subTest(name, body=body):
                answer = self.counter.command(dossier, name, body, token=self.counter.handler)
                self.assertEqual(answer.status, 400, answer)
                self.assertIn(pointer, [fault["pointer"] for fault in answer.json["errors"]])


class Notices(AtWork):
    def told_of(self, dossier):
        history = HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/history", self.counter.officer).json["items"]
        return [entry["type"] for entry in history if entry["type"] in ("dossier.due_soon.v1", "dossier.overdue.v1")]

    def test_are_given_once_for_each_due_date_also_after_downtime(self):
        late, closed = self.processing(), self.processing()
        self.order(closed, "resolve", {"outcome": "granted"}, "2026-03-03 10:00", self.counter.handler)
        both = ["dossier.due_soon.v1", "dossier.overdue.v1"]
        wait_until("told", lambda: self.told_of(late) == both, 20)
        HOUSE.processes["dossiers"].kill()
        HOUSE.start("dossiers")
        later = self.processing("2026-03-04 09:00")
        wait_until("told after the restart", lambda: self.told_of(later) == both, 20)
        self.assertEqual(self.told_of(late), both)
        self.assertEqual(self.told_of(closed), [])
        # What a district states later may have happened before we found it late.
        self.assertEqual(self.order(late, "resolve", {"outcome": "granted"}, "2026-03-03 10:00", self.counter.handler)["status"], "resolved")


class TheFeed(unittest.TestCase):
    def test_of_status_changes_skips_nothing(self):
        counter = city.Counter(HOUSE)
        dossiers = [counter.register().json["id"] for _ in range(5)]
        for dossier in dossiers:
            counter.assign(dossier)
            counter.command(dossier, "assign", {"unit_code": counter.unit, "officer": "cb.0043"})  # no other status
            counter.ask_for_papers(dossier)
        reader, expected = HOUSE.token("city_reader", "31"), {(dossier, code) for dossier in dossiers for code in (1, 2, 4, 5)}

        def all_of_them():
            seen, after = [], "0"
            while True:
                page = HOUSE.dossiers.get("/v1/status-changes", reader, after=after, limit=7).json
                seen += page["items"]
                if page["next"] == after:
                    return seen
                after = page["next"]
        seen = wait_until("published", lambda: (found := all_of_them()) and expected <= {(one["dossier_id"], one["status_code"]) for one in found} and found)
        sequences = [one["sequence"] for one in seen]
        self.assertEqual(sequences, sorted(set(sequences)))
        mine = [(one["dossier_id"], one["status_code"]) for one in seen if one["dossier_id"] in dossiers]
        self.assertEqual(len(mine), len(expected), "each change once")

    def test_shows_each_unit_its_own(self):
        counter = city.Counter(HOUSE)
        dossier = counter.register().json["id"]
        wait_until("published", lambda: self.sees(dossier, counter.officer))
        self.assertFalse(self.sees(dossier, HOUSE.token("officer", city.OTHER_WARD)))

    def sees(self, dossier, token):
        after = "0"
        while True:
            page = HOUSE.dossiers.get("/v1/status-changes", token, after=after).json
            if any(one["dossier_id"] == dossier for one in page["items"]):
                return True
            if page["next"] == after:
                return False
            after = page["next"]


class ACalendarThatChanges(unittest.TestCase):
    """A day off that is decided when dossiers are under way already."""

    def recount(self, dry_run):
        changed, after = [], None
        while True:
            body = {"decision": "2450/VPCP-KGVX", "dry_run": dry_run, "limit": 2} | ({"after": after} if after else {})
            answer = HOUSE.dossiers_admin.request("POST", "/recount-deadlines", body, headers={"Motcua-Command": "1"})
            self.assertEqual(answer.status, 200, answer)
            changed += answer.json["changed"]
            after = answer.json["next"]
            if after is None:
                return {one["dossier_id"]: one for one in changed}

    def test_moves_the_dues_that_run_once_and_tells_why(self):
        counter = city.Counter(HOUSE)
        running, closed, standing = (counter.register().json for _ in range(3))
        for dossier in (closed, standing):
            counter.assign(dossier["id"])
        counter.resolve(closed["id"])
        counter.ask_for_papers(standing["id"])
        off = running["due_date"]
        calendar = HOUSE.folder / "catalogue" / "calendar.csv"
        told = calendar.read_text()
        calendar.write_text(told + f"{off},swap,Nghỉ theo quyết định muộn,verified\n")
        os.kill(HOUSE.processes["dossiers"].handle.pid, signal.SIGHUP)
        wait_until("read again", lambda: running["id"] in self.recount(dry_run=True), 20)
        self.assertEqual(counter.read(running["id"]).json["due_date"], off, "a rehearsal changes nothing")
        changed = self.recount(dry_run=False)
        self.assertEqual(changed[running["id"]]["due_before"], off)
        self.assertFalse({closed["id"], standing["id"]} & set(changed))
        after = counter.read(running["id"]).json
        self.assertEqual((after["due_date"], after["due_original"]), (changed[running["id"]]["due_after"], running["due_original"]))
        self.assertGreater(after["due_date"], off)
        entry = HOUSE.dossiers.get(f"/v1/dossiers/{running['id']}/deadline", counter.officer).json["ledger"][-1]
        self.assertEqual((entry["entry"], entry["decision"]), ("recounted", "2450/VPCP-KGVX"))
        self.assertEqual(self.recount(dry_run=False), {}, "twice is once")
        calendar.write_text(told)
        os.kill(HOUSE.processes["dossiers"].handle.pid, signal.SIGHUP)

    def test_needs_a_decision(self):
        for decision in ("", "x", "theo ý kiến", "12/a b", "000000000001/", "0000/00001"):
            answer = HOUSE.dossiers_admin.request("POST", "/recount-deadlines", {"decision": decision}, headers={"Motcua-Command": "1"})
            self.assertEqual(answer.status, 400, (decision, answer))
        self.assertEqual(HOUSE.dossiers_admin.request("POST", "/recount-deadlines", {"decision": "1/QĐ"}).status, 403)


if __name__ == "__main__":
    unittest.main()
