"""PostgreSQL restarted, cut off, stalled, full of connections, out of disk, replaced by its standby: no acknowledged write is lost."""

import contextlib
import os
import subprocess
import time
import unittest

from faults import Faults
from house import KIND, free_port

if KIND == "full":
    class Database(Faults):
        def both(self, act):
            for service in ("dossiers", "reporting"):
                act(self.house.gates[f"{service}_database"])

        def test_restarted(self):
            def fault():
                self.house.postgresql.stop()
                self.house.postgresql.start()
            self.strike(fault)

        def test_crashed(self):
            """Its commits were on disk, or they were not acknowledged."""
            def fault():
                self.house.postgresql.crash()
                time.sleep(0.5)
                self.house.postgresql.start()
            self.strike(fault)

        def test_connections_reset_in_transactions(self):
            def fault():
                for _ in range(20):
                    self.both(lambda gate: gate.reset())
                    time.sleep(0.05)
            self.strike(fault)

        def test_answers_to_commits_lost(self):
            """The database did what was asked and nobody heard it: the repeat of the request gets the first answer."""
            def fault():
                for _ in range(3):
                    self.house.gates["dossiers_database"].swallow("down")
                    time.sleep(0.2)
                    self.house.gates["dossiers_database"].open()
                    self.house.gates["dossiers_database"].reset()
                    time.sleep(0.2)
            self.strike(fault)

        def test_stalled(self):
            """Nobody is told that the cable is out: whoever asks is answered all the same, that it is not possible now."""
            def fault():
                self.both(lambda gate: gate.stall())
                time.sleep(6)
                self.assertFalse(self.house.is_ready("dossiers"))
                self.both(lambda gate: gate.open())
            self.strike(fault)

        def test_slow(self):
            def fault():
                self.both(lambda gate: gate.slow(0.02))
                time.sleep(2)
                self.both(lambda gate: gate.open())
            self.strike(fault, rate=20)

        def test_answering_rubbish(self):
            def fault():
                self.both(lambda gate: gate.corrupt(5))
                time.sleep(1)
                self.both(lambda gate: gate.open())
            self.strike(fault)

        def test_too_many_connections(self):
            database = self.house.names["dossiers"]

            def fault():
                self.house.postgresql.sql(f"ALTER DATABASE {database} CONNECTION LIMIT 2")
                self.house.postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
                time.sleep(2)
                self.house.postgresql.sql(f"ALTER DATABASE {database} CONNECTION LIMIT -1")
            self.strike(fault)

        def test_rivals_in_the_way(self):
            """Serialization failures and deadlocks: the transaction is begun again, and nobody outside hears of it."""
            database = self.house.names["dossiers"]
            before = self.house.metric("dossiers", "motcua_store_begun_again_total")

            def fault():
                self.house.postgresql.sql(f"ALTER DATABASE {database} SET default_transaction_isolation = 'serializable'")
                self.house.postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
                until = time.monotonic() + 2
                while time.monotonic() < until:
                    # What every registration counts on, changed and held for a moment.
                    with contextlib.suppress(RuntimeError):  # it may be the one that gives way
                        self.house.postgresql.sql("BEGIN ISOLATION LEVEL READ COMMITTED; UPDATE number_counters SET last = last; SELECT pg_sleep(0.03); COMMIT", database)
                self.house.postgresql.sql(f"ALTER DATABASE {database} RESET default_transaction_isolation")
                self.house.postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
            self.strike(fault)
            self.assertGreater(self.house.metric("dossiers", "motcua_store_begun_again_total"), before)

    class Standby(Faults):
        def test_takes_over(self):
            """Each commit waits for it; when the primary dies, everything acknowledged is there."""
            house = self.house
            standby = house.postgresql.standby(house.folder / "standby", free_port(), house.log("standby"))

            def fault():
                house.postgresql.crash()
                time.sleep(1)
                self.assertFalse(house.is_ready("dossiers"))
                standby.promote()
                house.postgresql = standby
                for service in ("dossiers", "reporting"):
                    house.gates[f"{service}_database"].point_to(standby.port)
            self.strike_once(fault)

    class FullDisk(Faults):
        @classmethod
        def house_of(cls):
            if os.geteuid() != 0:
                raise unittest.SkipTest("needs a file system of its own, small enough to fill; runs as root")
            house = super().house_of()
            cls.place = house.folder / "small"
            cls.place.mkdir()
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192m,mode=755", "tmpfs", cls.place], check=False).returncode != 0:
                house.__exit__(None, None, None)
                raise unittest.SkipTest("this machine mounts nothing, root or not; runs where root may mount a tmpfs")
            house.postgresql.stop()
            target = cls.place / "postgresql"
            subprocess.run(["cp", "-a", house.postgresql.folder, target], check=True)
            house.postgresql.folder = target
            house.postgresql.command[house.postgresql.command.index("-D") + 1] = str(target)
            house.postgresql.start()
            return house

        @classmethod
        def tearDownClass(cls):
            super().tearDownClass()
            subprocess.run(["umount", "-l", cls.place], check=False)

        def test_is_an_outage_and_no_loss(self):
            filler = self.place / "filler"

            def fault():
                with filler.open("wb") as out:
                    try:
                        while True:
                            out.write(bytes(1 << 20))
                            out.flush()
                    except OSError:
                        pass
                time.sleep(2)
                filler.unlink()
                # Without room for its log the server ends by itself.
                time.sleep(0.5)
                if not self.house.postgresql.answers():
                    self.house.postgresql.kill()
                    self.house.postgresql.start()
            self.strike(fault)


if __name__ == "__main__":
    unittest.main()
