"""Redis only makes things faster: killed, emptied, stalled, slow, lying or short of memory, it changes no answer."""

import socket
import time
import unittest

from faults import Faults

import city
from house import wait_until
from parts import GatedHouse


class Redis(Faults):
    @classmethod
    def house_of(cls):
        return GatedHouse(dossiers_cache_memory_kib=0, reporting_cache_memory_kib=0)  # every hit has to come from Redis

    def command(self, *words):
        with socket.create_connection(("127.0.0.1", self.house.behind["redis"]), 5) as connection:
            text = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
            connection.sendall(text.encode())
            return connection.recv(65536)

    def answers(self):
        """What a reader gets for some dossiers and a report, with the cache cold, warm and hot."""
        reader = self.house.token("city_reader", "31")
        some = sorted({dossier for dossier, *_ in self.acknowledged})[:30]
        targets = [f"/v1/dossiers/{dossier}" for dossier in some]
        read = [self.house.dossiers.get(target, reader) for target in targets * 2] + [self.house.report() for _ in range(3)]
        self.assertEqual({answer.status for answer in read}, {200})
        return [answer.body for answer in read]

    def same_answers(self, break_it, heal):
        self.lasting(0.5)
        self.judge()
        before = self.answers()
        break_it()
        self.assertEqual(self.answers(), before)
        heal()
        wait_until("the cache is used again", lambda: self.answers() == before, 30)

    def gate(self):
        return self.house.gates["redis"]

    def test_killed(self):
        self.same_answers(self.house.processes["redis"].kill, lambda: self.house.start("redis"))

    def test_emptied(self):
        self.same_answers(lambda: self.command("FLUSHALL"), lambda: None)

    def test_stalled(self):
        self.same_answers(self.gate().stall, self.gate().open)

    def test_half_open(self):
        self.same_answers(self.gate().swallow, self.gate().open)

    def test_slow(self):
        self.same_answers(lambda: self.gate().slow(0.2), self.gate().open)

    def test_reset(self):
        self.same_answers(self.gate().reset, self.gate().open)

    def test_returning_rubbish(self):
        self.same_answers(lambda: self.gate().corrupt(10), self.gate().open)

    def keys(self):
        return [line for line in self.command("KEYS", "*").decode(errors="replace").split("\r\n") if line and line[0] not in "*$"]

    def test_holding_what_belongs_elsewhere(self):
        """Every value is another key's: the seal shows it, and the database is asked."""
        def mix():
            keys = self.keys()
            self.assertGreater(len(keys), 2)
            first = keys[0]
            for key in keys[1:]:
                self.command("COPY", first, key, "REPLACE")
            self.command("SET", first, "an older value")
            for name in ("dossiers", "reporting"):  # what their own memory holds would hide it
                self.house.processes[name].kill()
            self.house.start("dossiers", "reporting")
        self.same_answers(mix, lambda: None)

    def test_holding_older_values(self):
        """Under a record's new version lies what was right for the one before."""
        self.lasting(0.5)
        self.answers()
        before = {key.partition(":v")[0]: key for key in self.keys() if ":v" in key}
        self.move_on(before)

        def age():
            self.answers()
            aged = 0
            for key in self.keys():
                older = before.get(key.partition(":v")[0], key)
                if older != key:
                    self.command("COPY", older, key, "REPLACE")
                    aged += 1
            self.assertGreater(aged, 0)
            for name in ("dossiers", "reporting"):
                self.house.processes[name].kill()
            self.house.start("dossiers", "reporting")
        self.same_answers(age, lambda: None)

    def move_on(self, cached):
        """Each dossier that lies in the cache and can be withdrawn goes on by one version."""
        officer, moved = self.house.token("officer", city.WARD), 0
        for dossier in [name.rpartition(":")[2] for name in cached]:
            answer = self.house.dossiers.post(f"/v1/dossiers/{dossier}/withdraw", {}, officer)
            if answer.status == 200:
                moved += 1
                self.acknowledged.append((answer.json["id"], answer.json["version"], None, time.time()))
        self.assertGreater(moved, 0)

    def test_short_of_memory(self):
        self.same_answers(lambda: (self.command("CONFIG", "SET", "maxmemory", "1100kb"), self.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")),
                          lambda: self.command("CONFIG", "SET", "maxmemory", "0"))

    def test_away_under_load(self):
        def fault():
            self.gate().cut()
            time.sleep(1)
            self.gate().open()
        self.strike(fault)


if __name__ == "__main__":
    unittest.main()
