"""Parts that can be broken: a PostgreSQL of our own with a standby, Apache Kafka behind a gate or in threes, and the house around them."""

import contextlib
import mmap
import os
import pathlib
import resource
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

from gate import Gate  # noqa: E402: found beside this file
from house import KIND, ROOT, House, Kafka, Process, free_port, wait_until  # noqa: E402

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def as_postgres():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "env", "HOME=/var/lib/postgresql"]


class Preload:
    """A C file from here, made into something that services are started with. A number for each name says what it does, while they run."""

    def __init__(self, folder, source, variable):
        self.folder, self.variable, self.numbers = folder, variable, {}
        self.made = folder / f"{source}.so"
        subprocess.run(["cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", pathlib.Path(__file__).with_name(f"{source}.c"),
                        "-o", self.made], check=True)

    def of(self, name):
        """The environment of a program that looks at this name's number."""
        file = self.folder / f"{name}.{self.variable}"
        if name not in self.numbers:
            file.write_bytes(bytes(8))
            with file.open("r+b") as opened:
                self.numbers[name] = mmap.mmap(opened.fileno(), 8)
        return {"LD_PRELOAD": str(self.made), self.variable: str(file)}

    def set(self, number, *names):
        for name in names or self.numbers:
            self.numbers[name][:] = struct.pack("q", int(number))


def children_of(parent):
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(folder.name)


class Postgresql(Process):
    """A cluster whose commits are on disk, on a port of its own."""

    def __init__(self, name, folder, port, log):
        self.folder, self.port = folder, port
        super().__init__(name, [*as_postgres(), str(PROGRAMS / "postgres"), "-D", str(folder), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
                                "-c", "unix_socket_directories=", "-c", "max_connections=120", "-c", "log_min_messages=fatal"], log)

    def make(self):
        self.prepare()
        self.run("initdb", "-D", self.folder, "-U", "motcua", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        return self

    def prepare(self):
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    def run(self, program, *arguments):
        done = subprocess.run([*as_postgres(), str(PROGRAMS / program), *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr}")

    def start(self):
        super().start()
        wait_until(f"{self.name} answers", lambda: self.answers() or not self.running, 60)
        if not self.running:
            raise RuntimeError(f"{self.name} ended: {self.log.read_text()[-500:]}")
        return self

    def answers(self):
        return subprocess.run([str(PROGRAMS / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode == 0

    def stop(self, patience=15.0):
        """A fast shutdown."""
        if self.running:
            self.run("pg_ctl", "-D", self.folder, "-m", "fast", "-w", "stop")
        return self.handle.wait(patience) if self.handle else None

    def crash(self):
        """As when the power goes: every process at once, nothing written down. Each backend leads a session of its own, so it has no group to kill."""
        if not self.running:
            return
        os.kill(self.handle.pid, signal.SIGSTOP)  # it makes no more of them
        for pid in [self.handle.pid, *children_of(self.handle.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.handle.wait()

    def sql(self, text, database="postgres", user="motcua"):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", user, "-d", database, "-c", text],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def standby(self, folder, port, log):
        """A replica that each commit waits for, from now on."""
        replica = Postgresql("standby", folder, port, log)
        replica.prepare()
        self.run("pg_basebackup", "-h", "127.0.0.1", "-p", self.port, "-U", "motcua", "-D", folder, "-R", "-X", "stream", "-c", "fast",
                 "-d", f"host=127.0.0.1 port={self.port} user=motcua application_name=standby")
        replica.start()
        self.sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        self.sql("SELECT pg_reload_conf()")
        wait_until("the standby is synchronous", lambda: self.sql("SELECT sync_state FROM pg_stat_replication") == "sync", 30)
        return replica

    def promote(self):
        self.sql("ALTER SYSTEM SET synchronous_standby_names = ''")  # it has no standby of its own
        self.run("pg_ctl", "-D", self.folder, "-w", "promote")


class Kafkas(Process):
    """Three nodes, each broker and controller; two copies of each message before it is acknowledged."""

    def __init__(self, folder, ports, log):
        super().__init__("kafkas", [], log)
        self.folder, self.ports = folder, ports
        self.nodes = {}

    def java(self, *arguments):
        return [ROOT / "deploy/local/kafka/java", *map(str, arguments)]

    def make(self):
        cluster = "motcua" + secrets.token_hex(7) + "AA"  # 16 bytes in base 64
        common = [line for line in (ROOT / "deploy/local/kafka/server.properties").read_text().splitlines()
                  if not line.startswith(("node.id", "offsets.topic.replication", "transaction.state", "share.coordinator"))]
        voters = ",".join(f"{number}@127.0.0.1:{port + 1}" for number, port in enumerate(self.ports, 1))
        for number, port in enumerate(self.ports, 1):
            home = self.folder / str(number)
            home.mkdir(parents=True)
            lines = [*common, f"node.id={number}", f"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{port + 1}",
                     f"advertised.listeners=PLAINTEXT://127.0.0.1:{port}", f"controller.quorum.voters={voters}", f"log.dirs={home / 'data'}",
                     "default.replication.factor=3", "min.insync.replicas=2", "offsets.topic.replication.factor=3", "transaction.state.log.replication.factor=3",
                     "transaction.state.log.min.isr=2", "share.coordinator.state.topic.replication.factor=3", "share.coordinator.state.topic.min.isr=2"]
            (home / "server.properties").write_text("\n".join(lines) + "\n")
            subprocess.run(self.java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", home / "server.properties"), check=True, capture_output=True)
        return self

    @property
    def running(self):
        return any(node.running for node in self.nodes.values())

    def start(self, *numbers):
        for number in numbers or (1, 2, 3):
            home = self.folder / str(number)
            self.nodes[number] = Process(f"kafka {number}", self.java("kafka.Kafka", home / "server.properties"), home / "log").start()
        return self

    def kill(self, *numbers):
        for number in numbers or tuple(self.nodes):
            self.nodes[number].kill()

    def stop(self, patience=15.0):
        self.kill()

    def wipe(self):
        self.kill()
        shutil.rmtree(self.folder)
        self.make()
        self.start()


class GatedHouse(House):
    """A house whose parts are reached through gates: `gates[name]` for redis and, in the full kind, broker, dossiers_database and
    reporting_database. The embedded broker tells its clients an address of its own, so it has no gate."""

    def __init__(self, kind=KIND, kafkas=False, **settings):
        super().__init__(kind, **settings)
        self.folder.chmod(0o755)
        self.behind = {name: free_port() for name in (("redis", "broker", "postgresql") if kind == "full" else ("redis",))}
        self.kafkas = kafkas
        self.gates = {"redis": Gate(self.ports["redis"], self.behind["redis"])}
        if self.kind == "full":
            if not kafkas:
                self.gates["broker"] = Gate(self.ports["broker"], self.behind["broker"])
            for service in self.names:
                self.ports[f"{service}_database"] = free_port()
                self.gates[f"{service}_database"] = Gate(self.ports[f"{service}_database"], self.behind["postgresql"])
            self.postgresql = Postgresql("postgresql", self.folder / "postgresql", self.behind["postgresql"], self.log("postgresql")).make().start()
            # Not a superuser: limits hold for it.
            self.postgresql.sql("CREATE ROLE services LOGIN")
        if kafkas:
            self.ports["broker"] = self.behind["broker"]

    def close(self, failed=False):
        for gate in self.gates.values():
            gate.close()
        super().close(failed or bool(os.environ.get("MOTCUA_E2E_KEEP")))
        if self.kind == "full":
            self.postgresql.kill()

    def redis(self):
        process = super().redis()
        process.command[process.command.index("--port") + 1] = str(self.behind["redis"])
        return process

    def broker(self):
        if self.kind != "full":
            return super().broker()
        if self.kafkas:
            ports = [self.behind["broker"], free_port(), free_port()]
            self.brokers = ",".join(f"127.0.0.1:{port}" for port in ports)
            return Kafkas(self.folder / "kafkas", ports, self.log("broker")).make()
        kafka = Kafka(self.folder / "kafka", str(self.behind["broker"]), self.log("broker"))
        kafka.command.append(str(self.ports["broker"]))  # what it tells its clients: the gate's
        return kafka

    def listens(self, name):
        return self.port_listens(self.behind.get(name, self.ports[name]))

    def service(self, name):
        process = super().service(name)
        if self.kafkas:
            process.env[f"{name.upper()}_BROKERS"] = self.brokers
        return process

    def database_url(self, service):
        if self.kind != "full":
            return super().database_url(service)
        return f"postgresql:host=127.0.0.1 port={self.ports[f'{service}_database']} dbname={self.names[service]} user=services"

    def server(self, database="postgres"):
        """For the judge, who knocks at no gate."""
        return f"host=127.0.0.1 port={self.postgresql.port} user=motcua dbname={database}"

    def make_database(self, service):
        if self.kind == "full":
            self.psql("postgres", f"CREATE DATABASE {self.names[service]} OWNER services")

    # --- what a test measures

    def is_ready(self, name):
        with contextlib.suppress(OSError):
            return getattr(self, f"{name}_admin").get("/readyz").status == 200
        return False

    def limit(self, name, what, value):
        """Sets a service's resource limit; what is returned sets it back."""
        pid = self.processes[name].handle.pid
        before = resource.prlimit(pid, what)
        resource.prlimit(pid, what, (value, before[1]))
        return lambda: resource.prlimit(pid, what, before)

    def ready_again(self, name="dossiers"):
        """Seconds until it is."""
        began = time.monotonic()
        wait_until(f"{name} is ready again", lambda: self.is_ready(name), 60)
        return time.monotonic() - began
