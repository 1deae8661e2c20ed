"""The rows of docs/performance.md. Each function measures on a running house and returns lines of the table."""

import contextlib
import http.client
import statistics
import threading
import time

import city
from house import House, today, wait_until
from place import CLIENTS, HOT
from references import bare_pistache, client, copy_of, pgbench, raw_kafka
from sizes import grown, tables

TURNS = 3
READERS = 32  # connections of the hot reads
CITY_RATE = 235  # writes a second: the published sizing for a city of a million


def line(row, what, ours, unit, reference=None, of="", wanted="", **details):
    """`reference` None: there is nothing to divide by."""
    return {"row": row, "what": what, "ours": ours, "unit": unit, "reference": reference, "of": of,
            "ratio": ours / reference if reference else None, "wanted": wanted, "details": details}


def rate_of(said, operation):
    return said["operations"][operation]["per_second"]


def hot_get(place, seconds, size):
    """Masked, by a token that may not see personal data."""
    house, reader = place.house, place.house.token("city_reader", "31")
    targets, _ = place.hot_targets()
    answer = house.dossiers.get(targets.read_text().split()[0], reader)
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + len("HTTP/1.1 200 OK\r\n\r\n")
    ask = {"targets": targets, "token": place.reader, "clients": READERS}
    client("get", port=house.ports["dossiers"], seconds=min(1.0, seconds), **ask)
    # In turns, so that what else the machine does meanwhile meets all of them.
    with bare_pistache(house.folder, 2, answer.body, head) as two, bare_pistache(house.folder, 16, answer.body, head) as sixteen, place.watched() as cpu:
        ports = {"bare, 2 workers": two, "bare, 16 workers": sixteen, "ours": house.ports["dossiers"]}
        said = [{name: client("get", port=port, seconds=seconds / TURNS, **ask) for name, port in ports.items()} for _ in range(TURNS)]
    rate = {name: statistics.median(rate_of(turn[name], "get") for turn in said) for name in ports}
    best = max(("bare, 2 workers", "bare, 16 workers"), key=rate.get)
    row, store, wanted = ("1", "SQLite, cache in process", "≥ 0.7") if house.kind == "embedded" else ("2", "PostgreSQL + Redis", "≥ 0.4")
    return [line(row, f"hot GET, masked; {store}", rate["ours"], "requests/s", rate[best], f"Pistache {best}; ours has 16", wanted,
                 said=said, cpu_percent_of_one_core_all_turns=cpu, body_bytes=len(answer.body), head_bytes=head, dossiers=HOT)]


def personal_get(place, seconds, size):
    targets, officer = place.hot_targets()
    token = place.file("officer", officer + "\n")
    ask = {"port": place.house.ports["dossiers"], "targets": targets, "token": token, "clients": CLIENTS}
    client("get", seconds=min(1.0, seconds), **ask)
    copy = copy_of(place.house, "dossiers")
    reference = pgbench(place.house, copy, "access.sql", CLIENTS, seconds)
    with place.watched() as cpu:
        ours = client("get", seconds=seconds, **ask)
    place.house.psql("postgres", f"DROP DATABASE {copy}")
    return [line("3", f"GET with personal fields, access logged first; PostgreSQL, {CLIENTS} clients", rate_of(ours, "get"), "requests/s", reference,
                 f"pgbench, one INSERT each, {CLIENTS} clients", "≥ 0.5", said=ours, cpu_percent_of_one_core=cpu)]


def sizes_of_rows(house):
    """Of what the service itself wrote for a registration, so that pgbench writes as much."""
    (row,) = house.rows("dossiers", """
      SELECT (SELECT round(avg(octet_length(data))) FROM (SELECT data FROM history WHERE type = 'dossier.registered.v1' AND actor LIKE 'dev-officer%' LIMIT 100) a) AS registered,
             (SELECT round(avg(octet_length(data))) FROM (SELECT data FROM history WHERE type = 'dossier.accepted.v1' AND actor LIKE 'dev-officer%' LIMIT 100) b) AS accepted,
             (SELECT round(avg(octet_length(headers))) FROM (SELECT headers FROM answers WHERE status = 201 LIMIT 100) c) AS headers,
             (SELECT round(avg(octet_length(body))) FROM (SELECT body FROM answers WHERE status = 201 LIMIT 100) d) AS body,
             (SELECT round(avg(octet_length(text))) FROM (SELECT text FROM notes WHERE kind = 'papers' LIMIT 100) e) AS papers""")
    return {name: int(value) for name, value in row.items()}


def durable_command(place, seconds, size):
    house = place.house
    ask = {"port": house.ports["dossiers"], "counters": place.counters}
    client("register", clients=CLIENTS, seconds=min(1.0, seconds), **ask)
    sizes, copy, lines = sizes_of_rows(house), copy_of(house, "dossiers"), []
    for clients in (1, CLIENTS):
        pgbench(house, copy, "register.sql", clients, 1, pipelined=0, **sizes)
        one_by_one, in_pipelines = (pgbench(house, copy, "register.sql", clients, seconds, pipelined=how, **sizes) for how in (0, 1))
        house.wait_for_report(600)
        with place.watched() as cpu:
            ours = client("register", clients=clients, seconds=seconds, **ask)
        what = f"register + accept, durable; PostgreSQL, {clients} client{'s' if clients > 1 else ''}"
        lines += [line("4", what, rate_of(ours, "register"), "commands/s", one_by_one, "pgbench, the same statements one by one", "≥ 0.6", said=ours, cpu_percent_of_one_core=cpu, row_bytes=sizes),
                  line("4", what, rate_of(ours, "register"), "commands/s", in_pipelines, "pgbench, the same statements in pipelines, as we send them")]
    house.psql("postgres", f"DROP DATABASE {copy}")
    return lines


def lifecycles(place, seconds, size):
    house = place.house
    house.wait_for_report(600)
    ask = {"port": house.ports["dossiers"], "counters": place.counters, "clients": CLIENTS}
    client("lifecycle", seconds=min(1.0, seconds), **ask)
    with place.watched() as cpu:
        ours = client("lifecycle", seconds=seconds, **ask)
    behind, caught_up = house.metric("dossiers", "motcua_outbox_backlog_events"), time.monotonic()
    memory = place.memory()
    house.wait_for_report(1200)
    store, wanted = ("SQLite + embedded broker", "≥ 400/s") if house.kind == "embedded" else ("PostgreSQL + Kafka", "≥ 250/s, aim 500")
    return [line("5", f"lifecycles; {store}, {size:,} dossiers, {CLIENTS} clients", rate_of(ours, "lifecycle"), "lifecycles/s", 52,
                 "Flowable 7.1 REST, measured on such a machine earlier", wanted, said=ours, cpu_percent_of_one_core=cpu, backlog_at_the_end=behind,
                 seconds_until_the_report_had_all=time.monotonic() - caught_up, memory_then=memory)]


def size_on_disk(place, seconds, size):
    """Whole lives as in row 5, for as long as it takes to have some hundreds of them."""
    house = place.house

    def dossiers():
        (row,) = house.rows("dossiers", "SELECT count(*) AS count FROM dossiers")
        return row["count"]

    house.wait_for_report(600)
    before, count = tables(house), dossiers()
    while dossiers() < count + 1000:
        client("lifecycle", port=house.ports["dossiers"], counters=place.counters, clients=CLIENTS, seconds=seconds)
    house.wait_for_report(600)
    lives = dossiers() - count
    each = grown(before, tables(house), lives)
    store = "SQLite" if house.kind == "embedded" else "PostgreSQL"
    return [line("11", f"on disk after a life of 5 commands, both databases; {store}", sum(each.values()) / 1024, "KiB a dossier", by_table=each, lives=lives)]


def visibility(place, seconds, size):
    house = place.house
    house.wait_for_report(600)
    report = f"/v1/reports/dossiers?unit={city.OTHER_WARD}&from=2026-01-01&to={today()}"
    work = {}
    paced = threading.Thread(target=lambda: work.update(client("lifecycle", port=house.ports["dossiers"], counters=place.counters, clients=CLIENTS,
                                                               seconds=seconds + 1.5, rate=CITY_RATE)))
    paced.start()
    time.sleep(1)
    with place.watched() as cpu:
        probe = client("probe", port=house.ports["dossiers"], counters=place.probe, report_port=house.ports["reporting"], report_target=report,
                       token=place.reader, seconds=seconds)
    paced.join()
    seen = probe["operations"]["visible"]
    writes = sum(work["operations"][name]["count"] for name in ("register", "accept", "assign", "resolve", "return")) / work["seconds"]
    store = "SQLite + embedded broker" if house.kind == "embedded" else "PostgreSQL + Kafka"
    what = f"2xx → in the report at {CITY_RATE} writes/s; {store}"
    return [line("6", f"{what}, p50", seen["p50_ms"], "ms", wanted="", probe=probe, work=work, cpu_percent_of_one_core=cpu, writes_per_second=writes),
            line("6", f"{what}, p99", seen["p99_ms"], "ms", wanted="≤ 100 ms"),
            line("6", f"{what}, CPU of our processes", place.of_both_cores(cpu), "% of two cores", wanted="≤ 60 %")]


def speed_of(provoke, count, events):
    """How fast a counter grew once `provoke` ran, from its first growth until it had grown by `events`, or for ten seconds no more."""
    def value():
        with contextlib.suppress(OSError, http.client.HTTPException):
            return count()
        return 0  # whose counter it is has not started yet

    start, seen = value(), []
    provoking = threading.Thread(target=provoke)
    provoking.start()
    wait_until("it grows", lambda: value() > start, 300)
    while not seen or (seen[-1][1] < start + events and time.monotonic() < seen[-1][0] + 10):
        now, reached = time.monotonic(), value()
        if not seen or reached > seen[-1][1]:
            seen.append((now, reached))
        time.sleep(0.01)
    provoking.join()
    if len(seen) < 2:
        raise RuntimeError("too few events: it took no time")
    return (seen[-1][1] - seen[0][1]) / (seen[-1][0] - seen[0][0]), seen[-1][1] - start


def events_in(house):
    """Those that wait for the relay, and all of them."""
    (row,) = house.rows("dossiers", "SELECT count(*) - count(sequence) AS waiting, count(*) AS events FROM history")
    return row["waiting"], row["events"]


def relay_and_refill(place, seconds, size):
    """The relay's backlog after the broker was away; then an emptied broker and an emptied reporting, filled again from the history."""
    house = place.house
    house.wait_for_report(600)
    house.processes["reporting"].stop()
    house.processes["broker"].stop()
    wait_until("the broker is gone", lambda: not house.listens("broker"), 30)
    place.import_more(max(5_000, int(seconds * 1_000)))
    waiting, _ = events_in(house)
    published, events = speed_of(house.processes["broker"].start, lambda: house.metric("dossiers", "motcua_outbox_published_total"), waiting)
    house.wait_for_backlog(300)
    raw = [raw_kafka(house, 100_000) for _ in range(3)]
    produced, consumed = (statistics.median(one[name] for one in raw) for name in ("produced_per_second", "consumed_per_second"))

    house.wipe_broker()
    house.drop_database("reporting")
    house.make_database("reporting")
    refilled, applied = speed_of(lambda: house.start("reporting"), lambda: house.metric("reporting", "motcua_inbox_applied_total"), events_in(house)[1])
    house.wait_for_report(1200)
    store = "SQLite + embedded broker" if house.kind == "embedded" else "PostgreSQL + Kafka"
    return [line("7", f"relay, numbering and publishing; {store}", published, "events/s", produced, "librdkafka produces the same bytes", "≥ 30,000", events=events, raw=raw),
            line("7", f"refill of reporting from the history; {store}", refilled, "events/s", consumed, "librdkafka consumes the same bytes", "≥ 30,000", events=applied)]


def reports(place, seconds, size):
    house = place.house
    house.wait_for_report(600)
    said = client("get", port=house.ports["reporting"], targets=place.report_targets(5_000), token=place.reader, clients=2, seconds=seconds, once=True)
    its = said["operations"]["get"]
    store = "SQLite" if house.kind == "embedded" else "PostgreSQL"
    return [line("8", f"report, never asked before; {store}, {size:,} dossiers, p50", its["p50_ms"], "ms", said=said),
            line("8", f"report, never asked before; {store}, {size:,} dossiers, p99", its["p99_ms"], "ms", wanted="≤ 10 ms")]


STEADY = 50  # requests a second of the client that others must not disturb
FLOODING = 64  # connections of the one that asks without pause


def flood(place, seconds, size):
    """One steady client alone, and beside another that floods: with a token of its own, and with a forged one from an address of its own. On a
    house with the limits that are shipped. The flooding client's process yields the cores to everybody else: it would sit elsewhere."""
    kind = place.house.kind
    store = "SQLite" if kind == "embedded" else "PostgreSQL"
    settings = {"dossiers_request_allowances": "client:dev-city_reader=6000/600"} | ({"dossiers_cache": "memory", "reporting_cache": "memory"} if kind == "embedded" else {})
    with House(kind, lifted=False, **settings) as house:
        counter = city.Counter(house)
        dossiers = [counter.register().json["id"] for _ in range(HOT)]
        files = {"hot": "".join(f"/v1/dossiers/{dossier}\n" for dossier in dossiers), "steady": house.token("city_reader", "31") + "\n",
                 "flooding": house.token("officer", city.WARD) + "\n", "forged": house.token("officer", city.WARD)[:-4] + "AAAA\n"}
        for name, text in files.items():
            (house.folder / name).write_text(text, encoding="utf-8")
        ask = {"port": house.ports["dossiers"], "targets": house.folder / "hot"}

        def steady():
            return client("get", token=house.folder / "steady", clients=1, rate=STEADY, seconds=seconds, **ask)

        def beside(token, address):
            done = []
            flooding = threading.Thread(target=lambda: done.append(client("flood", niceness=19, token=house.folder / token, clients=FLOODING, seconds=seconds + 1,
                                                                          **{"from": address}, **ask)))
            flooding.start()
            time.sleep(0.5)
            said = steady()
            flooding.join()
            return said, done[0]

        steady()
        lines = []
        for what, token, address in (("a client with a token", "flooding", "127.0.0.1"), ("a client with a forged token", "forged", "127.0.0.2")):
            # In turns, so that what else the machine does meanwhile meets both.
            turns = [{"alone": steady(), **dict(zip(("beside", "flooding"), beside(token, address)))} for _ in range(TURNS)]
            before, after = (statistics.median(turn[which]["operations"]["get"]["p99_ms"] for turn in turns) for which in ("alone", "beside"))
            lines.append(line("10", f"p99 of {STEADY} requests/s beside {what} that floods; {store}", after, "ms", before, "alone", "≤ 3", turns=turns))
        return lines


# In this order on each house; the last one empties it.
MEASURES = (("1", hot_get), ("2", hot_get), ("3", personal_get), ("4", durable_command), ("6", visibility), ("5", lifecycles), ("8", reports), ("10", flood), ("11", size_on_disk), ("7", relay_and_refill))
ONLY_IN = {"1": "embedded", "2": "full", "3": "full", "4": "full"}
AT_EVERY_SIZE = ("5", "8")
