"""What one client may ask, on both services: its token's subject, its address, its connections. Others notice nothing."""

import contextlib
import socket
import unittest

from house import House

OURS = {"X-Forwarded-For": "192.0.2.1"}
OTHER = {"X-Forwarded-For": "192.0.2.2"}
QUESTION = "/v1/reports/dossiers?unit=31&from=2026-01-01&to=2026-06-30"


def setUpModule():
    global HOUSE
    few = {"requests_per_minute": 1, "requests_burst": 5, "address_requests_per_minute": 1, "address_requests_burst": 10,
           "request_allowances": "role:importer=1000000/1000000 address:198.51.100.0/24=1000000/1000000",
           "trusted_proxies": "127.0.0.1"}
    HOUSE = House(**{f"{service}_{name}": value for service in ("dossiers", "reporting") for name, value in few.items()}).__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


class Limits(unittest.TestCase):
    def services(self):
        yield "dossiers", HOUSE.dossiers, "/v1/dossiers"
        yield "reporting", HOUSE.reporting, QUESTION

    def test_a_token_may_ask_so_much_and_no_more(self):
        for number, (name, client, target) in enumerate(self.services()):
            before = HOUSE.metric(name, "motcua_limited_total", limit="token")
            token, another = HOUSE.token("auditor", "31"), HOUSE.token("city_reader", "31")
            answers = [client.get(target, token, headers={"X-Forwarded-For": f"203.0.113.{number}"}) for _ in range(20)]
            self.assertEqual([answer.status for answer in answers], [200] * 5 + [429] * 15, name)
            refused = answers[-1]
            self.assertGreater(int(refused.headers["retry-after"]), 0)
            self.assertEqual(refused.headers["content-type"], "application/problem+json")
            self.assertEqual(refused.json["type"], "https://motcua.vn/problems/too-many-requests")
            self.assertEqual(HOUSE.metric(name, "motcua_limited_total", limit="token") - before, 15)
            # From the same address: what the token was refused took nothing from it.
            self.assertEqual(client.get(target, another, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status, 200)
            self.assertIn(HOUSE.log(name).read_text().count('"limit":"token"'), range(1, 10), "said, and not with every refusal")

    def test_an_address_may_ask_so_much_and_no_more(self):
        for name, client, target in self.services():
            before = HOUSE.metric(name, "motcua_limited_total", limit="address")
            answers = [client.get("/openapi.yaml", headers=OURS) for _ in range(20)]
            self.assertEqual([answer.status for answer in answers], [200] * 10 + [429] * 10, name)
            self.assertEqual(HOUSE.metric(name, "motcua_limited_total", limit="address") - before, 10)
            self.assertEqual(client.get(target, HOUSE.token("leader", "31"), headers=OURS).status, 429)
            self.assertEqual(client.get("/openapi.yaml", headers=OTHER).status, 200)

    def test_forged_tokens_use_up_their_address(self):
        for name, client, target in self.services():
            answers = [client.get(target, "forged", headers={"X-Forwarded-For": "192.0.2.3"}) for _ in range(12)]
            self.assertEqual([answer.status for answer in answers], [401] * 10 + [429] * 2, name)

    def test_the_open_catalogue_is_limited_too(self):
        for target in ("/v1/procedures", "/v1/units"):
            answers = [HOUSE.dossiers.get(target, headers={"X-Forwarded-For": f"192.0.2.{len(target)}"}) for _ in range(12)]
            self.assertEqual([answer.status for answer in answers], [200] * 10 + [429] * 2)

    def test_a_role_and_a_network_may_be_given_more(self):
        answers = [HOUSE.dossiers.get("/v1/dossiers", HOUSE.token("importer", "31"), headers={"X-Forwarded-For": "198.51.100.7"}) for _ in range(50)]
        self.assertEqual({answer.status for answer in answers}, {200})

    def test_a_body_that_may_not_come_is_not_read(self):
        token, ours = HOUSE.token("handler", "31"), {"X-Forwarded-For": "203.0.113.99"}
        for _ in range(5):
            HOUSE.dossiers.get("/v1/dossiers", token, headers=ours)
        with contextlib.closing(socket.create_connection(("127.0.0.1", HOUSE.ports["dossiers"]))) as connection:
            connection.sendall(f"POST /v1/dossiers/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/x-ndjson\r\n"
                               "X-Forwarded-For: 203.0.113.99\r\nContent-Length: 8000000\r\n\r\n".encode())
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 429 "))

    def test_the_admin_port_goes_on(self):
        self.assertEqual({HOUSE.dossiers_admin.get("/livez").status for _ in range(100)}, {200})


class Connections(unittest.TestCase):
    def test_an_address_may_hold_so_many(self):
        with House(dossiers_http_connections_of_an_address=4, reporting_http_connections_of_an_address=4) as house, contextlib.ExitStack() as open_ones:
            for name in ("dossiers", "reporting"):
                for _ in range(4):
                    open_ones.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", house.ports[name]))))
                with contextlib.closing(socket.create_connection(("127.0.0.1", house.ports[name]))) as late:
                    self.assertTrue(late.recv(4096).startswith(b"HTTP/1.1 503 "), name)
                self.assertEqual(house.metric(name, "motcua_http_refused_total", reason="connections_of_an_address"), 1)


if __name__ == "__main__":
    unittest.main()
