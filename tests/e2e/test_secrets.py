"""A house whose parts ask who one is: Redis a password and, where there is one, Apache Kafka too. Values in Redis carry a keyed seal."""

import pathlib
import subprocess
import unittest

import city
from house import House, Kafka, Process

SECRETS = {"redis": "redis-secret-3f9a", "kafka": "kafka-secret-77c1", "seal": "seal-secret-" + "5e" * 16}


class LockedHouse(House):
    def __init__(self):
        super().__init__()
        for name, secret in SECRETS.items():
            self.file(name).write_text(secret + "\n")
        known = {"cache_password_file": self.file("redis"), "cache_key_file": self.file("seal")}
        if self.kind == "full":
            known |= {"kafka_protocol": "sasl_plaintext", "kafka_mechanism": "PLAIN", "kafka_user": "motcua", "kafka_password_file": self.file("kafka")}
        self.extra = {f"{service}_{name}": value for service in ("dossiers", "reporting") for name, value in known.items()}

    def file(self, name):
        return self.folder / f"{name}.secret"

    def broker(self):
        if self.kind != "full":
            return super().broker()
        return Kafka(self.folder / "kafka", str(self.ports["broker"]), self.log("broker"), {"MOTCUA_KAFKA_PASSWORD_FILE": str(self.file("kafka"))})

    def redis(self):
        words = self.folder / "redis.conf"
        words.write_text(f"bind 127.0.0.1\nport {self.ports['redis']}\nsave ''\nappendonly no\ndir {self.folder}\nrequirepass {SECRETS['redis']}\n")
        return Process("redis", ["redis-server", str(words)], self.log("redis"))

    def in_redis(self, *words):
        done = subprocess.run(["redis-cli", "-p", str(self.ports["redis"]), *words], capture_output=True, text=True, check=True, env={"REDISCLI_AUTH": SECRETS["redis"], "PATH": "/usr/bin:/bin"})
        return done.stdout.splitlines()


class Secrets(unittest.TestCase):
    def test_parts_that_ask_for_a_password_are_used_and_no_secret_is_shown(self):
        with LockedHouse() as house:
            counter = city.Counter(house)
            dossier = counter.register().json["id"]
            house.wait_for_report()
            for _ in range(3):
                self.assertEqual(house.dossiers.get(f"/v1/dossiers/{dossier}", house.token("city_reader", "31")).status, 200)
            self.assertGreater(house.metric("dossiers", "motcua_cache_lookups_total", outcome="hit"), 0)
            self.assertEqual(house.metric("dossiers", "motcua_cache_failures_total"), 0)

            # Who may write into Redis changes no answer.
            (key,) = house.in_redis("KEYS", f"dossier:{dossier}:*")
            value = house.in_redis("GET", key)[0]
            self.assertTrue(value.startswith("motcua2:"), value)
            house.in_redis("SET", key, value.replace(dossier, "forged"))
            again = house.dossiers.get(f"/v1/dossiers/{dossier}", house.token("city_reader", "31"))
            self.assertEqual((again.status, again.json["id"]), (200, dossier))

            for name in ("dossiers", "reporting"):
                process = pathlib.Path(f"/proc/{house.processes[name].handle.pid}")
                shown = house.log(name).read_bytes() + (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
                shown += getattr(house, f"{name}_admin").get("/metrics").body
                for secret in SECRETS.values():
                    self.assertNotIn(secret.encode(), shown, name)


if __name__ == "__main__":
    unittest.main()
