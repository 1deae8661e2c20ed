"""Every member that the services answer is named in their documents. Types and what is required: schemathesis, in test_contract.py."""

import json
import pathlib
import sys
import unittest

from documents import ROOT, Document, needs_tools

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import city  # noqa: E402
from house import SERVICES, House  # noqa: E402

HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookups_per_minute=1000000).__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def linked_in_its_second_step(counter):
    procedure, counter.procedure = counter.procedure, city.a_procedure(HOUSE, linked=True)
    dossier = counter.register().json["id"]
    counter.procedure = procedure
    counter.assign(dossier)
    counter.hand_over(dossier)
    return dossier


@needs_tools
class Members(unittest.TestCase):
    def setUp(self):
        self.documents = {name: Document(getattr(HOUSE, name).get("/openapi.yaml").body) for name in SERVICES}
        self.asked = set()

    def named(self, service, answer, method, path, status=200):
        self.assertEqual(answer.status, status, answer)
        media = answer.headers["content-type"].split(";")[0]
        schema = self.documents[service].answer_schema(method, path, status, media)
        self.assertEqual(self.documents[service].undocumented(answer.json, schema), [], f"{method} {path} {status}")
        self.asked.add((method, path))
        return answer.json

    def printed(self, service, answer, path):
        self.assertEqual(answer.status, 200, answer)
        self.assertIn(answer.headers["content-type"], self.documents[service].whole["paths"][path]["get"]["responses"]["200"]["content"])
        self.asked.add(("get", path))

    def expect_all(self, service, *others):
        paths = self.documents[service].whole["paths"]
        written = {(method, path) for path, operations in paths.items() for method in operations if method != "parameters"}
        self.assertEqual(written - self.asked - set(others), set(), "operations that this test forgot")

    def corrected(self, counter, path):
        """Wrong facts put right, and read with what they were."""
        leader = HOUSE.token("leader", "31")
        first, second = counter.register().json, counter.register().json
        moment = {"accepted_at": city.moment("2026-02-03 10:00"), "reasons": ["Gõ nhầm ngày"]}
        self.named("dossiers", counter.command(first["id"], "correct-acceptance", moment, leader), "post", f"{path}/correct-acceptance")
        unit = {"unit_code": city.OTHER_WARD, "reasons": ["Nhập nhầm đơn vị"]}
        self.named("dossiers", counter.command(first["id"], "correct-unit", unit, leader), "post", f"{path}/correct-unit")
        twice = {"doubles": first["number"], "reasons": ["Nhập hai lần"]}
        self.named("dossiers", counter.command(second["id"], "annul", twice, leader), "post", f"{path}/annul")
        self.named("dossiers", counter.read(second["id"]), "get", path)

    def test_of_dossiers_are_all_documented(self):
        counter, client = city.Counter(HOUSE), HOUSE.dossiers
        representative = city.applicant() | {"representative": {"name": "Đại Diện", "phone": "0987"}}
        body = city.registration(counter.procedure) | {"applicant": representative}
        one = self.named("dossiers", client.post("/v1/dossiers", body, counter.officer), "post", "/v1/dossiers", 201)
        base, path = f"/v1/dossiers/{one['id']}", "/v1/dossiers/{id}"
        self.named("dossiers", counter.command(one["id"], "accept"), "post", f"{path}/accept", 409)
        self.named("dossiers", counter.assign(one["id"]), "post", f"{path}/assign")
        self.named("dossiers", counter.resolve(one["id"], "refused"), "post", f"{path}/resolve")
        self.named("dossiers", counter.command(one["id"], "return"), "post", f"{path}/return")
        online = counter.register(channel="online").json["id"]
        stated = {"occurred_at": HOUSE.dossiers.get(f"/v1/dossiers/{online}", counter.officer).json["submitted_at"], "occurred_reason": "Mất điện"}
        self.named("dossiers", counter.command(online, "refuse", {"reasons": ["Thiếu giấy tờ"], **stated}), "post", f"{path}/refuse")
        withdrawn = counter.register().json["id"]
        self.named("dossiers", counter.command(withdrawn, "withdraw"), "post", f"{path}/withdraw")
        self.named("dossiers", counter.command(withdrawn, "erase-people", {"decision": "12/QĐ-UBND"}, token=counter.leader), "post", f"{path}/erase-people")
        searched = {"identity_number": body["applicant"]["identity_number"]}
        self.named("dossiers", client.post("/v1/dossiers/searches", searched, counter.officer, key=False), "post", "/v1/dossiers/searches")
        self.named("dossiers", client.post("/v1/dossiers/searches", {"identity_number": "1"}, counter.officer, key=False), "post", "/v1/dossiers/searches", 422)
        self.detour(counter, path)
        self.linked(counter, path)
        many = [{"id": counter.register().json["id"]} for _ in range(2)]
        self.named("dossiers", client.post("/v1/dossiers/bulk-assign", {"dossiers": many, "unit_code": counter.unit}, counter.officer), "post", "/v1/dossiers/bulk-assign")
        self.named("dossiers", client.post("/v1/dossiers/bulk-return", {"dossiers": many}, counter.officer), "post", "/v1/dossiers/bulk-return")
        moved = {"dossiers": [{"id": many[0]["id"], "unit_code": counter.unit}], "decision": "1669/NQ-UBTVQH15"}
        self.named("dossiers", client.post("/v1/dossiers/bulk-transfer", moved, counter.leader), "post", "/v1/dossiers/bulk-transfer")
        self.corrected(counter, path)
        for dossier, token in ((one["id"], counter.officer), (online, counter.officer), (one["id"], HOUSE.token("city_reader", "31"))):
            self.named("dossiers", counter.read(dossier, token), "get", path)
        self.named("dossiers", client.get(f"{base}/history", counter.officer), "get", f"{path}/history")
        self.named("dossiers", client.get(f"{base}/deadline", counter.officer), "get", f"{path}/deadline")
        self.named("dossiers", client.get(f"{base}/status-history", counter.officer), "get", f"{path}/status-history")
        self.named("dossiers", client.get("/v1/status-changes", counter.officer), "get", "/v1/status-changes")
        self.printed("dossiers", client.get(f"{base}/forms/receipt", counter.officer), f"{path}/forms/{{form}}")
        self.named("dossiers", client.get(f"{base}/forms/apology", counter.officer), "get", f"{path}/forms/{{form}}", 409)
        a_day = {"unit": counter.unit, "from": "2026-01-05", "to": "2026-01-05"}
        self.printed("dossiers", client.get("/v1/registers", counter.officer, **a_day), "/v1/registers")
        self.named("dossiers", client.get("/v1/registers", counter.officer, **a_day | {"unit": "99999"}), "get", "/v1/registers", 422)
        self.uploaded(counter, path)
        asked = {"procedure_code": counter.procedure, "components": [{"code": "x", "kind": "copy"}], "answers": {"y": True}}
        self.named("dossiers", client.post("/v1/dossiers/check", asked, key=False), "post", "/v1/dossiers/check")
        preview = {"procedure_code": counter.procedure, "received_at": city.moment("2026-02-03 10:00")}
        self.named("dossiers", client.post("/v1/deadlines/preview", preview, key=False), "post", "/v1/deadlines/preview")
        self.named("dossiers", client.get("/v1/dossiers", counter.officer, limit=2), "get", "/v1/dossiers")
        self.named("dossiers", client.get("/v1/dossiers", counter.officer, unit="99999"), "get", "/v1/dossiers", 422)
        self.named("dossiers", client.post("/v1/dossiers", {}, counter.officer), "post", "/v1/dossiers", 400)
        found = {"number": one["number"], "slip_code": one["slip_code"]}
        self.named("dossiers", client.post("/v1/lookups", found, key=False), "post", "/v1/lookups")
        for listed in ("/v1/procedures", "/v1/units"):
            self.named("dossiers", client.get(listed), "get", listed)
        self.expect_all("dossiers", ("post", "/v1/dossiers/import"), ("get", "/openapi.yaml"))

    def detour(self, counter, path):
        """Everything that can hold a dossier up."""
        dossier = counter.register().json["id"]
        counter.assign(dossier)
        self.named("dossiers", counter.ask_for_papers(dossier), "post", f"{path}/request-supplement")
        self.named("dossiers", counter.command(dossier, "receive-supplement"), "post", f"{path}/receive-supplement")
        self.named("dossiers", counter.ask_for_money(dossier), "post", f"{path}/request-payment")
        self.named("dossiers", counter.command(dossier, "confirm-payment", {"receipt": "BL-0001"}), "post", f"{path}/confirm-payment")
        self.named("dossiers", counter.stop(dossier), "post", f"{path}/stop")
        self.named("dossiers", counter.command(dossier, "reopen", {"reasons": ["Đã đủ"]}, token=counter.leader), "post", f"{path}/reopen")
        due = counter.read(dossier).json["due_date"]
        promised = {"promised_date": city.working_day_after(due), "reasons": ["Chờ ý kiến"]}
        self.named("dossiers", counter.command(dossier, "apologise", promised, token=counter.handler), "post", f"{path}/apologise")
        for read in ("", "/deadline", "/status-history", "/trips"):
            self.named("dossiers", counter.client.get(f"/v1/dossiers/{dossier}{read}", counter.officer), "get", f"{path}{read}")

    def uploaded(self, counter, path):
        dossier = counter.register().json["id"]
        paper = self.named("dossiers", counter.upload(dossier, city.pdf()), "post", f"{path}/papers", 201)
        self.named("dossiers", counter.upload(dossier, city.pdf(), "a.exe"), "post", f"{path}/papers", 422)
        self.named("dossiers", counter.client.get(f"/v1/dossiers/{dossier}/papers", counter.officer), "get", f"{path}/papers")
        self.printed("dossiers", counter.download(dossier, paper["id"]), f"{path}/papers/{{paper}}/content")
        self.named("dossiers", counter.take_back(dossier, paper["id"]), "post", f"{path}/papers/{{paper}}/withdraw")
        self.named("dossiers", counter.download(dossier, paper["id"]), "get", f"{path}/papers/{{paper}}/content", 410)

    def linked(self, counter, path):
        """From one agency to the next."""
        dossier = linked_in_its_second_step(counter)
        self.named("dossiers", counter.hand_over(dossier), "post", f"{path}/hand-over")
        self.named("dossiers", counter.command(dossier, "receive-handover"), "post", f"{path}/receive-handover")
        for read in ("", "/deadline"):
            self.named("dossiers", counter.client.get(f"/v1/dossiers/{dossier}{read}", counter.officer), "get", f"{path}{read}")

    def test_of_an_import_are_all_documented(self):
        answer = HOUSE.dossiers.request("POST", "/v1/dossiers/import", '{"source_id":"x"}\n', HOUSE.token("importer", "31"), {"Content-Type": "application/x-ndjson"})
        for line, name in zip(answer.lines, ("ImportRefusal", "ImportTotals")):
            self.assertEqual(self.documents["dossiers"].undocumented(line, {"$ref": f"#/components/schemas/{name}"}), [])

    def test_of_history_are_those_of_the_published_events(self):
        events = Document((ROOT / "docs" / "asyncapi.yaml").read_text())
        counter = city.Counter(HOUSE)
        dossier = counter.register().json["id"]
        counter.assign(dossier)
        counter.ask_for_papers(dossier)
        counter.command(dossier, "receive-supplement")
        counter.ask_for_money(dossier)
        counter.command(dossier, "confirm-payment", {"receipt": "BL-0001", "channel": "online"})
        counter.stop(dossier)
        counter.command(dossier, "reopen", {"reasons": ["Đã đủ"]}, token=counter.leader)
        counter.resolve(dossier, "refused")
        counter.command(dossier, "return", {"channel": "postal"})
        linked = linked_in_its_second_step(counter)
        counter.ask_for_papers(linked)
        counter.command(linked, "receive-supplement")
        counter.hand_over(linked)
        counter.command(linked, "receive-handover")
        counter.command(linked, "withdraw")
        counter.command(linked, "erase-people", {"decision": "12/QĐ-UBND"}, token=counter.leader)
        for one in (dossier, linked):
            for entry in HOUSE.dossiers.get(f"/v1/dossiers/{one}/history", counter.officer).json["items"]:
                schema = {"$ref": f"#/components/schemas/{'_'.join(entry['type'].split('.')[:2])}"}
                events.validate(entry["data"], schema)
                self.assertEqual(events.undocumented(entry["data"], schema), [], json.dumps(entry))

    def test_of_reporting_are_all_documented(self):
        HOUSE.wait_for_report()
        reader = HOUSE.token("city_reader", "31")
        day = city.dt.datetime.now(city.VIETNAM).date().isoformat()
        for path in ("/v1/reports/dossiers", "/v1/reports/steps"):
            for further in ({}, {"by": "unit"}, {"by": "channel"}, {"attribution": "as_now", "unit": city.WARD}):
                asked = {"unit": "31", "from": day, "to": day, **further}
                self.named("reporting", HOUSE.reporting.get(path, reader, **asked), "get", path)
            self.named("reporting", HOUSE.reporting.get(f"{path}/records", reader, unit="31", cell="received.total", **{"from": day, "to": day}), "get", f"{path}/records")
            self.named("reporting", HOUSE.reporting.get(path, reader, colour="red"), "get", path, 400)
        self.published(reader)
        self.expect_all("reporting", ("get", "/openapi.yaml"))

    def published(self, reader):
        """By what was known at the end of yesterday nothing was: all that there is today is restated."""
        today = city.dt.datetime.now(city.VIETNAM).date()
        before = (today - city.dt.timedelta(days=30)).isoformat()
        first = city.a_procedure(HOUSE)
        moments = {"submitted_at": city.moment(f"{before} 08:10"), "accepted_at": city.moment(f"{before} 08:20")}
        HOUSE.import_lines([city.import_line("published-1", first, city.WARD, **moments)])
        HOUSE.wait_for_report()
        client, base = HOUSE.reporting, "/v1/publications"
        question = {"unit": "31", "from": before, "to": today.isoformat(), "by": "unit", "include": "burden"}
        one = self.named("reporting", client.post(base, question, reader), "post", base, 201)
        self.named("reporting", client.post(base, {"unit": "31"}, reader), "post", base, 400)
        self.named("reporting", client.post(base, question | {"known_at": today.isoformat()}, reader), "post", base, 422)
        self.named("reporting", client.get(base, reader, limit=1), "get", base)
        self.named("reporting", client.get(f"{base}/{one['id']}", reader), "get", f"{base}/{{id}}")
        restated = self.named("reporting", client.get(f"{base}/{one['id']}/restatement", reader), "get", f"{base}/{{id}}/restatement")
        self.assertTrue(restated["restated"])


if __name__ == "__main__":
    unittest.main()
