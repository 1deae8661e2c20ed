"""Papers as files over real processes: what comes back, what is refused and leaves nothing, and that neither a kill nor a full folder parts a paper from its content."""

import contextlib
import http.client
import io
import os
import shutil
import signal
import sqlite3
import threading
import unittest
import uuid
import zipfile

import city
from house import House, wait_until

HOUSE = None
MIB = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_papers_tidied_every_seconds=1, dossiers_papers_given_up_after_minutes=1)
    HOUSE.__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def zipped(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(text="Đơn xin"):
    return zipped(**{"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": f"<w:document>{text}</w:document>"})


def contents():
    """What lies in the store, things under way included."""
    return sorted(path.name for path in HOUSE.papers.rglob("*") if path.is_file())


def rows(sql):
    return HOUSE.rows("dossiers", sql)


def change(sql):
    """While the service is away: nothing else writes into its database."""
    HOUSE.processes["dossiers"].stop()
    if HOUSE.kind == "full":
        HOUSE.psql(HOUSE.names["dossiers"], sql)
    else:
        with contextlib.closing(sqlite3.connect(HOUSE.folder / "dossiers.sqlite", isolation_level=None)) as connection:
            connection.execute(sql)
    HOUSE.start("dossiers")


class Papers(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)
        self.dossier = self.counter.register().json["id"]

    def upload(self, content, *words, **options):
        return self.counter.upload(self.dossier, content, *words, **options)

    def listed(self):
        answer = HOUSE.dossiers.get(f"/v1/dossiers/{self.dossier}/papers", self.counter.officer)
        self.assertEqual(answer.status, 200, answer)
        return answer.json["items"]

    def code(self, answer):
        return answer.json["type"].rsplit("/", 1)[1]

    def tearDown(self):
        code, words = HOUSE.verify(topic=False)
        self.assertEqual(code, 0, words)


class ThroughTheWire(Papers):
    def test_a_paper_comes_back_as_it_went_in(self):
        name = "Đơn của bà Nguyễn Thị Thử Nghiệm.docx"
        content = docx()
        answer = self.upload(content, name, DOCX, component=1, kind="electronic")
        self.assertEqual(answer.status, 201, answer)
        paper = answer.json
        self.assertEqual((paper["component"], paper["kind"], paper["media_type"]), (1, "electronic", DOCX))
        given = self.counter.download(self.dossier, paper["id"])
        self.assertEqual((given.status, given.body), (200, content))
        self.assertEqual(given.headers["etag"], f'"{paper["sha256"]}"')
        self.assertEqual((given.headers["cache-control"], given.headers["x-content-type-options"]), ("no-store", "nosniff"))
        self.assertTrue(given.headers["content-disposition"].startswith('attachment; filename="paper.docx"; filename*=UTF-8'))
        self.assertEqual(answer.headers["location"], f"/v1/dossiers/{self.dossier}/papers/{paper['id']}/content")
        (line,) = rows(f"SELECT fields FROM access_log WHERE fields = 'paper:{paper['id']}'")
        # The name is a person's: in its row, and nowhere else that is kept for good or read by others.
        history = HOUSE.dossiers.get(f"/v1/dossiers/{self.dossier}/history", self.counter.officer).body.decode()
        self.assertIn("dossier.paper_added.v1", history)
        self.assertNotIn(paper["sha256"], history)
        for text in (history, HOUSE.log("dossiers").read_text(), str(self.listed())):
            self.assertNotIn("Thử Nghiệm.docx", text)
        HOUSE.wait_for_report()

    def test_chunked_and_of_fifty_megabytes_in_little_memory(self):
        content = city.pdf(49 * MIB)
        process = HOUSE.processes["dossiers"]
        before = process.resident_mb()
        most = [before]
        done = threading.Event()

        def watch():
            while not done.wait(0.02):
                most[0] = max(most[0], process.resident_mb())
        watcher = threading.Thread(target=watch)
        watcher.start()
        pieces = (content[at:at + 64 * 1024] for at in range(0, len(content), 64 * 1024))
        answer = self.upload(pieces)
        done.set()
        watcher.join()
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.json["size"], len(content))
        self.assertLess(most[0] - before, 25, "the paper went through memory")
        print(f"\nresident: {before:.0f} MB before, {most[0]:.0f} MB at most during {len(content) // MIB} MiB")
        given = self.counter.download(self.dossier, answer.json["id"])
        self.assertEqual(given.body, content)

    def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(self):
        before = contents(), rows("SELECT count(*) AS many FROM papers")
        bomb = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * 150 * MIB})
        for code, content, name, media in (
                ("paper-type-not-allowed", b"MZ", "a.exe", "application/x-msdownload"),
                ("paper-type-not-allowed", zipped(a="x"), "a.zip", "application/zip"),
                ("paper-extension-false", city.pdf(), "a.exe", "application/pdf"),
                ("paper-extension-false", city.pdf(), "a.pdf.exe", "application/pdf"),
                ("paper-content-false", b"<html><script>alert(1)</script></html>", "a.pdf", "application/pdf"),
                ("paper-content-false", zipped(a="x"), "a.docx", DOCX),
                ("paper-broken", city.pdf()[:-20], "a.pdf", "application/pdf"),
                ("paper-broken", docx()[:-40], "a.docx", DOCX),
                ("paper-unpacks-too-far", bomb, "a.docx", DOCX),
                ("paper-entry-unsafe", zipped(**{"../../x": "x", "word/document.xml": "x"}), "a.docx", DOCX),
                ("paper-nested", zipped(**{"word/embedded.bin": zipped(a="x")}), "a.docx", DOCX),
                ("paper-too-large", (b"x" * MIB for _ in range(21)), "a.png", "image/png")):
            answer = self.upload(content, name, media)
            self.assertEqual(self.code(answer), code, answer)
        for name in ("../../etc/passwd.pdf", "a/b.pdf", "a\0.pdf", "a\r\nb.pdf", "\u202efdp.exe.pdf", "không-đuôi", "x" * 250 + ".pdf"):
            self.assertEqual(self.upload(city.pdf(), name).status, 400, name)
        self.assertEqual(self.code(self.upload(None, "a.png", "image/png", headers={"Content-Length": str(21 * MIB)})), "paper-too-large")
        self.assertEqual(self.code(self.upload(b"")), "paper-empty")
        self.assertEqual(self.upload(city.pdf(), headers={"Content-Disposition": "attachment"}).status, 400)
        self.assertEqual(self.upload(city.pdf(), kind="original").status, 400)
        self.assertEqual(self.code(self.upload(city.pdf(), component=7)), "paper-component-unknown")
        self.assertEqual((contents(), rows("SELECT count(*) AS many FROM papers")), before)
        self.assertEqual(rows("SELECT attempt FROM paper_blobs"), [])

    def test_who_may_not_is_told_before_the_body(self):
        stranger = HOUSE.token("officer", city.OTHER_WARD)
        for token, status in ((HOUSE.token("auditor", city.WARD), 403), (stranger, 404), ("none", 401)):
            sent = {"Content-Length": str(40 * MIB), "Expect": "100-continue"}  # and then never comes
            answer = self.upload(None, token=token, headers=sent)
            self.assertEqual(answer.status, status, answer)

    def test_a_wrong_one_is_taken_back_and_the_same_content_of_another_stays(self):
        first, second = (self.upload(city.pdf(11)).json for _ in range(2))
        self.assertEqual(first["sha256"], second["sha256"])
        self.assertEqual(self.counter.take_back(self.dossier, first["id"]).status, 200)
        self.assertEqual(self.code(self.counter.take_back(self.dossier, first["id"])), "paper-withdrawn-once")
        self.assertEqual(self.counter.download(self.dossier, first["id"]).status, 410)
        self.assertEqual(self.counter.download(self.dossier, second["id"]).status, 200)
        before = len(contents())
        self.assertEqual(self.counter.take_back(self.dossier, second["id"]).status, 200)
        wait_until("the content is removed", lambda: len(contents()) == before - 1)
        self.assertEqual([paper["has_content"] for paper in self.listed()], [False, False])


class WhenThingsBreak(Papers):
    def test_killed_while_contents_are_stored_no_paper_is_without_its_content(self):
        keys = [str(uuid.uuid4()) for _ in range(6)]
        bodies = [city.pdf(8 * MIB + number) for number in range(len(keys))]

        def send(number):
            try:
                self.counter.upload(self.dossier, bodies[number], key=keys[number])
            except (OSError, http.client.HTTPException):
                pass
        senders = [threading.Thread(target=send, args=(number,)) for number in range(len(keys))]
        for sender in senders:
            sender.start()
        # Between the announcement of a content and its paper: exactly then there is a row of it.
        wait_until("a content is on its way", lambda: rows("SELECT attempt FROM paper_blobs WHERE leaving = 0") or not any(one.is_alive() for one in senders))
        os.kill(HOUSE.processes["dossiers"].handle.pid, signal.SIGKILL)
        for sender in senders:
            sender.join()
        HOUSE.processes["dossiers"].kill()
        HOUSE.start("dossiers")
        for paper in self.listed():
            self.assertEqual(self.counter.download(self.dossier, paper["id"]).status, 200)
        # Whatever had been done is done once.
        for number, key in enumerate(keys):
            self.assertEqual(self.counter.upload(self.dossier, bodies[number], key=key).status, 201)
        self.assertEqual(len(self.listed()), len(keys))
        for number, paper in enumerate(sorted(self.listed(), key=lambda one: one["size"])):
            self.assertEqual(self.counter.download(self.dossier, paper["id"]).body, bodies[number])

    def test_what_a_kill_left_is_removed_after_a_while(self):
        paper = self.upload(city.pdf(77)).json
        (row,) = rows(f"SELECT blob FROM papers WHERE id = '{paper['id']}'")
        # As it stands when the process dies between the content and the transaction of its paper, long ago.
        stray = "ab" * 32
        place = HOUSE.papers / stray[:2] / stray[2:4]
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(next(HOUSE.papers.rglob(row["blob"])), place / stray)
        change(f"INSERT INTO paper_blobs (attempt, blob, dossier_id, since, leaving) VALUES ('{uuid.uuid4()}', '{stray}', '{self.dossier}', 1, 0)")
        wait_until("it is removed", lambda: stray not in contents() and not rows(f"SELECT attempt FROM paper_blobs WHERE blob = '{stray}'"))
        self.assertIn("motcua_dossiers_papers_given_up_total", HOUSE.dossiers_admin.get("/metrics").body.decode())
        self.assertEqual(self.counter.download(self.dossier, paper["id"]).status, 200)

    def test_a_folder_that_takes_nothing_is_for_later(self):
        aside = HOUSE.papers.with_suffix(".aside")
        HOUSE.papers.rename(aside)
        HOUSE.papers.write_text("a file in its place")  # root may write into folders that are read-only
        key = str(uuid.uuid4())
        try:
            answer = self.upload(city.pdf(5), key=key)
            self.assertEqual((answer.status, self.code(answer)), (503, "unavailable"), answer)
            self.assertEqual(self.listed(), [])
        finally:
            HOUSE.papers.unlink()
            aside.rename(HOUSE.papers)
        self.assertEqual(self.upload(city.pdf(5), key=key).status, 201)
        self.assertEqual(len(self.listed()), 1)

    def test_damage_is_told_and_not_given_out(self):
        paper = self.upload(city.pdf(3)).json
        (row,) = rows(f"SELECT blob FROM papers WHERE id = '{paper['id']}'")
        file = next(HOUSE.papers.rglob(row["blob"]))
        good = file.read_bytes()
        file.write_bytes(good[:-1])
        try:
            answer = self.counter.download(self.dossier, paper["id"])
            self.assertEqual((answer.status, self.code(answer)), (500, "paper-damaged"))
            code, words = HOUSE.verify(topic=False)
            self.assertEqual(code, 1, words)
            self.assertIn(f"paper {paper['id']}", words)
        finally:
            file.write_bytes(good)


if __name__ == "__main__":
    unittest.main()
