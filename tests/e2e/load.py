"""Writers at a steady pace, for the tests that break things while people work."""

import collections
import datetime as dt
import random
import threading
import time
import uuid

import city


# What holds a dossier up, and what lets it go on.
DETOURS = (("request-supplement", {"items": ["Bản sao giấy chứng nhận"]}, "waits for papers"),
           ("request-payment", {"amount_vnd": 250000, "basis": "Biểu mức thu"}, "waits for money"),
           ("stop", {"reasons": ["Chưa đủ điều kiện"]}, "stopped"))
BACK = {"waits for papers": ("receive-supplement", {}, "officer"), "waits for money": ("confirm-payment", {"receipt": "BL-0001"}, "officer"),
        "stopped": ("reopen", {"reasons": ["Đã đủ điều kiện"]}, "leader")}
LINKED = 0.2  # of the dossiers go from agency to agency
CORRECTED = 0.05  # of the steps of others put a wrong fact right
Dossier = collections.namedtuple("Dossier", "id number linked")


class Work:
    """Registers, assigns, holds up and lets go on, hands over, corrects, annuls, resolves and withdraws at `rate` writes a second over some threads. A request that got no answer is sent again
    with its key until it gets one, as a real client would. `acknowledged` holds every 2xx: (id, version, key, moment)."""

    def __init__(self, house, rate=100, threads=8, seed=1, patience=120):
        self.house, self.rate, self.seed, self.patience = house, rate, seed, patience
        self.counter = city.Counter(house)
        linked = house.dossiers.get("/v1/procedures").json["items"]
        self.linked, self.last_step = next((item["code"], len(item["steps"])) for item in linked if item["level"] == "commune" and item["steps"])
        self.acknowledged, self.registered, self.surprises = [], 0, []
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work, args=(number, threads)) for number in range(threads)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.finish()

    def finish(self):
        """Lets what is under way come to its end; every key then has its answer."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def work(self, number, threads):
        try:
            self.keep_working(number, threads)
        except Exception as broken:  # or the thread would end and nobody would ask why
            with self.lock:
                self.surprises.append(("a writer ended", repr(broken)))

    def keep_working(self, number, threads):
        chance, open_dossiers, pace = random.Random(self.seed * 1000 + number), [], threads / self.rate
        due = time.monotonic() + pace * number / threads
        while not self.stopping.is_set():
            time.sleep(max(0.0, due - time.monotonic()))
            due = max(due + pace, time.monotonic() - 1)
            self.one(chance, open_dossiers)

    def one(self, chance, open_dossiers):
        if len(open_dossiers) < 3 or chance.random() < 0.5:
            channel = chance.choice(["direct", "postal", "online"])
            procedure = self.linked if chance.random() < LINKED else self.counter.procedure
            answer = self.insist("/v1/dossiers", city.registration(procedure, self.counter.unit, channel), self.counter.officer)
            if answer.status == 201:
                with self.lock:
                    self.registered += 1
                if channel != "online":
                    linked = procedure == self.linked
                    dossier = Dossier(answer.json["id"], answer.json["number"], linked)
                    open_dossiers.append((dossier, "accepted", self.last_step if linked else 1))
            return
        at = chance.randrange(len(open_dossiers))
        dossier, status, steps = open_dossiers.pop(at)
        if not dossier.linked and chance.random() < CORRECTED:
            if self.correct(chance, dossier, [other for other, _, _ in open_dossiers if not other.linked]):
                open_dossiers.append((dossier, status, steps))
        elif status in BACK:
            name, body, who = BACK[status]
            if self.order(dossier, name, body, getattr(self.counter, who)):
                open_dossiers.append((dossier, "processing once more", steps))
        elif chance.random() < 0.1:
            self.order(dossier, "withdraw", {}, self.counter.officer)
        elif status == "processing" and chance.random() < 0.4:
            name, body, waits = chance.choice(DETOURS)
            if self.order(dossier, name, body, self.counter.handler):
                open_dossiers.append((dossier, waits, steps))
        elif status == "accepted":
            self.order(dossier, "assign", {"unit_code": self.counter.unit}, self.counter.officer)
            open_dossiers.append((dossier, "processing", steps))
        elif steps > 1:
            if self.order(dossier, "hand-over", {"unit_code": self.counter.unit}, self.counter.handler):
                open_dossiers.append((dossier, status, steps - 1))
        else:
            self.order(dossier, "resolve", {"outcome": "granted"}, self.counter.handler)

    def correct(self, chance, dossier, others):
        """The moment of its acceptance was mistyped, or it was entered twice: then nothing more is done with it. Whether it goes on."""
        if others and chance.random() < 0.3:
            self.order(dossier, "annul", {"doubles": chance.choice(others).number, "reasons": ["Nhập trùng"]}, self.counter.leader)
            return False
        moment = dt.datetime.now(dt.timezone.utc) - dt.timedelta(seconds=chance.randrange(3600, 30 * 86400))
        return self.order(dossier, "correct-acceptance", {"accepted_at": moment.isoformat(timespec="milliseconds"), "reasons": ["Nhập nhầm"]}, self.counter.leader)

    def order(self, dossier, name, body, token):
        return self.insist(f"/v1/dossiers/{dossier.id}/{name}", body, token).status == 200

    def insist(self, target, body, token):
        key, began = str(uuid.uuid4()), time.monotonic()
        while True:
            try:
                answer = self.house.dossiers.post(target, body, token, key)
            except OSError:
                answer = None
            except Exception as broken:  # http.client's own: an answer cut in two
                if broken.__class__.__module__ != "http.client":
                    raise
                answer = None
            if answer is not None and answer.status not in (429, 503):
                break
            if time.monotonic() - began > self.patience:
                raise AssertionError(f"no answer for {self.patience} s: {target}: {answer}")
            time.sleep(0.05)
        with self.lock:
            if 200 <= answer.status < 300:
                self.acknowledged.append((answer.json["id"], answer.json["version"], key, time.time()))
            else:
                self.surprises.append((target, answer))
        return answer
