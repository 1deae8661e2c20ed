"""The slow judge: counts a report from history rows, one dossier at a time, with nothing shared with the service it judges."""

import csv
import dataclasses
import datetime as dt
import json
import pathlib

CATALOGUE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "catalogue"
VIETNAM = dt.timezone(dt.timedelta(hours=7))


def vietnam_day(milliseconds):
    return dt.datetime.fromtimestamp(milliseconds / 1000, VIETNAM).date()


@dataclasses.dataclass
class Life:
    """What one dossier went through: each moment as the day it happened and the day it was learnt."""

    unit: str
    channel: str
    procedure: str
    field: str
    accepted: tuple | None = None
    standings: list = dataclasses.field(default_factory=list)  # (moment, due, overdue from, paused), one for each event that says so
    due: dt.date | None = None  # when the result was ready
    resolved: tuple | None = None
    withdrawn: tuple | None = None
    imported: bool = False  # whoever had it before knows how often papers were asked for
    supplements: int = 0  # requests until the result was ready
    trips: list = dataclasses.field(default_factory=list)  # (moment, reason)
    corrected: tuple | None = None  # (day on which it was learnt that this was not so, the life that is; none of a second entry)

    def as_known(self, learnt):
        """What was known of it at the end of that day; nothing of what turned out to be a second entry."""
        if self.corrected is None or self.corrected[0] > learnt:
            return self
        return self.corrected[1] and self.corrected[1].as_known(learnt)

    def in_truth(self, data, learnt):
        """The life that a correction tells, all of it learnt that day."""
        course, moment = data["course"], lambda text: (dt.datetime.fromisoformat(text).astimezone(VIETNAM).date(), learnt)
        life = Life(data["about"]["receiving_unit_id"], self.channel, self.procedure, self.field, imported=self.imported, supplements=self.supplements)
        life.trips = [(moment(trip["at"]), trip["reason"]) for trip in course["trips"]]
        for stretch in course["stretches"]:
            standing = stretch["standing"]
            life.standings.append((moment(stretch["since"]), date(standing.get("due_date")), date(standing.get("overdue_from")), standing["paused"]))
        life.accepted = life.standings[0][0] if life.standings else None
        ended = course.get("ended")
        if ended and ended["as"] == "withdrawn":
            life.withdrawn = moment(ended["at"])
        elif ended:
            life.resolved, life.due = moment(ended["at"]), life.standings[-1][1]
        return life

    def standing(self, day, learnt):
        return [standing for standing in self.standings if known(standing[0], day, learnt)][-1]


TRIPS = {"dossier.registered.v1": "submission", "dossier.supplement_received.v1": "supplement", "dossier.payment_confirmed.v1": "payment",
         "dossier.returned.v1": "collection"}


CORRECTIONS = ("dossier.acceptance_corrected.v1", "dossier.unit_corrected.v1", "dossier.annulled.v1")


def date(text):
    return dt.date.fromisoformat(text) if text else None


def lives(house):
    rows = house.rows("dossiers", "SELECT record_id, version, type, data, occurred_at, recorded_at FROM history ORDER BY record_id, version")
    found, present = {}, {}
    for row in rows:
        data = row["data"] if isinstance(row["data"], dict) else json.loads(row["data"])
        about = data["about"]
        life = found.setdefault(row["record_id"], Life(about["receiving_unit_id"], about["channel"], about["procedure"]["code"], about["procedure"]["field"]))
        life = present.get(row["record_id"], life)
        moment = (vietnam_day(row["occurred_at"]), vietnam_day(row["recorded_at"]))
        kind = row["type"]
        life.imported = life.imported or data.get("imported", False)
        if kind in TRIPS and data.get("channel", life.channel) == "direct":
            life.trips.append((moment, TRIPS[kind]))
        if kind == "dossier.supplement_requested.v1":
            life.supplements += 1
        if kind in CORRECTIONS:
            life.corrected = (moment[1], life.in_truth(data, moment[1]) if "course" in data else None)
            present[row["record_id"]] = life.corrected[1]
        elif kind == "dossier.accepted.v1":
            life.accepted, due = moment, date(data["due_date"])
            life.standings.append((moment, due, due if data["mode"] == "HOUR" else due + dt.timedelta(days=1), False))
        elif "standing" in data:
            standing = data["standing"]
            life.standings.append((moment, date(standing.get("due_date")), date(standing.get("overdue_from")), standing["paused"]))
        elif kind == "dossier.resolved.v1":
            life.resolved, life.due = moment, date(data["due_date"])
        elif kind == "dossier.withdrawn.v1" and data["after_acceptance"]:
            life.withdrawn = moment
    return list(found.values())


class Tree:
    """Units over time, read from the catalogue once more."""

    def __init__(self):
        with (CATALOGUE / "units.csv").open(encoding="utf-8", newline="") as file:
            self.units = {row["id"]: row for row in csv.DictReader(file)}

    def is_under(self, unit, above):
        while unit:
            if unit == above:
                return True
            unit = self.units[unit]["parent_id"]
        return False

    def id_of(self, code, day):
        for unit in self.units.values():
            if unit["code"] == code and (unit["valid_from"] or "0000") <= day.isoformat() < (unit["valid_to"] or "9999"):
                return unit["id"]
        return max((unit for unit in self.units.values() if unit["code"] == code), key=lambda unit: unit["valid_to"])["id"]


def known(moment, day, learnt):
    return moment is not None and moment[0] <= day and moment[1] <= learnt


def cells(all_lives, first, as_of, learnt=None, chosen=lambda life: True):
    """Form 06 and what dossiers cost the citizen, as nested counts in the shape of the report's answer."""
    learnt = learnt or dt.date.max
    before = first - dt.timedelta(days=1)
    received = dict.fromkeys(("direct", "online", "postal", "carried_over"), 0)
    resolved = dict.fromkeys(("early", "on_time", "overdue"), 0)
    pending = dict.fromkeys(("in_time", "overdue"), 0)
    paused = dict.fromkeys(("in_time", "overdue"), 0)
    supplements = dict.fromkeys(("none", "some", "requests"), 0)
    trips = dict.fromkeys(TRIPS.values(), 0)
    withdrawn = 0
    for told in all_lives:
        life = told.as_known(learnt)
        if life is None or not chosen(life):
            continue
        for moment, reason in life.trips:
            trips[reason] += 1 if known(moment, as_of, learnt) and moment[0] >= first else 0
        if not known(life.accepted, as_of, learnt):
            continue
        if known(life.accepted, before, learnt):
            if known(life.resolved, before, learnt) or known(life.withdrawn, before, learnt):
                continue
            received["carried_over"] += 1
        else:
            received[life.channel] += 1
        if known(life.resolved, as_of, learnt):
            day = life.resolved[0]
            resolved["early" if day < life.due else "on_time" if day == life.due else "overdue"] += 1
            if not life.imported:
                supplements["some" if life.supplements else "none"] += 1
                supplements["requests"] += life.supplements
        elif known(life.withdrawn, as_of, learnt):
            withdrawn += 1
        else:
            _, _, overdue_from, waits = life.standing(as_of, learnt)
            state = "overdue" if overdue_from and as_of >= overdue_from else "in_time"
            pending[state] += 1
            paused[state] += 1 if waits else 0
    for group in (received, resolved, pending, paused, trips):
        group["total"] = sum(group.values())
    return {"received": received, "resolved": resolved, "pending": pending, "paused": paused, "withdrawn": withdrawn, "supplements": supplements, "trips": trips}


def counts_of(report):
    return {name: report[name] for name in ("received", "resolved", "pending", "paused", "withdrawn", "supplements", "trips")}
