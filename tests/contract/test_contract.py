"""The contracts against the running services: schemathesis sends what openapi.yaml allows and what it forbids, and judges every answer."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import city  # noqa: E402
from house import ROOT, SERVICES, House  # noqa: E402

PROGRAM = ROOT / "build" / "tools" / "venv" / "bin" / "schemathesis"
HOUSE = None


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookups_per_minute=1000000).__enter__()
    counter = city.Counter(HOUSE)
    for _ in range(5):
        counter.assign(counter.register().json["id"])
    HOUSE.wait_for_report()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class Contract(unittest.TestCase):
    def fuzz(self, service, token):
        if not PROGRAM.exists():
            self.skipTest("schemathesis could not be had; runs where tests/run.sh can fetch it with pip")
        base = f"http://127.0.0.1:{HOUSE.ports[service]}"
        # One worker: Python 3.11's parser counts its recursion wrongly when several threads use it.
        done = subprocess.run(
            [str(PROGRAM), "run", f"{base}/openapi.yaml", "--url", base, "--header", f"Authorization: Bearer {token}", "--seed", "307", "--max-examples", "40",
             "--workers", "1", "--checks", "all", "--exclude-checks", "positive_data_acceptance", "--no-color"],
            capture_output=True, text=True, cwd=HOUSE.folder,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(pathlib.Path(__file__).parent)})
        if done.returncode != 0:
            words = PROGRAM.parents[2] / f"schemathesis-{service}.log"
            words.write_text(done.stdout + done.stderr)
            print(done.stdout[-3000:], f"\nall of it: {words}")
        self.assertEqual(done.returncode, 0, "schemathesis found something")
        for name in SERVICES:
            self.assertTrue(HOUSE.processes[name].running, f"{name} died")

    def test_dossiers(self):
        self.fuzz("dossiers", HOUSE.token("officer,handler,leader,importer", city.WARD))

    def test_reporting(self):
        self.fuzz("reporting", HOUSE.token("city_reader", "31"))


if __name__ == "__main__":
    unittest.main()
