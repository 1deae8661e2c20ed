"""What our figures are held against: bare Pistache, pgbench and raw librdkafka. And the load client itself."""

import contextlib
import json
import pathlib
import re
import subprocess
import time

from house import Process, built, free_port, wait_until
from parts import PROGRAMS

HERE = pathlib.Path(__file__).resolve().parent


def run(*command, seconds=600):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=seconds)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2000:]}")
    return done.stdout


def client(what, niceness=0, **options):
    """Runs the load client; what it says as a dictionary. `once=True` is an option without a value."""
    words = []
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}"] + ([] if value is True else [value])
    return json.loads(run("nice", "-n", niceness, built("load-client"), what, *words))


@contextlib.contextmanager
def bare_pistache(folder, workers, body, head_size):
    """Its port, while it answers every request with `body` under a head of that size."""
    port = free_port()
    file = folder / "bare.body"
    file.write_bytes(body)
    process = Process("bare", [built("load-bare"), str(port), str(workers), str(file), str(head_size)], folder / "bare.log").start()
    try:
        def listens():
            with contextlib.suppress(RuntimeError):
                targets = folder / "bare.targets"
                targets.write_text("/\n")
                return client("get", port=port, targets=targets, clients=1, seconds=0.05)
        wait_until("bare Pistache answers", listens, 20)
        yield port
    finally:
        process.stop()


def copy_of(house, service):
    """The name of a new database that holds what the service's holds."""
    name = f"{house.names[service]}_copy"
    house.psql("postgres", f"DROP DATABASE IF EXISTS {name}")
    house.psql("postgres", f"CREATE DATABASE {name}")
    dump = subprocess.Popen([PROGRAMS / "pg_dump", "--no-owner", house.server(house.names[service])], stdout=subprocess.PIPE)
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", house.server(name)], stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    if dump.wait() != 0:
        raise RuntimeError("pg_dump failed")
    house.psql(name, "ANALYZE")
    return name


def pgbench(house, database, script, clients, seconds, **variables):
    """Transactions a second. Variables are what the script calls :name."""
    given = [f"--define={name}={value}" for name, value in {"n": 0, "now": int(time.time() * 1000), **variables}.items()]
    said = run(PROGRAMS / "pgbench", "--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={max(1, round(seconds))}",
               f"--file={HERE / script}", *given, house.server(database))
    failed = re.search(r"number of failed transactions: (\d+)", said)
    if failed and int(failed[1]):
        raise RuntimeError(f"pgbench: {said}")
    return float(re.search(r"tps = ([0-9.]+)", said)[1])


def raw_kafka(house, count):
    """Messages a second of librdkafka alone over the bytes that our topic holds."""
    return json.loads(run(built("load-kafka"), f"127.0.0.1:{house.ports['broker']}", "motcua.dossiers.v1", count))
