"""People found by their identity number, keys that are changed, and people who are erased: over the wire, with nothing of them where it should not be."""

import json
import os
import shutil
import signal
import subprocess
import unittest

import city
from house import ROOT, House, today, wait_until

HOUSE = None
FIRST, SECOND = "first-key-" + "a1" * 16, "second-key-" + "b2" * 16
DECISION = "12/QĐ-UBND"


class PeopleHouse(House):
    """With a policy for every field: five years, and years past are long past."""

    def __init__(self):
        super().__init__(dossiers_searches_per_minute=1000, dossiers_log_level="debug")
        folder = self.folder / "catalogue"
        shutil.copytree(ROOT / "deploy/catalogue", folder)
        fields = sorted({one["field"] for one in json.loads((folder / "procedures.json").read_text())["procedures"]})
        policies = [{"code": f"field-{number}", "field": field, "keep_years": 5, "knowledge": "invented", "source": "a test"} for number, field in enumerate(fields)]
        (folder / "retention.json").write_text(json.dumps({"policies": policies}))
        self.extra["dossiers_catalogue"] = folder
        self.extra["dossiers_identity_key_file"] = self.key_file
        self.hold_keys(FIRST)

    @property
    def key_file(self):
        return self.folder / "people.key"

    def hold_keys(self, *keys):
        self.key_file.write_text("".join(key + "\n" for key in keys))

    def read_settings_again(self):
        os.kill(self.processes["dossiers"].handle.pid, signal.SIGHUP)

    def admin(self, path, **body):
        return self.dossiers_admin.request("POST", path, body, headers={"Motcua-Command": "1"})

    def all_pages(self, path, **body):
        """The pages of a planned command."""
        pages, after = [], None
        while not pages or after is not None:
            answer = self.admin(path, limit=3, **body, **({"after": after} if after else {}))
            assert answer.status == 200, answer
            pages.append(answer.json)
            after = answer.json["next"]
        return pages


def setUpModule():
    global HOUSE
    HOUSE = PeopleHouse().__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class People(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def search(self, number, token=None, purpose="handling", **members):
        return HOUSE.dossiers.post("/v1/dossiers/searches", {"identity_number": number, **members}, token or self.counter.officer, key=False,
                                   headers={"Access-Purpose": purpose})

    def found(self, number, **options):
        answer = self.search(number, **options)
        self.assertEqual(answer.status, 200, answer)
        return [one["id"] for one in answer.json["items"]]

    def taken_in(self, key=None, **applicant):
        answer = self.counter.register(key=key, applicant=city.applicant(**applicant))
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def closed(self, dossier):
        answer = self.counter.command(dossier["id"], "withdraw")
        self.assertEqual(answer.status, 200, answer)

    def shown_outside(self):
        """Logs, metrics, history and so what is published, and what a process shows of itself."""
        shown = b"".join(HOUSE.log(name).read_bytes() for name in ("dossiers", "reporting", "broker"))
        for name in ("dossiers", "reporting"):
            shown += getattr(HOUSE, f"{name}_admin").get("/metrics").body
            pid = HOUSE.processes[name].handle.pid
            for file in ("cmdline", "environ"):
                with open(f"/proc/{pid}/{file}", "rb") as process:
                    shown += process.read()
        tables = (("dossiers", "SELECT * FROM history"), ("dossiers", "SELECT * FROM access_log"))
        return shown + json.dumps([HOUSE.rows(*table) for table in tables], ensure_ascii=False).encode()

    def test_are_found_by_their_number_and_it_is_seen_nowhere(self):
        number = "031190123456"
        own = self.taken_in(identity_number="031 190 123 456", name="Tống Thị Tìm Kiếm")
        other = self.taken_in(kind="enterprise", identity_number="0201234567-001", name="Công ty Tìm Kiếm",
                              representative={"name": "Tống Thị Tìm Kiếm", "identity_number": number})
        answer = self.search("031.190.123.456", purpose="complaint_handling")
        self.assertEqual([one["id"] for one in answer.json["items"]], [other["id"], own["id"]])
        self.assertEqual(answer.json["items"][1]["applicant"]["identity_number"], "***456")
        self.assertNotIn("Tìm Kiếm", answer.body.decode())
        self.assertEqual(answer.headers["cache-control"], "no-store")
        page = self.search(number, limit=1)
        self.assertEqual(len(page.json["items"]), 1)
        self.assertEqual(self.found(number, limit=1, cursor=page.json["next"]), [own["id"]])
        self.assertEqual(self.found("0201234567001"), [other["id"]])
        neighbour = HOUSE.token("officer", city.OTHER_WARD)
        self.assertEqual(self.search(number, token=neighbour).body, self.search("031190999999", token=neighbour).body)
        self.assertEqual(self.search(number, token=HOUSE.token("city_reader", "31")).status, 403)
        wrong = self.search("03119012345")
        self.assertEqual((wrong.status, wrong.json["errors"][0]["pointer"]), (422, "/identity_number"))
        self.assertEqual(self.search(number, colour="red").status, 400)
        self.assertEqual(HOUSE.dossiers.post(f"/v1/dossiers/searches?identity_number={own['number']}", {"identity_number": number}, self.counter.officer).status, 400)

        lines = HOUSE.rows("dossiers", "SELECT dossier_id FROM access_log WHERE purpose = 'complaint_handling' AND fields = 'search:identity_number'")
        self.assertEqual(sorted(line["dossier_id"] for line in lines), sorted(["", own["id"], other["id"]]))
        HOUSE.wait_for_report()
        shown = self.shown_outside()
        for word in (number, "031 190", "031.190", "0201234567", "03119012345", "Tìm Kiếm", FIRST):
            self.assertNotIn(word.encode(), shown, word)

    def test_are_found_before_in_the_middle_of_and_after_a_change_of_keys(self):
        number = "031190222333"
        old = self.taken_in(identity_number=number)
        HOUSE.hold_keys(SECOND, FIRST)
        self.assertEqual(HOUSE.processes["dossiers"].stop(), 0)
        HOUSE.start("dossiers")
        self.assertEqual(self.found(number), [old["id"]])
        fresh = self.taken_in(identity_number=number)
        both = [fresh["id"], old["id"]]
        self.assertEqual(self.found(number), both)

        told = HOUSE.all_pages("/rekey-people", dry_run=True)
        self.assertGreater(sum(page["rehashed"] for page in told), 0)
        first = HOUSE.admin("/rekey-people", limit=1)
        self.assertEqual((first.status, first.json["looked_at"]), (200, 1))
        self.assertEqual(self.found(number), both)
        last = HOUSE.all_pages("/rekey-people")[-1]
        self.assertEqual([key["use"] for key in last["keys"]], ["current", "former"])
        self.assertEqual((last["keys"][1]["people"], last["unhashed"]), (0, 0))
        self.assertEqual(sum(page["rehashed"] for page in HOUSE.all_pages("/rekey-people")), 0, "twice is once")

        HOUSE.hold_keys(SECOND)
        HOUSE.read_settings_again()
        wait_until("the former key is gone", lambda: len(HOUSE.all_pages("/rekey-people", dry_run=True)[-1]["keys"]) == 1)
        self.assertEqual(self.found(number), both)
        HOUSE.hold_keys("short")
        HOUSE.read_settings_again()
        wait_until("the wrong file is told", lambda: b"keys kept out" in HOUSE.log("dossiers").read_bytes())
        self.assertEqual(self.found(number), both)
        shown = self.shown_outside()
        for word in (number, FIRST, SECOND, "e2e" * 16):
            self.assertNotIn(word.encode(), shown, word)

    def test_are_erased_at_their_request_and_nothing_else_changes(self):
        number, name = "031190444555", "Tạ Thị Quên Đi"
        key = "giu-khoa-cu"
        body = city.registration(self.counter.procedure, applicant=city.applicant(identity_number=number, name=name))
        dossier = HOUSE.dossiers.post("/v1/dossiers", body, self.counter.officer, key).json
        self.counter.ask_for_papers(dossier["id"])
        refused = self.counter.command(dossier["id"], "erase-people", {"decision": DECISION}, token=self.counter.leader)
        self.assertEqual((refused.status, refused.json["rule"]), (409, "erasure-needs-closed"))
        self.closed(dossier)
        HOUSE.wait_for_report()
        before = self.figures()
        receipt = self.words_of(dossier["id"], "receipt")
        self.assertIn("Quên Đi", receipt)
        for token, status in ((self.counter.officer, 403), (self.counter.handler, 403), (HOUSE.token("leader", city.OTHER_WARD), 404)):
            self.assertEqual(self.counter.command(dossier["id"], "erase-people", {"decision": DECISION}, token=token).status, status)
        for wrong in ({"decision": "theo ý kiến"}, {}, {"decision": DECISION, "occurred_at": city.moment("2026-01-05 08:00"), "occurred_reason": "x"}):
            self.assertEqual(self.counter.command(dossier["id"], "erase-people", wrong, token=self.counter.leader).status, 400, wrong)
        erased = self.counter.command(dossier["id"], "erase-people", {"decision": DECISION}, token=self.counter.leader, key="xoa-mot-lan")
        self.assertEqual((erased.status, erased.json["applicant"]["erased"], erased.json["applicant"]["name"]), (200, True, ""), erased)
        again = self.counter.command(dossier["id"], "erase-people", {"decision": DECISION}, token=self.counter.leader, key="xoa-mot-lan")
        self.assertEqual(again.json, erased.json)

        whole = self.counter.read(dossier["id"])
        self.assertEqual((whole.json["applicant"]["identity_number"], whole.json["components"], whole.json["number"]), (None, None, dossier["number"]))
        self.assertIn("dữ liệu đã xóa", self.words_of(dossier["id"], "receipt"))
        slip = HOUSE.dossiers.post("/v1/lookups", {"number": dossier["number"], "slip_code": dossier["slip_code"]}, key=False)
        self.assertEqual(slip.status, 404)
        self.assertEqual(self.found(number), [])
        repeat = HOUSE.dossiers.post("/v1/dossiers", body, self.counter.officer, key)
        self.assertEqual((repeat.status, repeat.json["type"].rsplit("/", 1)[-1].endswith("answer-erased")), (410, True), repeat)
        self.assertEqual(self.found(number), [], "nobody is registered a second time")
        for answer in (whole, repeat, self.counter.read(dossier["id"], HOUSE.token("city_reader", "31"))):
            self.assertNotIn("Quên", answer.body.decode())
            self.assertNotIn("555", answer.json.get("applicant", {}).get("identity_number") or "")

        HOUSE.wait_for_report()
        self.assertEqual(self.figures(), before)
        told = HOUSE.dossiers.get(f"/v1/dossiers/{dossier['id']}/history", self.counter.officer).json["items"][-1]
        self.assertEqual((told["type"], told["data"]["decision"], "policy" in told["data"]), ("dossier.people_erased.v1", DECISION, False))
        self.assertEqual(HOUSE.verify()[0], 0, HOUSE.verify()[1])
        self.nothing_is_left_of(number, name)

    def test_are_erased_when_their_policy_says_so(self):
        procedure = city.a_procedure(HOUSE, level="district", on="2020-03-02")
        day = {"submitted_at": city.moment("2020-03-02 08:10"), "accepted_at": city.moment("2020-03-02 08:20")}
        closed = day | {"resolved_at": city.moment("2020-03-03 15:00"), "outcome": "granted", "returned_at": city.moment("2020-03-04 09:00")}
        lines = [city.import_line(f"cu-{number}", procedure, **closed) for number in range(4)] + [city.import_line("chua-xong", procedure, **day)]
        for line in lines:
            line["applicant"]["name"] = "Đỗ Thị Hết Hạn"
        HOUSE.import_lines(lines)
        recent = self.taken_in(name="Đỗ Thị Còn Hạn")
        self.closed(recent)
        HOUSE.wait_for_report()
        before = self.figures()
        told = [one for page in HOUSE.all_pages("/erase-people", decision=DECISION, dry_run=True) for one in page["erased"]]
        self.assertEqual({(one["closed_on"], one["kept_until"]) for one in told}, {("2020-03-04", "2025-03-04")})
        self.assertEqual(len(told), 4)
        done = [one for page in HOUSE.all_pages("/erase-people", decision=DECISION) for one in page["erased"]]
        self.assertEqual(done, told)
        self.assertEqual([page["erased"] for page in HOUSE.all_pages("/erase-people", decision=DECISION) if page["erased"]], [], "twice is once")
        self.assertEqual(len(HOUSE.rows("dossiers", "SELECT 1 AS one FROM persons WHERE name = 'Đỗ Thị Hết Hạn'")), 1, "of the one that is not closed")
        self.assertEqual(self.counter.read(recent["id"]).json["applicant"]["name"], "Đỗ Thị Còn Hạn")
        again = HOUSE.dossiers.request("POST", "/v1/dossiers/import", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
                                       HOUSE.token("importer", "31"), {"Content-Type": "application/x-ndjson"})
        self.assertEqual((again.lines[-1]["unchanged"], again.lines[-1]["refused"]), (5, 0), again)
        HOUSE.wait_for_report()
        self.assertEqual(self.figures(), before)
        self.assertEqual(HOUSE.verify()[0], 0, HOUSE.verify()[1])
        for wrong, pointer in (({"decision": "x"}, "/decision"), ({"after": "9/x"}, "/after"), ({"limit": 0}, "/limit"), ({"unit": "x"}, "/unit")):
            answer = HOUSE.admin("/erase-people", **({"decision": DECISION, "dry_run": True} | wrong))
            self.assertEqual((answer.status, [fault["pointer"] for fault in answer.json["errors"]]), (400, [pointer]))
        self.assertEqual(HOUSE.dossiers_admin.request("POST", "/erase-people", {"decision": DECISION}).status, 403)

    def figures(self):
        """Of everything, by unit and by procedure."""
        last = today().isoformat()
        reports = [HOUSE.report(last=last, by="unit"), HOUSE.report(last=last, by="procedure")]
        return [{name: value for name, value in answer.json.items() if name not in ("sequence", "generated_at")} for answer in reports]

    def words_of(self, dossier, form):
        answer = HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/forms/{form}", self.counter.officer)
        self.assertEqual(answer.status, 200, answer)
        return " ".join(subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.body, check=True, capture_output=True).stdout.decode().split())

    def nothing_is_left_of(self, *words):
        """In no row, and on SQLite in no byte of the files once the service has stopped."""
        for table in ("persons", "notes", "dossiers", "history", "answers", "access_log"):
            text = json.dumps(HOUSE.rows("dossiers", f"SELECT * FROM {table}"), ensure_ascii=False)
            for word in words:
                self.assertNotIn(word, text, table)
        if HOUSE.kind != "embedded":
            return
        self.assertEqual(HOUSE.processes["dossiers"].stop(), 0)
        for file in HOUSE.folder.glob("*.sqlite*"):
            for word in words:
                self.assertNotIn(word.encode(), file.read_bytes(), file.name)
        HOUSE.start("dossiers")


class KeylessPeople(unittest.TestCase):
    def test_are_told_what_to_set_and_limits_tell_nothing(self):
        with House(dossiers_identity_key_file="", dossiers_searches_per_minute=1) as house:
            counter = city.Counter(house)
            counter.register()
            statuses = [house.dossiers.post("/v1/dossiers/searches", {"identity_number": "031190123456"}, counter.officer, key=False).status for _ in range(2)]
            self.assertEqual(statuses, [503, 429])
            answer = house.dossiers_admin.request("POST", "/rekey-people", {}, headers={"Motcua-Command": "1"})
            self.assertEqual(answer.status, 503)
            self.assertIn("identity_key_file", answer.json["detail"])
            help_text = subprocess.run([house.processes["dossiers"].command[0], "--help"], check=True, capture_output=True, text=True).stdout
            self.assertIn("identity_key_file", help_text.replace("-", "_"))


if __name__ == "__main__":
    unittest.main()
