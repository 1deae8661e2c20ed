"""Processes killed or held at the worst moments; descriptors, disk and clock; a catalogue that is wrong."""

import os
import resource
import shutil
import signal
import sqlite3
import time
import unittest

from faults import TIMES, Faults
from house import KIND, ROOT, wait_until
from load import Work
from parts import GatedHouse


class Killed(Faults):
    def kill_and_start(self, name, *gates):
        self.house.processes[name].kill()
        for gate in gates:
            self.house.gates[gate].open()
            self.house.gates[gate].drop()
        self.house.start(name)

    def test_anywhere(self):
        for name in ("dossiers", "reporting", "dossiers"):
            self.strike(lambda name=name: self.kill_and_start(name))

    if KIND == "full":
        def test_dossiers_between_commit_and_answer(self):
            """Its COMMIT arrives, the database's answer does not."""
            def fault():
                self.house.gates["dossiers_database"].swallow("down")
                time.sleep(0.3)
                self.kill_and_start("dossiers", "dossiers_database")
            self.strike(fault)

        def test_dossiers_between_parse_and_commit(self):
            def fault():
                self.house.gates["dossiers_database"].stall("up")
                time.sleep(0.3)
                self.kill_and_start("dossiers", "dossiers_database")
            self.strike(fault)

        def test_dossiers_between_answer_and_publish(self):
            def fault():
                self.house.gates["broker"].cut()
                time.sleep(0.5)
                self.kill_and_start("dossiers", "broker")
            self.strike(fault)

        def test_dossiers_between_publish_and_its_report(self):
            def fault():
                self.house.gates["broker"].swallow("down")
                time.sleep(0.5)
                self.kill_and_start("dossiers", "broker")
            self.strike(fault)

        def test_reporting_between_poll_and_commit(self):
            def fault():
                self.house.gates["reporting_database"].stall("up")
                time.sleep(0.5)
                self.kill_and_start("reporting", "reporting_database")
            self.strike(fault)

    def hold(self, name, seconds):
        os.kill(self.house.processes[name].handle.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.house.processes[name].handle.pid, signal.SIGCONT)

    def test_held_and_let_go(self):
        self.strike(lambda: self.hold("dossiers", 2))
        self.strike(lambda: self.hold("reporting", 8))  # longer than its group waits for it


class Short(Faults):
    """Of what a process needs; of memory: see test_memory.py."""

    def descriptors(self, name):
        return len(os.listdir(f"/proc/{self.house.processes[name].handle.pid}/fd"))

    def test_of_descriptors(self):
        def fault():
            give_back = self.house.limit("dossiers", resource.RLIMIT_NOFILE, self.descriptors("dossiers"))
            time.sleep(2)
            give_back()
        self.strike(fault)

    if KIND == "embedded":
        def test_of_disk(self):
            """SQLite may not make its files any longer: no write is taken, reading goes on."""
            def fault():
                file = self.house.folder / "dossiers.sqlite-wal"
                give_back = self.house.limit("dossiers", resource.RLIMIT_FSIZE, file.stat().st_size)
                time.sleep(1.5)
                self.assertEqual(self.house.report().status, 200)
                give_back()
            self.strike(fault)

        def test_power_cut(self):
            """The files at any moment are a database that holds everything acknowledged by then."""
            def fault():
                for number in range(5 * TIMES):
                    time.sleep(0.2)
                    known = list(work.acknowledged)
                    self.copy_and_look(known, self.house.folder / f"copy-{number}")
            with Work(self.house, rate=100, seed=300) as work:
                time.sleep(0.5)
                fault()
            self.remember(work)
            self.judge()

        def copy_and_look(self, known, copy):
            pid = self.house.processes["dossiers"].handle.pid
            os.kill(pid, signal.SIGSTOP)
            copy.mkdir()
            for file in self.house.folder.glob("dossiers.sqlite*"):
                if not file.name.endswith(("-shm", ".lock")):
                    shutil.copy(file, copy / file.name)
            os.kill(pid, signal.SIGCONT)
            opened = sqlite3.connect(copy / "dossiers.sqlite")
            self.assertEqual(opened.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            versions = dict(opened.execute("SELECT record_id, max(version) FROM history GROUP BY record_id"))
            opened.close()
            shutil.rmtree(copy)
            for dossier, version, *_ in known:
                self.assertGreaterEqual(versions.get(dossier, 0), version)


class Misled(Faults):
    @classmethod
    def house_of(cls):
        house = GatedHouse()
        shutil.copytree(ROOT / "deploy/catalogue", house.folder / "catalogue")
        house.extra |= {"dossiers_catalogue": house.folder / "catalogue"}
        return house

    def test_by_a_catalogue_that_is_wrong(self):
        """It is kept out and said; the one in use stays; a good one is taken again."""
        units = self.house.folder / "catalogue" / "units.csv"
        good = units.read_text(encoding="utf-8")
        pid = self.house.processes["dossiers"].handle.pid

        def said(words):
            return words in self.house.log("dossiers").read_text(encoding="utf-8")

        def fault():
            units.write_text(good.replace("31,", "31;", 3), encoding="utf-8")
            os.kill(pid, signal.SIGHUP)
            wait_until("the mistake is said", lambda: said("kept out"), 10)
            wait_until("and counted", lambda: self.house.metric("dossiers", "motcua_catalogue_mistakes") > 0, 10)
            units.write_text(good, encoding="utf-8")
            os.kill(pid, signal.SIGHUP)
            wait_until("the good one is taken", lambda: said("catalogue read again"), 10)
            self.assertEqual(self.house.metric("dossiers", "motcua_catalogue_mistakes"), 0)
        self.strike(fault)


if __name__ == "__main__":
    unittest.main()
