"""Kafka killed, stalled, emptied, told nonsense, losing its brokers: writes go on, the backlog drains in order, nothing counts twice."""

import datetime as dt
import json
import random
import subprocess
import time
import unittest
import uuid

from faults import Faults
from parts import GatedHouse

import city
from house import KIND, wait_until
from load import Work

TOPIC = "motcua.dossiers.v1"


class Console:
    """Kafka's own programs, for what no client of ours would do."""

    def __init__(self, jars, brokers):
        self.jars, self.brokers = jars, brokers

    def run(self, program, *arguments, words=""):
        return subprocess.run(["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", self.jars,
                               f"org.apache.kafka.tools.{program}", "--bootstrap-server", self.brokers, *arguments], input=words, text=True, check=True, capture_output=True).stdout

    def delete_topic(self, name):
        self.run("TopicCommand", "--delete", "--topic", name)

    def produce(self, *lines):
        """`headers TAB key TAB value`."""
        self.run("ConsoleProducer", "--topic", TOPIC, "--property", "parse.key=true", "--property", "parse.headers=true", words="\n".join(lines) + "\n")


if KIND == "full":
    class OneBroker(Faults):
        def console(self):
            with open(f"/proc/{self.house.processes['broker'].pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            return Console(words[words.index(b"-cp") + 1].decode(), f"127.0.0.1:{self.house.ports['broker']}")

    class Forged(OneBroker):
        forged = True

        def test_repeated_and_forged_messages(self):
            """What was read comes again and is dropped; what nobody can read is set aside and named, and holds up nobody else."""
            self.lasting(0.5)
            self.judge()
            (row,) = self.house.rows("dossiers", "SELECT record_id, version, sequence, type, data FROM history WHERE version = 1 ORDER BY sequence LIMIT 1")
            data = row["data"] if isinstance(row["data"], str) else json.dumps(row["data"], ensure_ascii=False)
            value = (f'{{"record_id":"{row["record_id"]}","version":1,"sequence":{row["sequence"]},"type":"{row["type"]}",'
                     f'"occurred_at":"2026-01-01T00:00:00+07:00","recorded_at":"2026-01-01T00:00:00+07:00","data":{data}}}')
            header = f"log_epoch:1,ce_subject:{row['record_id']},record_version:1,sequence:{row['sequence']},ce_type:{row['type']}"
            repeated = f"{header}\t{row['record_id']}\t{value}"
            future = str(uuid.uuid4())
            unknown = (f"log_epoch:1,ce_subject:{future},record_version:1,ce_type:dossier.of_the_future.v9\t{future}\t"
                       f'{{"record_id":"{future}","version":1,"type":"dossier.of_the_future.v9","occurred_at":"2026-01-01T00:00:00+07:00",'
                       '"recorded_at":"2026-01-01T00:00:00+07:00","data":{}}')
            poison = "nothing:here\tnobody\tthis is not JSON \u0007"
            with Work(self.house, seed=41) as work:
                self.console().produce(repeated, repeated, unknown, poison)
                wait_until("two letters are set aside", lambda: len(self.letters()) == 2, 60)
            self.remember(work)
            reasons = {letter["id"]: letter["reason"] for letter in self.letters()}
            self.assertIn(f"{future}:1", reasons)
            for letter in reasons:
                name = letter.replace("/", "%2F")
                self.assertEqual(self.house.reporting_admin.request("POST", f"/dead-letters/{name}/redrive", headers={"Motcua-Command": "1"}).status, 409)
                self.assertEqual(self.house.reporting_admin.request("POST", f"/dead-letters/{name}/discard", headers={"Motcua-Command": "1"}).status, 200)
            wait_until("nothing lies there any more", lambda: self.house.metric("reporting", "motcua_inbox_dead_letters") == 0, 10)
            self.judge()

        def test_reordered_messages(self):
            """A producer that had its own mind: each record's events backwards, twice, with the publisher away. What comes too early waits."""
            self.lasting(0.5)
            self.judge()
            for name in ("dossiers", "reporting"):
                self.house.processes[name].kill()
            self.house.drop_database("reporting")
            self.house.make_database("reporting")
            self.house.delete_records(TOPIC)
            backwards = [self.line(row) for row in self.house.rows("dossiers", "SELECT * FROM history ORDER BY version DESC, record_id")]
            self.console().produce(*backwards, *backwards)
            self.house.start("reporting")

            def complete():
                found = self.house.rows("reporting", f"SELECT complete_through, parked FROM inbox_topics WHERE topic = '{TOPIC}'")
                return found and (found[0]["complete_through"], found[0]["parked"]) == (len(backwards), 0)
            wait_until("everything is read", complete, 60)
            self.house.start("dossiers")
            self.judge()

        def line(self, row):
            """A row of history as the relay publishes it."""
            def moment(milliseconds):
                return dt.datetime.fromtimestamp(milliseconds / 1000, city.VIETNAM).isoformat(timespec="milliseconds")
            (log,) = self.house.rows("dossiers", "SELECT epoch FROM outbox_log")
            data = row["data"] if isinstance(row["data"], dict) else json.loads(row["data"])
            value = {"record_id": row["record_id"], "version": row["version"], "sequence": row["sequence"], "type": row["type"],
                     "occurred_at": moment(row["occurred_at"]), "recorded_at": moment(row["recorded_at"]), "data": data}
            header = f"log_epoch:{log['epoch']},ce_subject:{row['record_id']},record_version:{row['version']},sequence:{row['sequence']},ce_type:{row['type']}"
            return f"{header}\t{row['record_id']}\t{json.dumps(value, ensure_ascii=False)}"

        def letters(self):
            return self.house.reporting_admin.get("/dead-letters").json["items"]

    class Kafka(OneBroker):
        @classmethod
        def house_of(cls):
            return GatedHouse(reporting_longest_batch_seconds=6)

        def gate(self):
            return self.house.gates["broker"]

        def test_killed_and_back_with_its_data(self):
            def fault():
                self.house.processes["broker"].kill()
                time.sleep(1)
                self.house.start("broker")
            self.strike(fault)

        def test_stalled(self):
            def fault():
                self.gate().stall()
                time.sleep(8)
                self.gate().open()
            self.strike(fault)

        def test_half_open(self):
            def fault():
                self.gate().swallow("down")
                time.sleep(3)
                self.gate().open()
                self.gate().reset()
            self.strike(fault)

        def test_slow(self):
            def fault():
                self.gate().slow(0.05)
                time.sleep(2)
                self.gate().open()
            self.strike(fault)

        def test_reset_again_and_again(self):
            def fault():
                for _ in range(20):
                    self.gate().reset()
                    time.sleep(0.1)
            self.strike(fault)

        def test_answering_rubbish(self):
            def fault():
                self.gate().corrupt(10)
                time.sleep(2)
                self.gate().open()
                self.gate().reset()
            self.strike(fault)

        def test_topic_deleted(self):
            self.strike(lambda: self.console().delete_topic(TOPIC))

        def test_refill_topic_deleted(self):
            self.strike(lambda: self.console().delete_topic("motcua.refill-requests.v1"))

        def another(self, name, number=2):
            other = self.house.service(name)
            prefix = name.upper()
            other.env |= {f"{prefix}_HTTP_PORT": "0", f"{prefix}_ADMIN_PORT": "0", f"{prefix}_INSTANCE": f"{name}-{number}"}
            other.log = self.house.log(f"{name}-{number}")
            self.addCleanup(other.kill)
            return other

        def test_two_relays_and_readers_at_once(self):
            others = [self.another(name) for name in ("dossiers", "reporting")]

            def fault():
                for _ in range(2):
                    for other in others:
                        other.start()
                    time.sleep(2.5)
                    for other in others:
                        other.kill()
            self.strike(fault)

        def test_storm_of_rebalancing(self):
            """Readers join, leave in order, vanish and are held, faster than their group can settle."""
            others, chance = [self.another("reporting", number) for number in (2, 3, 4)], random.Random(17)

            def fault():
                for _ in range(12):
                    other = chance.choice(others)
                    if other.running:
                        chance.choice([other.kill, other.stop])()
                    else:
                        other.start()
                    time.sleep(chance.uniform(0.1, 0.6))
                for other in others:
                    other.stop()
            self.strike(fault)

        def test_reader_busy_for_longer_than_its_group_waits(self):
            """Its database stalls; the group gives what it had to another, and gives it back afterwards."""
            other = self.another("reporting")
            other.env["REPORTING_DATABASE"] = f"postgresql:host=127.0.0.1 port={self.house.postgresql.port} dbname={self.house.names['reporting']} user=services"

            def heard():
                return self.house.rows("reporting", f"SELECT complete_through FROM inbox_topics WHERE topic = '{TOPIC}'")[0]["complete_through"]

            def fault():
                other.start()
                stalled = self.house.gates["reporting_database"]
                stalled.stall()
                last = self.house.last_sequence() or heard()
                wait_until("the other one reads on from what both had", lambda: heard() > last, 60)
                stalled.open()
                stalled.reset()
                other.stop()
            self.strike(fault)

        def test_wiped(self):
            self.strike(self.house.wipe_broker)

    class ThreeBrokers(Faults):
        @classmethod
        def house_of(cls):
            return GatedHouse(kafkas=True)

        def nodes(self):
            return self.house.processes["broker"]

        def lose(self, *numbers, seconds=3.0):
            self.nodes().kill(*numbers)
            time.sleep(seconds)
            self.nodes().start(*numbers)

        def test_one_lost(self):
            for number in (1, 2, 3):  # each leads some partition, one of them the controllers
                self.strike(lambda number=number: self.lose(number))

        def test_two_lost(self):
            """Too few copies: nothing is published, writes go on, the backlog drains when one is back."""
            def fault():
                self.nodes().kill(2, 3)
                time.sleep(3)
                self.assertTrue(self.house.is_ready("dossiers"))
                self.nodes().start(2, 3)
            self.strike(fault)

        def test_all_wiped(self):
            self.strike(self.nodes().wipe)


if __name__ == "__main__":
    unittest.main()
