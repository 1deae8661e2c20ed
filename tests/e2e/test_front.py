"""The services behind nginx as deploy/nginx sets it up: what a client sees, what reaches us, what is written down."""

import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest
import warnings

import city
from house import ROOT, Client, House, Process, free_port, wait_until

HOUSE = None
FRONT = None
CONNECTIONS = 12  # allowed to one address
LOOKUPS = 4  # a minute


class FrontClient(Client):
    """Over TLS, trusting the front's certificate and nothing else; from this address of ours."""

    def __init__(self, front, source="127.0.0.1"):
        super().__init__(front.port)
        self.front, self.source = front, source

    def connect(self, timeout):
        return http.client.HTTPSConnection("localhost", self.port, timeout=timeout, context=self.front.context(), source_address=(self.source, 0))


class Front:
    def __init__(self, house):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-front-"))
        self.folder.chmod(0o755)  # nginx's workers are somebody else
        subprocess.run([ROOT / "deploy/nginx/configure", self.folder, "address=127.0.0.1", f"port={self.port}", f"connections_per_address={CONNECTIONS}",
                        f"dossiers=127.0.0.1:{house.ports['dossiers']}", f"reporting=127.0.0.1:{house.ports['reporting']}"], check=True, capture_output=True)
        self.process = Process("nginx", ["nginx", "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf", "-g", "daemon off;"], self.folder / "nginx.log")
        self.process.start()

        def listens():
            assert self.process.running, (self.folder / "nginx.log").read_text()
            return House.port_listens(self.port)
        wait_until("nginx listens", listens)

    def context(self):
        return ssl.create_default_context(cafile=self.folder / "tls" / "certificate.pem")

    def close(self):
        self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def written(self):
        """Every byte of its logs."""
        return "".join((self.folder / name).read_text() for name in ("access.log", "error.log", "nginx.log") if (self.folder / name).exists())

    def lines(self):
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]

    def handshake(self, version):
        """The protocol that was agreed on when the client speaks no other than this."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_ciphers("ALL:@SECLEVEL=0")  # or OpenSSL itself would not offer the old ones
            context.minimum_version = context.maximum_version = version
        with socket.create_connection(("127.0.0.1", self.port), 10) as plain, context.wrap_socket(plain) as secured:
            return secured.version()

    def raw(self, text):
        """All that comes back for these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as plain, self.context().wrap_socket(plain, server_hostname="localhost") as secured:
            secured.sendall(text.encode())
            answer = b""
            while piece := secured.recv(65536):
                answer += piece
            return answer


def setUpModule():
    global HOUSE, FRONT
    if not shutil.which("nginx"):
        raise unittest.SkipTest("nginx is not installed; runs where it is, and tests/run.sh installs it")
    HOUSE = House(dossiers_trusted_proxies="127.0.0.1", reporting_trusted_proxies="127.0.0.1", dossiers_lookups_per_minute=LOOKUPS).__enter__()
    try:
        FRONT = Front(HOUSE)
    except BaseException:
        HOUSE.__exit__(None, None, None)
        raise


def tearDownModule():
    if FRONT:
        FRONT.close()
    if HOUSE:
        HOUSE.__exit__(None, None, None)


class TheFront(unittest.TestCase):
    def setUp(self):
        self.client = FrontClient(FRONT)
        self.addCleanup(self.client.close)
        self.officer = HOUSE.token("officer", city.WARD)
        self.procedure = city.a_procedure(HOUSE)

    def problem(self, answer, status, code):
        """A problem as the services write them."""
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertEqual(answer.headers["content-language"], "en")
        self.assertEqual(answer.json["type"], f"https://motcua.vn/problems/{code}")
        self.assertEqual(answer.json["status"], status)
        self.assertTrue(answer.json["title"])
        self.assertRegex(answer.json["trace_id"], r"^[0-9a-f]{32}$")

    def register(self, **members):
        return self.client.post("/v1/dossiers", city.registration(self.procedure, **members), self.officer)

    def lines_of(self, answer):
        request_id = answer.headers["x-request-id"]
        return wait_until("the request is in the log", lambda: [line for line in FRONT.lines() if line["request_id"] == request_id])

    def test_old_tls_is_refused(self):
        self.assertEqual(FRONT.handshake(ssl.TLSVersion.TLSv1_2), "TLSv1.2")
        self.assertEqual(FRONT.handshake(ssl.TLSVersion.TLSv1_3), "TLSv1.3")
        for old in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                FRONT.handshake(old)
        plain = Client(FRONT.port)
        self.problem(plain.get("/v1/procedures"), 400, "malformed-request")

    def test_a_dossier_and_the_report_pass_through(self):
        dossier = self.register()
        self.assertEqual(dossier.status, 201, dossier)
        read = self.client.get(f"/v1/dossiers/{dossier.json['id']}", self.officer)
        self.assertEqual(read.json["number"], dossier.json["number"])
        self.assertIn("etag", read.headers)
        stale = self.client.get(f"/v1/dossiers/{dossier.json['id']}", "not.a.token")
        self.problem(stale, 401, "unauthorized")
        self.assertEqual(stale.headers["www-authenticate"], "Bearer")
        HOUSE.wait_for_report()
        report = self.client.get("/v1/reports/dossiers", HOUSE.token("city_reader", "31"), unit="31", **{"from": "2026-01-01", "to": "2026-01-31"})
        self.assertEqual(report.status, 200, report)
        for service in ("dossiers", "reporting"):
            self.assertIn(b"openapi: 3.1", self.client.get(f"/{service}/openapi.yaml").body)

    def test_a_path_arrives_as_it_was_sent(self):
        self.problem(self.client.get("/v1/dossiers/a%2Fb", self.officer), 404, "not-found")
        self.assertEqual(self.client.get("/v1/dossiers/%2e%2e/x", self.officer).status, 400)
        self.assertEqual(self.client.request("BREW", "/v1/dossiers", token=self.officer).status, 405)

    def test_what_is_too_large_never_reaches_us(self):

        def reached():
            asked = [HOUSE.metric("dossiers", "motcua_http_requests_total", route=route) for route in ("/v1/dossiers", "/v1/dossiers/import", "unmatched")]
            return [*asked, HOUSE.metric("dossiers", "motcua_http_refused_total")]
        before = reached()
        self.problem(self.client.request("POST", "/v1/dossiers", "x" * 62_000, self.officer, {"Content-Type": "application/json"}), 413, "body-too-large")
        self.problem(self.client.request("POST", "/v1/dossiers", iter([b"x" * 62_000]), self.officer, {"Content-Type": "application/json"}), 413, "body-too-large")
        importer = HOUSE.token("importer", "31")
        self.problem(self.client.request("POST", "/v1/dossiers/import", "x" * 7_700_000, importer, {"Content-Type": "application/x-ndjson"}), 413, "body-too-large")
        self.problem(self.client.get("/v1/dossiers", headers={"X-Long": "x" * 8000}), 431, "head-too-large")
        self.problem(self.client.get("/v1/dossiers", headers={f"X-{number}": "x" * 6000 for number in range(4)}), 431, "head-too-large")
        long = self.client.get("/v1/" + "x" * 8000)  # nobody has read yet which language is wanted
        self.assertEqual((long.status, long.headers["content-type"], long.json["type"]), (414, "application/problem+json", "https://motcua.vn/problems/target-too-long"))
        self.assertEqual(reached(), before)

    def test_an_import_comes_to_us_whole_however_slowly_it_is_sent(self):
        moments = {"submitted_at": city.moment("2020-03-02 08:10"), "accepted_at": city.moment("2020-03-02 08:10")}
        procedure = city.a_procedure(HOUSE, "district", "2020-03-02")
        lines = [json.dumps(city.import_line(f"front-{number}", procedure, **moments, components=[{"name": "x" * 150, "kind": "copy", "copies": 1}] * 8)).encode() + b"\n"
                 for number in range(1500)]
        self.assertGreater(sum(map(len, lines)), 2_000_000)
        held = []

        def slowly():
            for number, line in enumerate(lines):
                if number % 500 == 499:
                    held.append(HOUSE.metric("dossiers", "motcua_http_held_bytes", server="rest"))
                yield line
        answer = self.client.request("POST", "/v1/dossiers/import", slowly(), HOUSE.token("importer", "31"), {"Content-Type": "application/x-ndjson"}, timeout=300)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.lines[-1], {"imported": 1500, "updated": 0, "unchanged": 0, "refused": 0})
        self.assertEqual(held, [0, 0, 0], "nothing is with us before all is there")

    def test_a_request_keeps_its_id_and_its_trace(self):
        answer = self.client.get("/v1/procedures", headers={"X-Request-Id": "mine"})
        (line,) = self.lines_of(answer)
        self.assertEqual(line["trace_id"], answer.headers["x-request-id"])
        self.assertIn(answer.headers["x-request-id"], answer.headers["traceparent"])
        trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
        traced = self.client.get("/v1/procedures", headers={"traceparent": trace})
        self.assertEqual(traced.headers["traceparent"], trace)
        self.assertEqual(self.lines_of(traced)[0]["trace_id"], trace[3:35])
        refused = self.client.get("/nowhere", headers={"traceparent": trace})
        self.assertEqual(refused.json["trace_id"], trace[3:35])
        self.assertNotEqual(self.client.get("/v1/procedures", headers={"traceparent": "00-zz"}).headers["traceparent"][:5], "00-zz")

    def test_nobody_s_data_are_in_the_logs(self):
        person = city.applicant(name="Nguyễn Thị Không Ai")
        dossier = self.register(applicant=person)
        answers = [dossier,
                   self.client.get("/v1/dossiers", self.officer, source_id="query-of-somebody"),
                   self.client.get(f"/v1/dossiers/{dossier.json['id']}", self.officer),
                   self.client.get("/path-of-somebody"),
                   self.client.get("/v1/dossiers?q=query-of-somebody&x=" + "x" * 8000),
                   self.client.request("POST", "/v1/dossiers", "body-of-somebody" * 5000, self.officer)]
        routes = [self.lines_of(answer)[0]["route"] for answer in answers[:4]]
        self.assertEqual(routes, ["/v1/dossiers", "/v1/dossiers", "/v1/dossiers", "other"])
        written = FRONT.written()
        for secret in ("Không Ai", "Kh\\u00f4ng", person["identity_number"], "of-somebody", dossier.json["id"], dossier.json["number"], self.officer[-40:], "127.0.0.1"):
            self.assertNotIn(secret, written)

    def test_the_admin_port_is_out_of_reach(self):
        admin = HOUSE.ports["dossiers_admin"]
        for target in ("/metrics", "/livez", "/readyz", "/dead-letters", "//metrics", "/v1/../metrics", "/%2e/metrics", "/dossiers/metrics", f"http://127.0.0.1:{admin}/metrics"):
            self.problem(self.client.get(target), 404, "not-found")
        self.problem(self.client.get("/metrics", headers={"Host": f"127.0.0.1:{admin}"}), 404, "not-found")
        self.problem(self.client.get("/v1/metrics"), 404, "not-found")

    def test_bytes_that_are_no_request_are_a_problem(self):
        for text, status in (("GET /v1/procedures HTTP/1.1\r\n\r\n", 400), ("GET /v1/procedures HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("rubbish\r\n\r\n", 400),
                             ("POST /v1/dossiers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
                             ("POST /v1/dossiers HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                             ("POST /v1/dossiers HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
                             ("GET /v1/procedures HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)):
            with self.subTest(text):
                head, body = FRONT.raw(text).split(b"\r\n\r\n", 1)
                self.assertTrue(head.startswith(f"HTTP/1.1 {status} ".encode()), head)
                self.assertIn(b"Content-Type: application/problem+json", head)
                self.assertEqual(json.loads(body)["status"], status)

    def test_limits_are_each_client_s_own_and_their_answers_pass(self):
        asked = {"number": "H24.11443-000001", "slip_code": "AAAA-BBBB"}
        first, other = FrontClient(FRONT, "127.0.0.71"), FrontClient(FRONT, "127.0.0.72")
        look_up = lambda client, headers=None: client.post("/v1/lookups", asked, key=False, headers=headers)
        answers = [look_up(first) for _ in range(LOOKUPS + 1)]
        self.assertEqual({answer.status for answer in answers[:-1]}, {404})
        self.problem(answers[-1], 429, "too-many-requests")
        self.assertGreaterEqual(int(answers[-1].headers["retry-after"]), 1)
        self.assertEqual(look_up(first, {"X-Forwarded-For": "203.0.113.9"}).status, 429, "an address that the client made up")
        self.assertEqual(look_up(other).status, 404)

    def test_one_address_has_so_many_connections(self):
        crowded = FrontClient(FRONT, "127.0.0.73")

        def occupy():
            connection = crowded.connect(30)
            connection.putrequest("POST", "/v1/dossiers")
            connection.putheader("Content-Length", "10000")
            connection.endheaders(b"{")
            return connection
        waiting = [occupy() for _ in range(CONNECTIONS)]

        def full():
            for place, connection in enumerate(waiting):
                try:
                    connection.send(b" ")  # the front ends whoever is silent for long
                except OSError:
                    waiting[place] = occupy()
            answer = crowded.get("/v1/procedures")
            return answer.status == 429 and answer
        answer = wait_until("the address is full", full)
        self.problem(answer, 429, "too-many-connections")
        self.assertEqual(answer.headers["retry-after"], "1")
        self.assertEqual(self.client.get("/v1/procedures").status, 200)
        for connection in waiting:
            connection.close()
        wait_until("the address has room", lambda: crowded.get("/v1/procedures").status == 200)

    def test_while_a_service_is_down_clients_are_told_to_come_again(self):
        HOUSE.processes["dossiers"].kill()
        answer = self.client.get("/v1/procedures")
        self.problem(answer, 503, "unavailable")
        self.assertEqual(answer.headers["retry-after"], "2")
        self.assertEqual(self.client.get("/reporting/openapi.yaml").status, 200)
        HOUSE.start("dossiers")
        self.assertEqual(self.client.get("/v1/procedures").status, 200)


class TheConfiguration(unittest.TestCase):
    def test_takes_no_value_that_nginx_would_read_otherwise(self):
        with tempfile.TemporaryDirectory() as folder:
            for wrong in ("port=1;user root", "nobody=1", "port", "key=a b", "address=@folder@"):
                done = subprocess.run([ROOT / "deploy/nginx/configure", folder, wrong], capture_output=True, check=False)
                self.assertEqual(done.returncode, 2, wrong)
            self.assertEqual(os.listdir(folder), [])

    def test_has_no_limit_above_ours(self):
        """The front refuses first, so that nobody has to wonder which of the two it was."""
        text = (ROOT / "deploy/nginx/nginx.conf.in").read_text()
        bodies = [int(size) * 1024 for size in re.findall(r"client_max_body_size (\d+)k;", text)]
        self.assertEqual(len(bodies), 3)
        self.assertLess(bodies[0], 64 * 1024)
        self.assertLess(bodies[1], 8 * 1024 * 1024)
        papers = json.loads((ROOT / "deploy/catalogue/papers.json").read_text())["sets"]
        self.assertLess(bodies[2], max(one["most_kib"] for types in papers for one in types["types"]) * 1024)
        count, size = map(int, re.search(r"large_client_header_buffers (\d+) (\d+)k;", text).groups())
        self.assertLess(size, 8)
        self.assertLess(count * size + 1, 16)


if __name__ == "__main__":
    unittest.main()
