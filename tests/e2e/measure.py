#!/usr/bin/env python3
"""Measures, asserts nothing: import lines/s, 2xx -> visible in the report at 100 writes/s, resident memory of both services.

   tests/e2e/measure.py [--lines 20000] [--seconds 20]      (MOTCUA_E2E_KIND as for the tests)
"""

import argparse
import subprocess
import sys
import threading
import time

import city
from house import ROOT, House
from load import Work


def import_speed(house, lines):
    began = time.monotonic()
    house.import_lines(city.years_past(house, lines))
    took = time.monotonic() - began
    house.wait_for_report(600)
    return lines / took, time.monotonic() - began


def latencies(house, seconds):
    """2xx -> the first report answer that counts it. Dossiers are registered one after another per probe, so the n-th accepted one is in
    the report once its total has grown by n."""
    house.wait_for_report()
    took, stop = [], threading.Event()
    acknowledged, lock = [], threading.Lock()
    reader = house.token("city_reader", "31")

    def total():
        return house.reporting.get("/v1/reports/dossiers", reader, unit=city.OTHER_WARD, **{"from": "2026-01-01", "to": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))}).json["received"]["total"]

    start = total()

    def probe():
        counter = city.Counter(house, city.OTHER_WARD)
        while not stop.is_set():
            if counter.register().status == 201:
                with lock:
                    acknowledged.append(time.monotonic())
            time.sleep(0.1)

    prober = threading.Thread(target=probe)
    with Work(house, rate=90):
        time.sleep(2)
        prober.start()
        end, seen = time.monotonic() + seconds, 0
        while time.monotonic() < end or seen < len(acknowledged):
            now_total = total() - start
            now = time.monotonic()
            with lock:
                known = acknowledged[seen:min(now_total, len(acknowledged))]
            took += [max(0.0, now - moment) for moment in known]
            seen += len(known)
            time.sleep(0.002)
        stop.set()
        prober.join()
    return sorted(took)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with House() as house:
        demo = house.folder / "demo.ndjson"
        demo.write_bytes(subprocess.run([ROOT / "deploy/demo/generate.py"], check=True, capture_output=True).stdout)
        subprocess.run([ROOT / "deploy/local/import", demo, "--url", f"http://127.0.0.1:{house.ports['dossiers']}", "--token", house.token("importer", "31")],
                       check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "MOTCUA_VAR": str(house.folder)})
        house.wait_for_report()
        memory = [house.processes[name].resident_mb() for name in ("dossiers", "reporting")]
        print(f"{house.kind}: resident after the demo: dossiers {memory[0]:.0f} MB + reporting {memory[1]:.0f} MB = {sum(memory):.0f} MB", flush=True)
        took = latencies(house, options.seconds)
        if took:
            print(f"{house.kind}: 2xx -> visible at 100 writes/s: p50 {took[len(took) // 2] * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms, "
                  f"worst {took[-1] * 1000:.0f} ms ({len(took)} probes)", flush=True)
        rate, whole = import_speed(house, options.lines)
        memory = [house.processes[name].resident_mb() for name in ("dossiers", "reporting")]
        print(f"{house.kind}: import {rate:,.0f} lines/s; {options.lines:,} lines in the report after {whole:.1f} s; "
              f"then dossiers {memory[0]:.0f} MB + reporting {memory[1]:.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
