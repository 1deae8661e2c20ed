"""A house to put under load: who works there, what it holds beforehand, what its processes take."""

import contextlib
import csv
import datetime as dt
import os
import pathlib
import random
import time

import city
from house import ROOT, SERVICES, House, Kafka

CLIENTS = 16
HOT = 64  # dossiers that hot reads go round
BATCH = 50_000


def wards():
    """Today's communes, the first of them those that the clients sit in."""
    with (ROOT / "deploy/catalogue/units.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["level"] == "commune" and not row["valid_to"]]
    return sorted(codes, key=lambda code: (code == city.OTHER_WARD, code))


def house_of(kind):
    """As shipped, but for the limits on one client, which here is a whole city; SQLite has one instance and so its cache in the process."""
    settings = {}
    if kind == "embedded":
        settings |= {"dossiers_cache": "memory", "reporting_cache": "memory"}
    return House(kind, **settings)


class Place:
    """One running house with its counters' tokens in files for the load client."""

    def __init__(self, house, postgresql):
        self.house, self.postgresql, self.units, self.preloaded = house, postgresql, wards(), 0
        self.procedures = [item["code"] for item in house.dossiers.get("/v1/procedures").json["items"] if item["level"] == "commune" and not item["steps"]]
        self.counters = self.file("counters", "".join(self.counter(unit) for unit in self.units[:CLIENTS]))
        self.probe = self.file("probe", self.counter(city.OTHER_WARD))
        self.reader = self.file("reader", house.token("city_reader", "31") + "\n")

    def counter(self, unit):
        return f"{unit} {self.procedures[0]} {self.house.token('officer', unit)} {self.house.token('handler', unit)}\n"

    def file(self, name, text):
        path = self.house.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def import_more(self, count):
        upto = self.preloaded + count
        while self.preloaded < upto:
            last = min(upto, self.preloaded + BATCH)
            self.house.import_lines(map(self.line, range(self.preloaded, last)))
            self.preloaded = last

    def preload(self, dossiers):
        """Until so many were imported and the report has them."""
        self.import_more(max(0, dossiers - self.preloaded))
        self.house.wait_for_report(3600)
        if self.house.kind == "full":
            for name in self.house.names.values():
                self.house.psql(name, "ANALYZE")

    def line(self, number):
        """Spread over the communes of today and fifteen months; one in twenty is still at work."""
        day = dt.date(2025, 8, 1) + dt.timedelta(days=number * 7 % 450)
        line = {"source_id": f"load-{number}", "procedure_code": self.procedures[number % len(self.procedures)], "unit_code": self.units[number % len(self.units)],
                "channel": ("direct", "postal")[number % 2], "applicant": {"kind": "citizen", "name": f"Lê Thị Thử Nghiệm {number}", "identity_number": f"000{number:09d}"},
                "submitted_at": f"{day}T08:10:00+07:00", "accepted_at": f"{day}T08:10:00+07:00"}
        if number % 20:
            line |= {"resolved_at": f"{day}T15:10:00+07:00", "outcome": "granted"}
        return line

    def hot_targets(self):
        """Dossiers of one commune, for whoever may read there."""
        counter = city.Counter(self.house, self.units[0])
        ids = [counter.register().json["id"] for _ in range(HOT)]
        return self.file("hot", "".join(f"/v1/dossiers/{dossier}\n" for dossier in ids)), counter.officer

    def report_targets(self, count):
        """So many different questions, so that none is answered from the cache: one commune, the city, the city by procedure and by unit."""
        chance = random.Random(1)
        asked = set()
        while len(asked) < count:
            first = dt.date(2025, 7, 1) + dt.timedelta(days=chance.randrange(480))
            last = first + dt.timedelta(days=chance.randrange(1, 300))
            unit, by = chance.choice([(chance.choice(self.units), ""), ("31", ""), ("31", "&by=procedure"), ("31", "&by=unit")])
            asked.add(f"/v1/reports/dossiers?unit={unit}&from={first}&to={min(last, dt.date.today())}{by}\n")
        return self.file("reports", "".join(sorted(asked, key=lambda _: chance.random())))

    # --- what our processes take

    def ours(self):
        return [name for name in (*SERVICES, "broker") if name != "broker" or self.house.kind == "embedded"]

    def pids(self):
        pids = {name: process.pid if isinstance(process, Kafka) else process.handle.pid for name, process in self.house.processes.items() if process.running}
        return pids | ({"postgresql": self.postgresql.handle.pid} if self.postgresql else {})

    def cpu_seconds(self):
        """In user and kernel, by part with its children, and of the whole machine."""
        ticks = os.sysconf("SC_CLK_TCK")
        used, parents = {}, {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rsplit(") ", 1)[1].split()
                pid = int(stat.parent.name)
                parents[pid], used[pid] = int(fields[1]), (int(fields[11]) + int(fields[12])) / ticks
        of_part = {name: sum(used[each] for each in used if pid in (each, parents[each])) for name, pid in self.pids().items()}
        machine = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()
        return of_part | {"whole machine": sum(int(machine[at]) for at in (1, 2, 3, 6, 7)) / ticks}

    @contextlib.contextmanager
    def watched(self):
        """Fills what it yields: percent of one core by part; the load client and other work on the machine are in the whole."""
        percent, before, began = {}, self.cpu_seconds(), time.monotonic()
        yield percent
        took, after = time.monotonic() - began, self.cpu_seconds()
        percent |= {name: round((after[name] - before[name]) / took * 100) for name in before if name in after}

    def of_both_cores(self, percent):
        """Of our processes."""
        return sum(percent[name] for name in self.ours()) / 2

    def memory(self):
        """MB resident, by process."""
        return {name: round(self.house.processes[name].resident_mb(), 1) for name in self.ours() if self.house.processes[name].running}

