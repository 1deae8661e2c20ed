"""Dossiers of years past, over REST and by deploy/local/import."""

import http.server
import json
import subprocess
import threading
import unittest

import city
from house import ROOT, House

HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House().__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class Importing(unittest.TestCase):
    def setUp(self):
        self.procedure = city.a_procedure(HOUSE, "district", "2020-03-02")
        self.importer = HOUSE.token("importer", "31")
        self.reader = HOUSE.token("city_reader", "31")

    def send(self, *lines):
        body = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
        answer = HOUSE.dossiers.request("POST", "/v1/dossiers/import", body, self.importer, {"Content-Type": "application/x-ndjson"})
        self.assertEqual(answer.status, 200, answer)
        return answer.lines[:-1], answer.lines[-1]

    def line(self, source_id, **members):
        moments = {"submitted_at": city.moment("2020-03-02 08:10"), "accepted_at": city.moment("2020-03-02 08:10")}
        return city.import_line(source_id, self.procedure, **{**moments, **members})

    def find(self, source_id):
        (found,) = HOUSE.dossiers.get("/v1/dossiers", self.reader, source_id=source_id).json["items"]
        return found

    def test_a_line_is_taken_with_its_moments(self):
        whole = self.line("A-1", resolved_at=city.moment("2020-03-04 09:00"), outcome="granted", returned_at=city.moment("2020-03-05 15:30"))
        self.assertEqual(self.send(whole), ([], {"imported": 1, "updated": 0, "unchanged": 0, "refused": 0}))
        dossier = self.find("A-1")
        self.assertEqual((dossier["status"], dossier["outcome"]), ("returned", "granted"))
        self.assertEqual(dossier["resolved_at"], "2020-03-04T09:00:00+07:00")
        history = HOUSE.dossiers.get(f"/v1/dossiers/{dossier['id']}/history", self.reader).json["items"]
        implied = [item for item in history if item["type"] == "dossier.assigned.v1"]
        self.assertTrue(implied[0]["data"]["implied"])
        self.assertTrue(all(item["occurred_at"] < "2021" < item["recorded_at"] for item in history), "both times are kept")

    def test_a_result_is_taken_after_the_dossier_waited_at_the_counter(self):
        first = self.line("W-1")
        self.assertEqual(self.send(first)[1]["imported"], 1)
        dossier, officer = self.find("W-1")["id"], HOUSE.token("officer", "307")
        for name, body, at in (("request-supplement", {"items": ["Bản vẽ"]}, "2020-03-03 09:00"), ("receive-supplement", {}, "2020-03-04 09:00")):
            stated = {"occurred_at": city.moment(at), "occurred_reason": "Mất kết nối"}
            answer = HOUSE.dossiers.post(f"/v1/dossiers/{dossier}/{name}", body | stated, officer)
            self.assertEqual(answer.status, 200, answer)
        refused, totals = self.send({**first, "resolved_at": city.moment("2020-03-05 09:00"), "outcome": "granted"})
        self.assertEqual((refused, totals["updated"]), ([], 1))

    def test_again_changes_nothing_more_adds_otherwise_is_refused(self):
        first = self.line("B-1")
        more = {**first, "resolved_at": city.moment("2020-03-04 09:00"), "outcome": "granted"}
        self.assertEqual(self.send(first)[1]["imported"], 1)
        self.assertEqual(self.send(first)[1]["unchanged"], 1)
        self.assertEqual(self.send(more)[1]["updated"], 1)
        self.assertEqual(self.send(more)[1]["unchanged"], 1)
        self.assertEqual(self.send(first)[1]["unchanged"], 1, "less than is known contradicts nothing")
        refused, totals = self.send({**more, "resolved_at": city.moment("2020-03-06 09:00")})
        self.assertEqual(totals["refused"], 1)
        self.assertEqual(refused[0]["source_id"], "B-1")

    def test_one_bad_line_stops_no_other(self):
        good = [self.line(f"C-{n}") for n in range(6)]
        bad = [
            "{", "[]", '{"source_id":"C-x","source_id":"C-y"}', "[" * 5000,
            {**self.line("C-unit"), "unit_code": "99999"}, {**self.line("C-procedure"), "procedure_code": "9.999999.H24"},
            {**self.line("C-future"), "accepted_at": "2126-01-01T08:00:00+07:00"}, {**self.line("C-order"), "resolved_at": city.moment("2020-03-01 09:00"), "outcome": "granted"},
            {**self.line("C-day"), "submitted_at": "2020-02-30T08:00:00+07:00"}, {**self.line("C-more"), "colour": "red"}, {**self.line("C-channel"), "channel": "pigeon"}]
        mixed = [line for pair in zip(good, bad) for line in pair] + bad[len(good):]
        refused, totals = self.send(*mixed)
        self.assertEqual((totals["imported"], totals["refused"]), (len(good), len(bad)))
        self.assertEqual([one["line"] for one in refused], [2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17])
        for one in refused:
            self.assertTrue(one["problem"]["type"].startswith("https://"), one)
            self.assertTrue(one["problem"]["title"], one)
        self.assertEqual(refused[4]["source_id"], "C-unit")

    def test_a_given_number_is_kept_and_feeds_no_counter(self):
        self.send(self.line("D-1", number="000.00.18.H24-200302-0007"), self.line("D-2"))
        self.assertEqual(self.find("D-1")["number"], "000.00.18.H24-200302-0007")
        self.assertNotEqual(self.find("D-2")["number"], self.find("D-1")["number"])
        refused, totals = self.send(self.line("D-3", number="000.00.18.H24-200302-0007"))
        self.assertEqual(totals["refused"], 1, refused)

    def test_too_much_at_once_is_413(self):
        answer = HOUSE.dossiers.request("POST", "/v1/dossiers/import", b" " * (8 * 1024 * 1024 + 4096), self.importer, {"Content-Type": "application/x-ndjson"})
        self.assertEqual(answer.status, 413)


class TheProgram(unittest.TestCase):
    def setUp(self):
        procedure = city.a_procedure(HOUSE, "district", "2020-03-02")
        self.file = HOUSE.folder / f"{self.id()}.ndjson"
        self.lines = [json.dumps(city.import_line(f"{self.id()}-{n}", procedure, submitted_at=city.moment("2020-03-02 08:10"),
                                                  accepted_at=city.moment("2020-03-02 08:10"))) for n in range(50)]

    def run_it(self, *options):
        return subprocess.run([ROOT / "deploy/local/import", self.file, "--url", f"http://127.0.0.1:{HOUSE.ports['dossiers']}", "--token",
                               HOUSE.token("importer", "31"), *options], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "MOTCUA_VAR": str(HOUSE.folder)})

    def test_it_sends_everything_in_batches(self):
        self.file.write_text("\n".join(self.lines) + "\n\n")
        done = self.run_it("--batch", "7")
        self.assertEqual((done.returncode, json.loads(done.stdout)), (0, {"imported": 50, "updated": 0, "unchanged": 0, "refused": 0}), done.stderr)

    def test_it_names_refused_lines_by_their_place_in_the_file(self):
        self.lines[30] = "{}"
        self.file.write_text("\n\n".join(self.lines))
        done = self.run_it("--batch", "7")
        self.assertEqual((done.returncode, json.loads(done.stdout)["refused"]), (1, 1), done.stderr)
        (refused,) = [json.loads(line) for line in self.file.with_name(self.file.name + ".refused").read_text().splitlines()]
        self.assertEqual(refused["line"], 61)

    def test_it_goes_on_where_it_stopped(self):
        self.file.write_text("\n".join(self.lines))
        with StubService(batches=3) as stub:
            stopped = self.run_it("--batch", "7", "--url", stub.url)
        self.assertEqual((stopped.returncode, len(stub.lines)), (2, 21), stopped.stderr)
        with StubService() as stub:
            done = self.run_it("--batch", "7", "--url", stub.url)
        self.assertEqual((done.returncode, len(stub.lines)), (0, 29), done.stderr)
        self.assertEqual(json.loads(done.stdout)["imported"], 50, "the totals are those of the whole file")

    def test_a_line_that_is_too_long_is_refused_here(self):
        self.file.write_text("\n".join([self.lines[0], "x" * (9 << 20), self.lines[1]]))
        done = self.run_it()
        self.assertEqual((done.returncode, json.loads(done.stdout)["refused"]), (1, 1), done.stderr)


class StubService:
    """Takes import batches and notes their lines; after `batches` of them it answers 400."""

    def __init__(self, batches=None):
        stub, self.lines = self, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802 (the library's name)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                nonlocal batches
                takes = batches is None or batches > 0
                if takes:
                    stub.lines += body.splitlines()
                    batches = batches if batches is None else batches - 1
                totals = {"imported": len(body.splitlines()), "updated": 0, "unchanged": 0, "refused": 0}
                answer = json.dumps(totals).encode()
                self.send_response(200 if takes else 400)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    unittest.main()
