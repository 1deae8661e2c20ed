#!/usr/bin/env python3
"""Prints the demo: 2,873 invented dossiers of Kiến An (code 307) and its wards, 2019-12-15 to 2020-12-15, one import line each.

Always the same lines, from a fixed seed, over the catalogue's real procedures, units and days off. 2,763 have their result by
2020-12-15, none after its due day; 110 are still in hand that evening, none overdue. Nobody in it exists: names say that they are a
test, identity numbers begin with 000. Due dates are the services' business; the count of working days below only chooses days.
"""

import csv
import datetime as dt
import json
import pathlib
import random
import sys

CATALOGUE = pathlib.Path(__file__).resolve().parent.parent / "catalogue"
FIRST, LAST = dt.date(2019, 12, 15), dt.date(2020, 12, 15)
RECEIVED, PENDING = 2_873, 110
DISTRICT = "307"
VIETNAM = dt.timezone(dt.timedelta(hours=7))
CLOSES = dt.time(17, 0)
# Weeks of social distancing: fewer people at the counter, more online.
DISTANCING = (dt.date(2020, 4, 1), dt.date(2020, 4, 22))

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"]
MIDDLE = ["Văn", "Thị", "Đức", "Minh", "Thu", "Quang"]


class WorkingDays:
    """The days worked in the catalogue's calendar, in order, with their places for counting."""

    def __init__(self, folder=CATALOGUE):
        with (folder / "calendar.csv").open(encoding="utf-8", newline="") as file:
            kinds = {dt.date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
        first, last = min(kinds), dt.date(2021, 12, 31)
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        self.days = [day for day in days if kinds.get(day) == "makeup" or (day.weekday() < 5 and day not in kinds)]
        self.place = {day: at for at, day in enumerate(self.days)}

    def on_or_after(self, day):
        while day not in self.place:
            day += dt.timedelta(days=1)
        return day

    def counted_from(self, moment):
        """After hours and on days off, receipt counts for the next working day."""
        day = moment.date()
        if day not in self.place or moment.time() > CLOSES:
            day = self.on_or_after(day + dt.timedelta(days=1))
        return day

    def due(self, moment, limit):
        return self.days[self.place[self.counted_from(moment)] + limit]


def in_force(entry, first, last):
    return (entry.get("valid_from") or "0000") <= first.isoformat() and (entry.get("valid_to") or "9999") > last.isoformat()


def wards(folder=CATALOGUE):
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        units = [unit for unit in csv.DictReader(file) if in_force(unit, FIRST, LAST)]
    district = next(unit["id"] for unit in units if unit["code"] == DISTRICT)
    return [unit["code"] for unit in units if unit["parent_id"] == district]


def procedures(folder=CATALOGUE):
    """Those that a district or a commune of then receives, in one version on every day of the demo. Not linked ones: a line tells no hand-over."""
    listed = json.loads((folder / "procedures.json").read_text(encoding="utf-8"))["procedures"]
    return [
        {"code": entry["code"], "level": version["level"], "limit": version["limit_working_days"]}
        for entry in listed for version in entry["versions"]
        if version["level"] in ("district", "commune") and in_force(version, FIRST, LAST) and "steps" not in version]


def at(day, seconds):
    return dt.datetime.combine(day, dt.time(), VIETNAM) + dt.timedelta(seconds=seconds)


def office_moment(chance, day, after=None):
    """A moment in office hours of that day, later than `after` when that lies on it."""
    least = 8 * 3600
    if after and after.date() == day:
        least = max(least, after.hour * 3600 + after.minute * 60 + 1200)
    most = max(16 * 3600 + 45 * 60, least + 600)
    seconds = chance.randint(least, most)
    if 12 * 3600 <= seconds < 13 * 3600 and least < 12 * 3600:
        seconds -= 3600
        seconds = max(seconds, least)
    return at(day, seconds)


def channel_of(chance, day):
    if DISTANCING[0] <= day <= DISTANCING[1]:
        return chance.choices(["direct", "online", "postal"], [35, 48, 17])[0]
    return chance.choices(["direct", "online", "postal"], [72, 21, 7])[0]


def applicant_of(chance, number):
    kind = chance.choices(["citizen", "household_business", "enterprise"], [84, 10, 6])[0]
    person = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} Thử Nghiệm {number:04d}"
    if kind == "citizen":
        return {"kind": kind, "name": person, "identity_number": f"000{number:09d}", "phone": f"00000{number:05d}"}
    name = f"{'Công ty TNHH' if kind == 'enterprise' else 'Hộ kinh doanh'} Thử Nghiệm {number:04d}"
    return {"kind": kind, "name": name, "identity_number": f"000{number:07d}", "phone": f"00000{number:05d}", "representative": {"name": person}}


def receipt(chance, calendar, day, channel):
    """(submitted, accepted): at the counter and by post at once; online submitted earlier, at any hour, accepted on the day."""
    if channel == "online":
        accepted = office_moment(chance, day)
        submitted = accepted - dt.timedelta(minutes=chance.choice([7, 25, 90, 300, 900, 1_400]))
        return submitted, accepted
    # The last of the queue are served after the doors have closed: their clock starts on the next working day.
    accepted = at(day, chance.randint(17 * 3600 + 60, 17 * 3600 + 2_400)) if chance.random() < 0.03 else office_moment(chance, day)
    return accepted, accepted


def busy(day):
    """How much a day brings: Mondays more, the days before Tết and distancing less, the end of the year more."""
    weight = 1.25 if day.weekday() == 0 else 1.0
    if DISTANCING[0] <= day <= DISTANCING[1] or dt.date(2020, 1, 20) <= day <= dt.date(2020, 2, 7):
        weight *= 0.5
    if day >= dt.date(2020, 11, 16):
        weight *= 1.5
    return weight


def dossiers(folder=CATALOGUE):
    chance = random.Random(307_2020)
    calendar = WorkingDays(folder)
    listed, communes = procedures(folder), wards(folder)
    worked = [day for day in calendar.days if FIRST <= day <= LAST]
    days = sorted(chance.choices(worked, [busy(day) for day in worked], k=RECEIVED))

    made = []
    for number, day in enumerate(days, 1):
        procedure, channel = chance.choice(listed), channel_of(chance, day)
        submitted, accepted = receipt(chance, calendar, day, channel)
        made.append({
            "source_id": f"KA-{number:06d}", "procedure_code": procedure["code"],
            "unit_code": DISTRICT if procedure["level"] == "district" else chance.choice(communes), "channel": channel,
            "applicant": applicant_of(chance, number), "submitted_at": submitted, "accepted_at": accepted,
            "due": calendar.due(accepted, procedure["limit"])})

    still_open = [dossier for dossier in made if dossier["due"] >= LAST]
    if len(still_open) < PENDING:
        raise SystemExit(f"only {len(still_open)} dossiers can be in hand without being overdue on {LAST}; {PENDING} are needed")
    # The latest received are the likeliest to be in hand.
    pending = {id(dossier) for dossier in sorted(still_open, key=lambda dossier: dossier["accepted_at"])[-PENDING:]}
    for dossier in made:
        if id(dossier) not in pending:
            resolve(chance, calendar, dossier)
        yield dossier


def resolve(chance, calendar, dossier):
    accepted, due = dossier["accepted_at"], dossier["due"]
    first, last = calendar.place[accepted.date()], calendar.place[due]
    end = calendar.place[LAST]
    # About a third on the due day itself, the others before it, most of them in its second half.
    place = last if chance.random() < 0.35 else first + int((last - first) * (1 - chance.random() ** 2 * 0.7))
    day = calendar.days[min(place, last, end)]
    dossier["resolved_at"] = office_moment(chance, day, accepted)
    dossier["outcome"] = "refused" if chance.random() < 0.02 else "granted"
    if chance.random() < 0.93:
        collected = calendar.days[calendar.place[day] + chance.choice([0, 0, 1, 1, 2, 3, 5])]
        dossier["returned_at"] = office_moment(chance, collected, dossier["resolved_at"])


def line(dossier):
    shown = {key: value.isoformat() if isinstance(value, dt.datetime) else value for key, value in dossier.items() if key != "due"}
    return json.dumps(shown, ensure_ascii=False)


if __name__ == "__main__":
    for one in dossiers():
        sys.stdout.write(line(one) + "\n")
