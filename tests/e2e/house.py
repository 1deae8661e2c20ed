"""A whole house for one test module: broker, Redis, databases and every service of deploy/services as real processes on ports of their own.

MOTCUA_E2E_KIND=embedded (SQLite, the embedded broker) or full (PostgreSQL, Apache Kafka); MOTCUA_BUILD names the build folder.
For `full`, MOTCUA_TEST_POSTGRESQL names a server where databases may be made. Everything lives in one temporary folder.
"""

import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("MOTCUA_BUILD", ROOT / "build" / "release"))
KIND = os.environ.get("MOTCUA_E2E_KIND", "embedded")
ISSUER = "https://dev.motcua.local"
# Name to the secrets that it reads from files; those that publish before those that listen.
SERVICES = {words[0]: words[3:] for line in (ROOT / "deploy/services").read_text().splitlines() if (words := line.split()) and words[0] != "#"}


def built(name):
    found = [path for path in BUILD.rglob(name) if path.is_file() and os.access(path, os.X_OK)]
    if not found:
        raise RuntimeError(f"{name} is not in {BUILD}: build it first")
    return str(found[0])


# Another run of tests at the same time has a range of its own (tests/run.sh).
FIRST_PORT, LAST_PORT = map(int, os.environ.get("MOTCUA_TEST_PORTS", "20000-32000").split("-"))
GIVEN_PORTS = set()


def free_port():
    """With the next one free too: Kafka's controller takes it. Never one that was given before: whoever got it may not listen yet. Below the
    ports that the system gives to clients: a client that keeps trying such a port while nobody listens there connects to itself in the end,
    and then holds it."""
    while True:
        port = random.randrange(FIRST_PORT, LAST_PORT, 2)
        if port in GIVEN_PORTS:
            continue
        with socket.socket() as probe, socket.socket() as next_one, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            next_one.bind(("127.0.0.1", port + 1))
            GIVEN_PORTS.add(port)
            return port


def wait_until(what, condition, seconds=60.0):
    """Returns what `condition` returned once it is true. The limit is only there so that a broken house ends the test."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if outcome := condition():
                return outcome
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.02)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def lines(self):
        return [json.loads(line) for line in self.body.splitlines() if line.strip()]

    def __repr__(self):
        return f"{self.status} {self.body[:600]!r}"


class Client:
    """One kept connection a thread; a connection that the server closed is opened again."""

    def __init__(self, port):
        self.port = port
        self.kept = threading.local()

    def request(self, method, target, body=None, token=None, headers=None, timeout=30.0):
        sent = {"Accept-Language": "en", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None and not isinstance(body, (bytes, str)) and not hasattr(body, "__next__"):  # an iterator goes out in chunks
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode()
        for attempt in (0, 1):
            connection = getattr(self.kept, "connection", None)
            fresh = connection is None
            if fresh:
                connection = self.kept.connection = self.connect(timeout)
            try:
                connection.request(method, target, body=body, headers=sent)
                response = connection.getresponse()
                answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
                if answer.headers.get("connection", "").lower() == "close":
                    self.close()
                return answer
            except (OSError, http.client.HTTPException):
                self.close()
                # Only a kept connection may have been stale; a failure on a fresh one is the caller's to judge.
                if fresh or attempt:
                    raise
        raise AssertionError("unreachable")

    def connect(self, timeout):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def close(self):
        connection = getattr(self.kept, "connection", None)
        if connection is not None:
            connection.close()
        self.kept.connection = None

    def get(self, target, token=None, headers=None, **query):
        if query:
            target += "?" + urllib.parse.urlencode(query)
        return self.request("GET", target, token=token, headers=headers)

    def post(self, target, body, token=None, key=None, headers=None):
        sent = dict(headers or {})
        if key is not False:
            sent["Idempotency-Key"] = key or str(uuid.uuid4())
        return self.request("POST", target, body=body, token=token, headers=sent)


class Process:
    """A program of the house. Its words go to a file that a failing test can point at."""

    def __init__(self, name, command, log, env=None):
        self.name, self.command, self.log, self.env = name, command, log, env
        self.handle = None

    def start(self):
        with open(self.log, "ab") as out:
            self.handle = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                           env={**clean_environment(), **(self.env or {})}, start_new_session=True)
        return self

    @property
    def running(self):
        return self.handle is not None and self.handle.poll() is None

    def kill(self):
        if self.running:
            os.killpg(self.handle.pid, signal.SIGKILL)
        if self.handle:
            self.handle.wait()

    def stop(self, patience=15.0):
        """SIGTERM; the exit code. After `patience` it is killed and the code is negative."""
        if not self.running:
            return self.handle.returncode if self.handle else None
        self.handle.terminate()
        try:
            return self.handle.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    def resident_mb(self):
        for line in pathlib.Path(f"/proc/{self.handle.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


class Kafka(Process):
    """Apache Kafka by deploy/local/kafka/start.sh, which puts it into the background itself."""

    def __init__(self, folder, port, log, env=None):
        super().__init__("kafka", [str(ROOT / "deploy/local/kafka/start.sh"), str(folder), port], log, env)
        self.folder, self.port = folder, int(port)

    def start(self):
        with open(self.log, "ab") as out:
            subprocess.run(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=True, env={**clean_environment(), **(self.env or {})})
        return self

    @property
    def pid(self):
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.folder / "kafka.pid").read_text())
            if b"kafka.Kafka" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        return None

    @property
    def running(self):
        return self.pid is not None

    def kill(self):
        if pid := self.pid:
            os.kill(pid, signal.SIGKILL)
            wait_until("kafka is gone", lambda: not self.running, 20)
            # A process whose memory is gone may still hold its socket for a moment.
            wait_until("kafka's port is free", lambda: not House.port_listens(self.port), 20)

    def stop(self, patience=15.0):
        subprocess.run([str(ROOT / "deploy/local/kafka/stop.sh"), str(self.folder)], check=False)
        return 0


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_VERIFY_", *(f"{service.upper()}_" for service in SERVICES)))}


# One address and a few tokens are a whole city here.
LIFTED = {"requests_per_minute": 10**9, "requests_burst": 10**9, "address_requests_per_minute": 10**9, "address_requests_burst": 10**9,
          "http_connections_of_an_address": 0}


class House:
    """Started by `with House() as house:`; stops and removes everything at the end."""

    def __init__(self, kind=KIND, lifted=True, **settings):
        self.kind = kind
        self.limits = LIFTED if lifted else {}
        self.extra = settings  # further settings: dossiers_lookups_per_minute=1000
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-e2e-"))
        self.papers = self.folder / "papers"
        self.ports = {name: free_port() for name in ("broker", "redis")}
        # Each service has two clients here, as `dossiers` and `dossiers_admin`.
        for name in (port for service in SERVICES for port in (service, f"{service}_admin")):
            self.ports[name] = free_port()
            setattr(self, name, Client(self.ports[name]))
        self.tokens = {}
        self.names = {service: f"e2e_{service}_{uuid.uuid4().hex[:12]}" for service in SERVICES}
        self.processes = {}

    # --- beginning and end

    def __enter__(self):
        try:
            (self.folder / "keys").mkdir()
            self.papers.mkdir()
            for secret in (secret for secrets in SERVICES.values() for secret in secrets):
                self.secret_file(secret).write_text("e2e" * 16 + "\n")
            self.token("city_reader", "31")
            for service in self.names:
                self.make_database(service)
            self.processes = {"broker": self.broker(), "redis": self.redis(), **{service: self.service(service) for service in SERVICES}}
            self.start(*self.processes)
        except BaseException:
            self.close(failed=True)
            raise
        return self

    def __exit__(self, kind, *_):
        self.close(failed=kind is not None)

    def close(self, failed=False):
        for process in reversed(self.processes.values()):
            process.kill()
        if failed or os.environ.get("MOTCUA_E2E_KEEP"):
            print(f"\nkept for a look: {self.folder}, databases {', '.join(self.names.values())}")
            return
        for service in self.names:
            with contextlib.suppress(subprocess.CalledProcessError, OSError, KeyError):
                self.drop_database(service)
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- parts

    def log(self, name):
        return self.folder / f"{name}.log"

    def broker(self):
        port = str(self.ports["broker"])
        if self.kind == "full":
            return Kafka(self.folder / "kafka", port, self.log("broker"))
        return Process("broker", [built("motcua-broker"), "--port", port], self.log("broker"))

    def redis(self):
        return Process("redis", ["redis-server", "--bind", "127.0.0.1", "--port", str(self.ports["redis"]), "--save", "", "--appendonly", "no",
                                 "--dir", str(self.folder)], self.log("redis"))

    def secret_file(self, secret):
        return self.folder / "keys" / f"{secret.removesuffix('_key')}.key"

    def service(self, name):
        keys, prefix = self.folder / "keys", name.upper()
        settings = {
            "http_port": self.ports[name], "admin_port": self.ports[f"{name}_admin"], "database": self.database_url(name),
            "brokers": f"127.0.0.1:{self.ports['broker']}", "cache": f"redis:127.0.0.1:{self.ports['redis']}", "catalogue": ROOT / "deploy/catalogue",
            "jwks": keys / "jwks.json", "issuer": ISSUER, "audience": "motcua", **self.limits}
        if self.kind == "embedded":
            settings["fetch_wait_ms"] = 10
        if name == "dossiers":
            settings |= {"papers": f"directory:{self.papers}", "papers_folder": self.folder}
        settings |= {f"{secret}_file": self.secret_file(secret) for secret in SERVICES[name]}
        settings |= {key.removeprefix(f"{name}_"): value for key, value in self.extra.items() if key.startswith(f"{name}_")}
        return Process(name, [built(f"motcua-{name}")], self.log(name), {f"{prefix}_{key.upper()}": str(value) for key, value in settings.items()})

    def start(self, *names):
        for name in names:
            self.processes[name].start()
            if name in ("broker", "redis"):
                self.wait_for_port(name)
        for name in names:
            if name in SERVICES:
                self.wait_ready(name)

    @staticmethod
    def port_listens(port):
        try:
            with contextlib.closing(socket.create_connection(("127.0.0.1", port), 1)):
                return True
        except OSError:
            return False

    def listens(self, name):
        return self.port_listens(self.ports[name])

    def wait_for_port(self, name):
        def listens():
            assert self.processes[name].running, f"{name} ended at once: {self.log(name)}"
            return self.listens(name)
        wait_until(f"{name} listens", listens, 120)

    def wait_ready(self, name):
        client = getattr(self, f"{name}_admin")

        def ready():
            assert self.processes[name].running, f"{name} ended at once: {self.log(name)}"
            return client.get("/readyz").status == 200
        wait_until(f"{name} is ready", ready)

    def wipe_broker(self):
        """Everything that the broker kept is gone; its address stays."""
        self.processes["broker"].kill()
        wait_until("the broker's port is free", lambda: not self.listens("broker"), 20)
        shutil.rmtree(self.folder / "kafka", ignore_errors=True)
        self.start("broker")

    def delete_records(self, topic, partitions=4):
        """What retention does, now: the real broker keeps nothing that it has; its offsets go on."""
        kafka = self.folder / "kafka"
        wanted = kafka / "delete.json"
        wanted.write_text(json.dumps({"version": 1, "partitions": [{"topic": topic, "partition": number, "offset": -1} for number in range(partitions)]}))
        jars = pathlib.Path(f"/proc/{self.processes['broker'].pid}/cmdline").read_bytes().split(b"\0")
        jars = jars[jars.index(b"-cp") + 1].decode()
        subprocess.run(["java", "-Xmx128m", "-cp", jars, "org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server", f"127.0.0.1:{self.ports['broker']}",
                        "--offset-json-file", wanted], check=True, capture_output=True)

    def import_lines(self, lines):
        """Sends them by the program; all of them must be new."""
        file = self.folder / "lines.ndjson"
        texts = [json.dumps(line, ensure_ascii=False) + "\n" for line in lines]
        file.write_text("".join(texts), encoding="utf-8")
        subprocess.run([ROOT / "deploy/local/import", file, "--url", f"http://127.0.0.1:{self.ports['dossiers']}", "--token", self.token("importer", "31")],
                       check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "MOTCUA_VAR": str(self.folder)})
        return len(texts)

    # --- databases

    def server(self, database="postgres"):
        return f"{os.environ['MOTCUA_TEST_POSTGRESQL']} dbname={database}"

    def database_url(self, service):
        return f"postgresql:{self.server(self.names[service])}" if self.kind == "full" else f"sqlite:{self.folder / (service + '.sqlite')}"

    def make_database(self, service):
        if self.kind == "full":
            self.psql("postgres", f"CREATE DATABASE {self.names[service]}")

    def drop_database(self, service):
        """The service must be down."""
        if self.kind == "full":
            self.psql("postgres", f"DROP DATABASE IF EXISTS {self.names[service]} WITH (FORCE)")
        else:
            for file in self.folder.glob(f"{service}.sqlite*"):
                file.unlink()

    def psql(self, database, sql):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.server(database)], check=True, capture_output=True, text=True)
        return done.stdout

    def rows(self, service, sql):
        """Dictionaries. The database is only read, beside the running service."""
        if self.kind == "full":
            text = self.psql(self.names[service], f"SELECT coalesce(json_agg(t), '[]') FROM ({sql}) t")
            return json.loads(text)
        connection = sqlite3.connect(f"file:{self.folder / (service + '.sqlite')}?mode=ro", uri=True, timeout=30)
        with contextlib.closing(connection):
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]

    # --- tokens and figures

    def token(self, role, unit):
        if (role, unit) not in self.tokens:
            made = subprocess.run([str(ROOT / "deploy/local/token"), role, unit], check=True, capture_output=True, text=True,
                                  env={**clean_environment(), "MOTCUA_BUILD": str(BUILD), "MOTCUA_VAR": str(self.folder)})
            self.tokens[role, unit] = made.stdout.strip()
        return self.tokens[role, unit]

    def metric(self, service, name, **labels):
        """The sum over the series that have these labels; 0 when there is none."""
        total = 0.0
        for line in getattr(self, f"{service}_admin").get("/metrics").body.decode().splitlines():
            if line.startswith((name + " ", name + "{")) and all(f'{key}="{value}"' in line for key, value in labels.items()):
                total += float(line.rsplit(" ", 1)[1])
        return total

    def numbered(self):
        """How many events there are and how they are numbered, once each has a number."""
        (row,) = self.rows("dossiers", "SELECT count(*) AS events, count(sequence) AS numbered, count(DISTINCT sequence) AS different, coalesce(max(sequence), 0) AS last FROM history")
        return row if row["events"] == row["numbered"] else None

    def last_sequence(self):
        """The last sequence given, once every event has one."""
        row = self.numbered()
        return row and row["last"]

    def wait_for_backlog(self, seconds=120.0):
        """Until the broker has acknowledged everything that dossiers has written."""
        def published():
            (log,) = self.rows("dossiers", "SELECT published_through FROM outbox_log")
            return self.last_sequence() == log["published_through"]
        wait_until("everything is published", published, seconds)

    def report(self, unit="31", first="2019-12-15", last=None, headers=None, **query):
        last = last or today().isoformat()
        return self.reporting.get("/v1/reports/dossiers", self.token("city_reader", "31"), headers, unit=unit, **({"from": first, "to": last, "include": "burden"} | query))

    def verify(self, topic=True):
        """What motcua-verify says of the house as it stands, services and all: exit code and words."""
        brokers = ["--brokers", f"127.0.0.1:{self.ports['broker']}"] if topic else []
        done = subprocess.run([built("motcua-verify"), "--dossiers", self.database_url("dossiers"), "--papers", f"directory:{self.papers}", "--reporting", self.database_url("reporting"),
                               *brokers, "--catalogue", ROOT / "deploy/catalogue"],
                              capture_output=True, text=True, check=False, env=clean_environment())
        return done.returncode, done.stdout + done.stderr

    def wait_for_report(self, seconds=120.0):
        """Until the report stands on everything that dossiers has written. Returns that sequence."""
        def stands():
            last = self.last_sequence()
            answer = self.report()
            return last is not None and answer.status == 200 and answer.json["sequence"] >= last and self.metric("reporting", "motcua_inbox_missing_events") == 0 and (last or 1)
        return wait_until("the report has heard everything", stands, seconds)


def today():
    """The civil day in Vietnam."""
    import datetime
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
