"""The demo and random lives, told by the report and judged by a recount from history."""

import csv
import datetime as dt
import io
import json
import random
import subprocess
import unittest

import city
import recount
from house import ROOT, House, today

HOUSE = None
FIRST, LAST = dt.date(2019, 12, 15), dt.date(2020, 12, 15)


def setUpModule():
    global HOUSE
    HOUSE = House().__enter__()
    demo = HOUSE.folder / "demo.ndjson"
    demo.write_bytes(subprocess.run([ROOT / "deploy/demo/generate.py"], check=True, capture_output=True).stdout)
    subprocess.run([ROOT / "deploy/local/import", demo, "--url", f"http://127.0.0.1:{HOUSE.ports['dossiers']}", "--token", HOUSE.token("importer", "31")],
                   check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "MOTCUA_VAR": str(HOUSE.folder)})
    # Lives of today besides: late, withdrawn and refused ones.
    counter = city.Counter(HOUSE)
    for number in range(12):
        dossier = counter.register(channel=("direct", "postal")[number % 2]).json["id"]
        if number % 3 == 0:
            counter.command(dossier, "withdraw")
        elif number % 3 == 1:
            counter.assign(dossier)
            if number % 2 == 0:
                counter.ask_for_papers(dossier)
                counter.command(dossier, "receive-supplement")
            counter.resolve(dossier, ("granted", "refused")[number % 2])
            counter.command(dossier, "return")
    waiting_ones(counter)
    late_ones()
    HOUSE.wait_for_report()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def waiting_ones(counter):
    """Some that wait for papers, for money or stand still, and some that did and went on."""
    for number in range(9):
        dossier = counter.register().json["id"]
        counter.assign(dossier)
        (counter.ask_for_papers, counter.ask_for_money, counter.stop)[number % 3](dossier)
        if number >= 6:
            back = ("receive-supplement", "confirm-payment", "reopen")[number % 3]
            body = ({}, {"receipt": "BL-0001"}, {"reasons": ["Đã đủ điều kiện"]})[number % 3]
            counter.command(dossier, back, body, token=(counter.officer, counter.officer, counter.leader)[number % 3])


def late_ones():
    """Imported dossiers of another district, resolved at any time or never, some withdrawn."""
    chance, procedures = random.Random(7), [item["code"] for item in HOUSE.dossiers.get("/v1/procedures", on="2021-06-01").json["items"] if item["level"] == "district"]
    lines = []
    for number in range(150):
        accepted = dt.datetime(2021, 3, 1, 9, tzinfo=city.VIETNAM) + dt.timedelta(days=chance.randint(0, 200), minutes=chance.randint(0, 480))
        line = city.import_line(f"late-{number}", chance.choice(procedures), "306", chance.choice(["direct", "online", "postal"]),
                                submitted_at=accepted.isoformat(), accepted_at=accepted.isoformat())
        end = (accepted + dt.timedelta(days=chance.randint(0, 60), minutes=5)).isoformat()
        fate = chance.random()
        if fate < 0.7:
            line |= {"resolved_at": end, "outcome": "granted"}
        elif fate < 0.8:
            line |= {"withdrawn_at": end}
        lines.append(json.dumps(line, ensure_ascii=False))
    answer = HOUSE.dossiers.request("POST", "/v1/dossiers/import", "\n".join(lines), HOUSE.token("importer", "31"), {"Content-Type": "application/x-ndjson"})
    assert answer.lines[-1]["imported"] == len(lines), answer


class KienAn(unittest.TestCase):
    def test_the_page_of_2020_comes_out_of_the_records(self):
        report = HOUSE.report("307", FIRST.isoformat(), LAST.isoformat()).json
        self.assertEqual((report["received"]["total"], report["received"]["carried_over"]), (2873, 0))
        self.assertEqual((report["resolved"]["total"], report["resolved"]["overdue"]), (2763, 0))
        self.assertEqual((report["pending"]["total"], report["pending"]["overdue"]), (110, 0))
        self.assertEqual(report["withdrawn"], 0)
        self.assertGreater(report["resolved"]["early"], 0)
        self.assertGreater(report["resolved"]["on_time"], 0)
        on_time, completion = report["rates"]["on_time"], report["rates"]["completion"]
        self.assertEqual((on_time["percent"], on_time["numerator"], on_time["denominator"]), ("100.00", 2763, 2763))
        self.assertEqual((completion["percent"], completion["numerator"], completion["denominator"]), ("96.17", 2763, 2873))
        self.assertTrue(on_time["definition"])

    def test_other_days_say_other_things(self):
        seen = {json.dumps(recount.counts_of(HOUSE.report("307", FIRST.isoformat(), day).json)) for day in ("2020-02-28", "2020-06-30", "2020-10-01")}
        self.assertEqual(len(seen), 3)

    def test_nothing_resolved_has_no_rate(self):
        report = HOUSE.report("307", "2018-01-01", "2018-01-31").json
        self.assertEqual(report["received"]["total"], 0)
        self.assertIsNone(report["rates"]["on_time"]["percent"])


class AgainstTheRecount(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = recount.Tree()
        cls.lives = recount.lives(HOUSE)

    def check(self, unit, first, last, as_of=None, known_at=None):
        query = {} if as_of is None else {"as_of": as_of.isoformat()}
        query |= {} if known_at is None else {"known_at": known_at.isoformat()}
        answer = HOUSE.report(unit, first.isoformat(), last.isoformat(), **query)
        self.assertEqual(answer.status, 200, answer)
        above = self.tree.id_of(unit, last)
        expected = recount.cells(self.lives, first, as_of or min(last, today()), known_at, lambda life: self.tree.is_under(life.unit, above))
        self.assertEqual(recount.counts_of(answer.json), expected, (unit, first, last, query))
        report = answer.json
        self.assertEqual(report["received"]["total"], report["resolved"]["total"] + report["pending"]["total"] + report["withdrawn"])

    def test_any_unit_and_days(self):
        chance = random.Random(11)
        for _ in range(60):
            first = FIRST + dt.timedelta(days=chance.randint(-10, 700))
            last = first + dt.timedelta(days=chance.randint(0, 500))
            as_of = first + dt.timedelta(days=chance.randint(0, (last - first).days)) if chance.random() < 0.5 else None
            self.check(chance.choice(["31", "307", "306", "11446", "11449", "303"]), first, last, as_of)

    def test_what_was_known_then(self):
        yesterday = today() - dt.timedelta(days=1)
        self.check("307", FIRST, LAST, known_at=today())
        report = HOUSE.report("307", FIRST.isoformat(), LAST.isoformat(), known_at=yesterday.isoformat()).json
        self.assertEqual(report["received"]["total"], 0, "all of it was learnt today")

    def test_today(self):
        self.check("31", FIRST, today())
        self.assertEqual(HOUSE.report(city.WARD, today().isoformat(), today().isoformat()).json["paused"], {"in_time": 6, "overdue": 0, "total": 6})
        self.check(city.WARD, today(), today())

    def test_rows_add_up(self):
        for by in ("unit", "procedure", "field", "channel"):
            with self.subTest(by=by):
                report = HOUSE.report("307", FIRST.isoformat(), LAST.isoformat(), by=by).json
                self.assertGreater(len(report["rows"]), 1)
                for group in ("received", "resolved", "pending", "paused", "supplements", "trips"):
                    for cell, total in report[group].items():
                        self.assertEqual(sum(row[group][cell] for row in report["rows"]), total, (by, group, cell))

    def test_each_cell_leads_to_its_records(self):
        for unit, first, last in (("307", FIRST.isoformat(), "2020-06-30"), ("306", "2021-04-01", "2021-08-31"), ("306", "2021-04-01", today().isoformat()),
                                  (city.WARD, today().isoformat(), today().isoformat())):
            report = HOUSE.report(unit, first, last).json
            for cell in ("received.online", "resolved.early", "resolved.overdue", "pending.in_time", "pending.overdue", "pending.total", "paused.in_time", "paused.total", "withdrawn",
                         "supplements.none", "supplements.some"):
                with self.subTest(unit=unit, last=last, cell=cell):
                    group, _, name = cell.partition(".")
                    count = report[group][name] if name else report[group]
                    self.assertEqual(len(self.records(unit, cell, last, first)), count)

    def records(self, unit, cell, last, first=None):
        found, cursor = set(), None
        while True:
            query = {"unit": unit, "from": first or FIRST.isoformat(), "to": last, "cell": cell, "limit": 200} | ({"cursor": cursor} if cursor else {})
            page = HOUSE.reporting.get("/v1/reports/dossiers/records", HOUSE.token("city_reader", "31"), **query)
            self.assertEqual(page.status, 200, page)
            ids = [item["id"] for item in page.json["items"]]
            self.assertTrue(found.isdisjoint(ids))
            found.update(ids)
            cursor = page.json.get("next")
            if not cursor:
                return found


class Forms(unittest.TestCase):
    def test_csv_is_plain_and_harmless(self):
        answer = HOUSE.report("307", FIRST.isoformat(), LAST.isoformat(), {"Accept": "text/csv"}, by="unit")
        self.assertEqual(answer.headers["content-type"].split(";")[0], "text/csv")
        rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
        self.assertGreater(len(rows), 2)
        self.assertEqual(len({len(row) for row in rows}), 1, "every line has as many cells")
        self.assertTrue(all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row))
        self.assertIn("2873", answer.body.decode())

    def test_form_06_folds_withdrawn(self):
        answer = HOUSE.report("306", "2021-01-01", "2021-12-31", {"Accept": "text/csv"}, form="06")
        self.assertEqual(answer.status, 200, answer)
        columns = [int(cell) for cell in list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))[-1][2:]]
        form = dict(zip(range(3, 14), columns, strict=True))
        plain = HOUSE.report("306", "2021-01-01", "2021-12-31").json
        self.assertGreater(plain["withdrawn"], 0)
        self.assertEqual(form[3], plain["received"]["total"])
        self.assertEqual(form[7], plain["resolved"]["total"] + plain["withdrawn"])
        self.assertEqual(form[9], plain["resolved"]["on_time"] + plain["withdrawn"])
        self.assertEqual(form[3], form[7] + form[11])
        self.assertEqual(form[7], form[8] + form[9] + form[10])

    def test_bad_questions_are_named(self):
        for query, status in (({"from": "2020-02-30"}, 400), ({"by": "colour"}, 400), ({"as_of": "2126-01-01"}, 422), ({"as_of": "2019-01-01"}, 422),
                              ({"known_at": "2126-01-01"}, 422), ({"unit": "99999"}, 404), ({"colour": "red"}, 400)):
            with self.subTest(query=query):
                sent = {"unit": "307", "from": FIRST.isoformat(), "to": LAST.isoformat(), **query}
                answer = HOUSE.reporting.get("/v1/reports/dossiers", HOUSE.token("city_reader", "31"), **sent)
                self.assertEqual(answer.status, status, answer)
                self.assertEqual(answer.headers["content-type"].split(";")[0], "application/problem+json")

    def test_a_split_ward_is_never_guessed(self):
        then = HOUSE.report("11443", FIRST.isoformat(), LAST.isoformat()).json
        self.assertGreater(then["received"]["total"], 0)
        now = HOUSE.report("11443", FIRST.isoformat(), LAST.isoformat(), attribution="as_now").json
        self.assertEqual(now["received"]["total"], 0, "Trần Thành Ngọ was split: none of its dossiers is one new ward's")
        self.assertEqual(now["not_attributable"]["received"]["total"], then["received"]["total"])

    def test_another_unit_may_not_read(self):
        answer = HOUSE.reporting.get("/v1/reports/dossiers", HOUSE.token("leader", city.OTHER_WARD), unit="31", **{"from": "2020-01-01", "to": "2020-12-31"})
        self.assertIn(answer.status, (403, 404))


if __name__ == "__main__":
    unittest.main()
