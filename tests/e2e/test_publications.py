"""Reports that were published: they stay byte for byte, and what has become of their figures is told by its causes."""

import contextlib
import csv
import datetime as dt
import hashlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

import city
from house import ROOT, House, today

sys.path.insert(0, str(ROOT / "tests/chaos"))

from parts import Preload  # noqa: E402

HOUSE = None
DAY = 24 * 3600 * 1000
MERGED, ITS_SUCCESSOR, ANOTHER = "11440", "11446", "11443"  # Ngọc Sơn, whole in Phù Liễn since 2025-07-01; Kiến An
WARDS_DAY = "2021-03-02"
PAGE = {"unit": "307", "from": "2019-12-15", "to": "2020-12-15"}


class House2(House):
    """Dossiers can be set back by days, and reporting has a catalogue of its own."""

    def __init__(self):
        super().__init__()
        self.clock = Preload(self.folder, "stepped_clock", "MOTCUA_CLOCK")
        self.catalogue = self.folder / "catalogue"
        shutil.copytree(ROOT / "deploy/catalogue", self.catalogue)
        self.extra["reporting_catalogue"] = self.catalogue

    def service(self, name):
        process = super().service(name)
        if name == "dossiers":
            process.env |= self.clock.of(name)
        return process

    def run_sql(self, service, text):
        """The service is down."""
        if self.kind == "full":
            return self.psql(self.names[service], text)
        with contextlib.closing(sqlite3.connect(self.folder / f"{service}.sqlite")) as database:
            database.executescript(text)
        return ""


def setUpModule():
    """Everything of the demo, and some of a ward that has a successor, was recorded yesterday."""
    global HOUSE
    HOUSE = House2().__enter__()
    HOUSE.clock.set(-DAY)
    demo = HOUSE.folder / "demo.ndjson"
    demo.write_bytes(subprocess.run([ROOT / "deploy/demo/generate.py"], check=True, capture_output=True).stdout)
    subprocess.run([ROOT / "deploy/local/import", demo, "--url", f"http://127.0.0.1:{HOUSE.ports['dossiers']}", "--token", HOUSE.token("importer", "31")],
                   check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "MOTCUA_VAR": str(HOUSE.folder)})
    HOUSE.import_lines([line(f"ward-{number}", "commune", MERGED, WARDS_DAY) for number in (1, 2)])
    HOUSE.clock.set(0)
    HOUSE.wait_for_report()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def line(source, level, unit, day="2020-03-02", **moments):
    """A dossier that nobody has finished."""
    procedure = next(item["code"] for item in HOUSE.dossiers.get("/v1/procedures", on=day).json["items"] if item["level"] == level)
    return city.import_line(source, procedure, unit, submitted_at=city.moment(f"{day} 08:10"), accepted_at=city.moment(f"{day} 08:20"), **moments)


def unit_id(code, **days):
    """Of the unit that had the code and begins or ends on that day."""
    with (city.CATALOGUE / "units.csv").open(encoding="utf-8", newline="") as file:
        return next(row["id"] for row in csv.DictReader(file) if row["code"] == code and all(row[f"valid_{'from' if name == 'begins' else 'to'}"] == day for name, day in days.items()))


def reader():
    return HOUSE.token("city_reader", "31")


def publish(key=None, token=None, **question):
    return HOUSE.reporting.post("/v1/publications", PAGE | question, token or reader(), key)


def read(publication, token=None, **headers):
    return HOUSE.reporting.get(f"/v1/publications/{publication['id']}", token or reader(), headers)


def restatement(publication):
    answer = HOUSE.reporting.get(f"/v1/publications/{publication['id']}/restatement", reader())
    assert answer.status == 200, answer
    told = answer.json
    for figure in told["figures"]:
        assert figure["difference"] == figure["now"] - figure["published"] == sum(figure["causes"].values()), figure
    return told


def totals(told):
    return {figure["cell"]: (figure["published"], figure["now"], figure["causes"]) for figure in told["figures"] if figure["line"] == "total"}


def by_cause(**amount):
    return {"facts": 0, "rules": 0, "arrived_late": 0} | amount


class Publications(unittest.TestCase):
    maxDiff = None

    def published(self, **question):
        answer = publish(**question)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def restart_reporting(self, change=lambda: None):
        self.assertEqual(HOUSE.processes["reporting"].stop(), 0)
        change()
        HOUSE.start("reporting")
        HOUSE.wait_for_report()

    def test_1_the_page_of_kien_an_stays_and_late_facts_are_told(self):
        one = self.published(by="unit", title="Kiến An đến ngày 15-12-2020")
        self.assertEqual(one["known_at"], (today() - dt.timedelta(days=1)).isoformat())
        body = read(one)
        page = body.json
        self.assertEqual((page["received"]["total"], page["resolved"]["total"], page["pending"]["total"], page["pending"]["overdue"]), (2873, 2763, 110, 0))
        self.assertEqual((body.headers["etag"], hashlib.sha256(body.body).hexdigest()), (f'"{one["digest"]}"', one["digest"]))
        self.assertFalse(restatement(one)["restated"])

        HOUSE.import_lines([line("late-1", "district", "307"),
                            line("late-2", "district", "307", resolved_at=city.moment("2020-03-02 15:00"), outcome="granted")])
        HOUSE.wait_for_report()
        told = restatement(one)
        self.assertEqual(totals(told), {
            "received.total": (2873, 2875, by_cause(facts=2)), "received.direct": (page["received"]["direct"], page["received"]["direct"] + 2, by_cause(facts=2)),
            "resolved.total": (2763, 2764, by_cause(facts=1)), "resolved.early": (page["resolved"]["early"], page["resolved"]["early"] + 1, by_cause(facts=1)),
            "pending.total": (110, 111, by_cause(facts=1)), "pending.overdue": (0, 1, by_cause(facts=1))})
        self.assertGreater(told["sequence"]["now"], told["sequence"]["published"])
        for figure in told["figures"]:
            self.assertEqual([self.listed(figure["records"][day]) for day in ("then", "now")], [figure["published"], figure["now"]], figure)
        self.assertEqual(read(one).body, body.body)
        self.assertEqual(read(one, **{"If-None-Match": body.headers["etag"]}).status, 304)

    def listed(self, address):
        """How many records a cell leads to, through all pages."""
        count, cursor = 0, ""
        while True:
            page = HOUSE.reporting.get(f"{address}&limit=200{cursor}", reader()).json
            count += len(page["items"])
            if "next" not in page:
                return count
            cursor = f"&cursor={page['next']}"

    def test_2_another_catalogue_shows_as_rules(self):
        ended, successor, another = unit_id(MERGED, ends="2025-07-01"), unit_id(ITS_SUCCESSOR, begins="2025-07-01"), unit_id(ANOTHER, begins="2025-07-01")
        one = self.published(unit=successor, **{"from": WARDS_DAY}, to=WARDS_DAY, attribution="as_now", format="csv")
        body = read(one)
        self.assertTrue(body.headers["content-type"].startswith("text/csv"))

        def another_successor():
            file = HOUSE.catalogue / "successors.csv"
            rows = [row.split(",") for row in file.read_text().splitlines()]
            changed = [[row[0], another, *row[2:]] if row[0] == ended else row for row in rows]
            self.assertNotEqual(changed, rows)
            file.write_text("\n".join(map(",".join, changed)) + "\n")
        self.restart_reporting(another_successor)
        told = restatement(one)
        self.assertNotEqual(told["catalogue_version"]["published"], told["catalogue_version"]["now"])
        self.assertEqual(totals(told)["received.direct"], (2, 0, by_cause(rules=-2)))
        self.assertGreater(len(told["figures"]), 4)
        asked = {"unit": successor, "from": WARDS_DAY, "to": WARDS_DAY, "attribution": "as_now", "known_at": one["known_at"]}
        now = HOUSE.reporting.get("/v1/reports/dossiers", reader(), **asked).json
        for figure in told["figures"]:
            self.assertEqual(figure["causes"], by_cause(rules=figure["difference"]), figure)
            block, _, cell = figure["cell"].partition(".")
            self.assertEqual(figure["now"], now[block][cell], figure)
        self.assertEqual(read(one).body, body.body)

    def test_3_emptied_projections_come_back_and_publications_stay(self):
        one = self.published(by="procedure", include="burden")
        body, told = read(one), restatement(one)
        self.restart_reporting(lambda: HOUSE.run_sql("reporting", (ROOT / "services/reporting/store/empty_projections.sql").read_text()))
        self.assertEqual(read(one).body, body.body)
        self.assertEqual(restatement(one)["figures"], told["figures"])
        listed = HOUSE.reporting.get("/v1/publications", reader(), unit="u0006").json["items"]
        self.assertEqual(listed[0], one)

    def test_4_a_repeat_publishes_once_and_wrong_questions_nothing(self):
        first = publish(key="publish-kien-an-1", by="channel")
        again = publish(key="publish-kien-an-1", by="channel")
        self.assertEqual((again.status, again.body, again.headers["location"]), (201, first.body, first.headers["location"]))
        self.assertEqual(publish(key="publish-kien-an-1", by="unit").json["type"], "https://motcua.vn/problems/idempotency-key-reused")
        before = len(HOUSE.reporting.get("/v1/publications", reader(), limit=200).json["items"])
        wrong = publish(known_at=today().isoformat())
        self.assertEqual((wrong.status, [fault["pointer"] for fault in wrong.json["errors"]]), (422, ["/known_at"]))
        self.assertEqual(publish(token=HOUSE.token("officer", "31")).status, 403)
        self.assertEqual(publish(token=HOUSE.token("leader", city.WARD)).status, 404)
        self.assertEqual(len(HOUSE.reporting.get("/v1/publications", reader(), limit=200).json["items"]), before)

    def test_5_who_may_not_read_the_report_finds_nothing(self):
        one = self.published()
        for path in ("", "/restatement"):
            stranger = HOUSE.reporting.get(f"/v1/publications/{one['id']}{path}", HOUSE.token("leader", city.WARD))
            unknown = HOUSE.reporting.get(f"/v1/publications/0198c7a2-0000-7000-8000-000000000000{path}", HOUSE.token("leader", city.WARD))
            self.assertEqual((stranger.status, stranger.json["type"]), (unknown.status, unknown.json["type"]))
            self.assertEqual(stranger.status, 404)
        self.assertEqual(read(one, HOUSE.token("officer", "31")).status, 200)

    def test_6_what_was_changed_behind_it_is_found(self):
        one = self.published()
        self.assertEqual(HOUSE.verify()[0], 0, HOUSE.verify()[1])
        trigger = "publications_keep_all ON publications" if HOUSE.kind == "full" else "publications_keep_values"
        self.restart_reporting(lambda: HOUSE.run_sql(
            "reporting", f"DROP TRIGGER {trigger}; UPDATE publications SET body = replace(body, '2763', '2873') WHERE id = '{one['id']}';"))
        code, words = HOUSE.verify()
        self.assertEqual(code, 1, words)
        self.assertIn(f"publication {one['id']}: its bytes do not match their digest", words)


if __name__ == "__main__":
    unittest.main()
