"""Words that the tests share: a counter's requests, import lines and the moments in them."""

import csv
import datetime as dt
import itertools
import pathlib
import threading
import urllib.parse

CATALOGUE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "catalogue"
VIETNAM = dt.timezone(dt.timedelta(hours=7))
WARD, OTHER_WARD = "11443", "11446"  # Kiến An and Phù Liễn, wards of today
SERIAL = itertools.count(1)
SERIAL_LOCK = threading.Lock()


def serial():
    with SERIAL_LOCK:
        return next(SERIAL)


def applicant(**members):
    number = serial()
    return {"kind": "citizen", "name": f"Lê Thị Thử Nghiệm {number:05d}", "identity_number": f"000{number:09d}", "phone": f"00000{number:05d}", **members}


def registration(procedure, unit=WARD, channel="direct", **members):
    return {"procedure_code": procedure, "unit_code": unit, "channel": channel, "applicant": applicant(),
            "components": [{"name": "Đơn đề nghị", "kind": "original", "copies": 1}], **members}


def moment(text):
    """`2020-03-02 08:10` in Vietnam, as the wire has it."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM).isoformat()


def working_day_after(day):
    """By the catalogue, read once more."""
    with (CATALOGUE / "calendar.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(file)}
    date = dt.date.fromisoformat(day)
    while True:
        date += dt.timedelta(days=1)
        kind = kinds.get(date.isoformat())
        if kind == "makeup" or (kind is None and date.weekday() < 5):
            return date.isoformat()


def import_line(source_id, procedure, unit="307", channel="direct", **moments):
    return {"source_id": source_id, "procedure_code": procedure, "unit_code": unit, "channel": channel, "applicant": applicant(), **moments}


def years_past(house, lines):
    """Lives of 2020, resolved the day they began."""
    procedures = [item["code"] for item in house.dossiers.get("/v1/procedures", on="2020-03-02").json["items"] if item["level"] == "district"]
    for number in range(lines):
        day = f"2020-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield import_line(f"past-{number}", procedures[number % len(procedures)], submitted_at=f"{day}T08:10:00+07:00",
                          accepted_at=f"{day}T08:10:00+07:00", resolved_at=f"{day}T15:10:00+07:00", outcome="granted")


def pdf(size=0):
    """A PDF of one empty page, with a comment that makes it larger."""
    head = b"%PDF-1.4\n" + (b"%" + b"x" * size + b"\n" if size else b"")
    return head + (b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                   b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n")


class Counter:
    """An officer, a handler and the others of one ward, at work on one dossiers service."""

    def __init__(self, house, unit=WARD):
        self.house, self.unit = house, unit
        self.client = house.dossiers
        self.officer, self.handler, self.leader = (house.token(role, unit) for role in ("officer", "handler", "leader"))
        self.procedure = a_procedure(house)

    def register(self, key=None, token=None, **members):
        return self.client.post("/v1/dossiers", registration(self.procedure, self.unit, **members), token or self.officer, key)

    def command(self, dossier, name, body=None, token=None, key=None, headers=None):
        return self.client.post(f"/v1/dossiers/{dossier}/{name}", {} if body is None else body, token or self.officer, key, headers)

    def assign(self, dossier, **options):
        return self.command(dossier, "assign", {"unit_code": self.unit, "officer": "cb.0042"}, **options)

    def resolve(self, dossier, outcome="granted", **options):
        body = {"outcome": outcome} | ({"reasons": ["Không đủ điều kiện"]} if outcome == "refused" else {})
        return self.command(dossier, "resolve", body, token=self.handler, **options)

    def hand_over(self, dossier, **options):
        return self.command(dossier, "hand-over", {"unit_code": self.unit, "officer": "cb.0043"}, token=self.handler, **options)

    def ask_for_papers(self, dossier, **options):
        return self.command(dossier, "request-supplement", {"items": ["Bản sao giấy chứng nhận"]}, **options)

    def ask_for_money(self, dossier, **options):
        return self.command(dossier, "request-payment", {"amount_vnd": 1500000, "basis": "Thông báo nộp thuế"}, token=self.handler, **options)

    def stop(self, dossier, **options):
        return self.command(dossier, "stop", {"reasons": ["Chưa đủ điều kiện"]}, token=self.handler, **options)

    def upload(self, dossier, content, name="đơn.pdf", media="application/pdf", token=None, key=None, headers=None, **query):
        sent = {"Content-Type": media, "Content-Disposition": f"attachment; filename*=UTF-8''{urllib.parse.quote(name, safe='')}", **(headers or {})}
        target = f"/v1/dossiers/{dossier}/papers" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        return self.client.post(target, content, token or self.officer, key, sent)

    def download(self, dossier, paper, token=None):
        return self.client.get(f"/v1/dossiers/{dossier}/papers/{paper}/content", token or self.officer)

    def take_back(self, dossier, paper, reasons=("Tải nhầm",), **options):
        return self.command(dossier, f"papers/{paper}/withdraw", {"reasons": list(reasons)}, **options)

    def read(self, dossier, token=None, headers=None):
        return self.client.get(f"/v1/dossiers/{dossier}", token or self.officer, headers)


def a_procedure(house, level="commune", on=None, linked=False):
    """Done by one agency, unless `linked`."""
    query = {"on": on} if on else {}
    items = house.dossiers.get("/v1/procedures", **query).json["items"]
    return next(item["code"] for item in items if item["level"] == level and bool(item["steps"]) == linked)
