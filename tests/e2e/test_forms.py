"""Forms and registers as PDFs: what a reader finds in them, what the QR code says, who gets them, and what nobody finds."""

import pathlib
import subprocess
import tempfile
import unicodedata
import unittest

import city
from house import House, clean_environment

HOUSE = None
LOOKUP = "https://tra-cuu.example/ho-so"


def setUpModule():
    global HOUSE
    HOUSE = House(dossiers_lookup_address=LOOKUP, dossiers_register_lines=30, dossiers_forms_per_minute=100000)
    HOUSE.__enter__()


def tearDownModule():
    HOUSE.__exit__(None, None, None)


def run(*command, data=None):
    done = subprocess.run(command, input=data, capture_output=True)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def text_of(pdf):
    """Its words in the order in which they were drawn, one blank between two."""
    return " ".join(run("pdftotext", "-raw", "-", "-", data=pdf).decode().split())


def qr_of(pdf):
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1", "-", f"{folder}/page", data=pdf)
        picture = next(pathlib.Path(folder).glob("page*.png"))
        return run("zbarimg", "--quiet", "--raw", str(picture)).decode().removesuffix("\n")


def info_of(pdf):
    return run("pdfinfo", "-", data=pdf).decode()


class Forms(unittest.TestCase):
    def setUp(self):
        self.counter = city.Counter(HOUSE)

    def form(self, dossier, name, token=None, headers=None):
        return HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/forms/{name}", token or self.counter.officer, headers)

    def paper(self, dossier, name):
        answer = self.form(dossier, name)
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual((answer.headers["content-type"], answer.headers["cache-control"]), ("application/pdf", "no-store"))
        return answer.body

    def says(self, pdf, *words):
        text = text_of(pdf)
        for one in words:
            self.assertIn(one, text)
        return text

    def handled(self, **members):
        dossier = self.counter.register(**members)
        self.assertEqual(dossier.status, 201, dossier)
        self.assertEqual(self.counter.assign(dossier.json["id"]).status, 200)
        return dossier.json

    def done(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return answer.json


class Papers(Forms):
    def test_a_receipt_gives_its_vietnamese_back(self):
        applicant = city.applicant(name="Nguyễn Thị Phượng Hoàng Thử Nghiệm")
        components = [{"name": "Tờ khai đăng ký lại khai sinh", "kind": "original", "copies": 1}, {"name": "Ảnh 3x4", "kind": "copy", "copies": 2}]
        dossier = self.handled(applicant=applicant, components=components)
        pdf = self.paper(dossier["id"], "receipt")
        self.says(pdf, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mẫu số 01",
                  "Thông tư số 03/2025/TT-VPCP", "Nguyễn Thị Phượng Hoàng Thử Nghiệm", applicant["identity_number"], dossier["number"],
                  "1. Tờ khai đăng ký lại khai sinh (bản chính, 1 bản)", "2. Ảnh 3x4 (bản sao, 2 bản)", LOOKUP, "Trang 1/1")
        due = dossier["due_at"]
        self.says(pdf, f"{due[11:13]} giờ {due[14:16]} phút, ngày {due[8:10]} tháng {due[5:7]} năm {due[:4]}")

    def test_the_qr_code_is_number_and_address_and_no_more(self):
        dossier = self.handled()
        self.assertEqual(qr_of(self.paper(dossier["id"], "receipt")), f"{dossier['number']}\n{LOOKUP}")

    def test_marks_typed_apart_are_shown_as_letters(self):
        name = "Trần Thị Thuỳ Diễm Ước Thử Nghiệm"
        dossier = self.handled(applicant=city.applicant(name=unicodedata.normalize("NFD", name)))
        self.says(self.paper(dossier["id"], "receipt"), name)

    def test_what_the_font_lacks_breaks_nothing(self):
        dossier = self.handled(applicant=city.applicant(name="Công ty 中文 😀 Thử Nghiệm"))
        self.says(self.paper(dossier["id"], "receipt"), "Công ty □□ □ Thử Nghiệm")

    def test_long_names_and_many_papers_are_all_there(self):
        components = [{"name": f"Bản sao có chứng thực giấy tờ số {at:03d} do cơ quan có thẩm quyền của địa phương cấp", "kind": "copy", "copies": 1} for at in range(1, 101)]
        name = "Công ty trách nhiệm hữu hạn một thành viên đầu tư xây dựng thương mại và dịch vụ Thử Nghiệm Hải Phòng chi nhánh Kiến An"
        pdf = self.paper(self.handled(applicant=city.applicant(kind="enterprise", name=name), components=components)["id"], "receipt")
        text = text_of(pdf)
        self.assertIn(name, text)
        for at in range(1, 101):
            self.assertIn(f"giấy tờ số {at:03d}", text)
        pages = int(next(line for line in info_of(pdf).splitlines() if line.startswith("Pages:")).split()[1])
        self.assertGreater(pages, 3)
        for page in range(1, pages + 1):
            self.assertIn(f"Trang {page}/{pages}", text)

    def test_a_dossier_that_waits_has_a_supplement_request(self):
        dossier = self.handled()["id"]
        self.done(self.counter.command(dossier, "request-supplement", {"items": ["Bản sao giấy chứng nhận kết hôn", "Ảnh 3x4 nền trắng"]}))
        self.says(self.paper(dossier, "supplement-request"), "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Mẫu số 02", "1. Bản sao giấy chứng nhận kết hôn", "2. Ảnh 3x4 nền trắng")

    def test_one_that_was_not_accepted_has_a_refusal(self):
        dossier = self.counter.register(channel="online").json["id"]
        self.done(self.counter.command(dossier, "refuse", {"reasons": ["Không thuộc thẩm quyền giải quyết"]}))
        self.says(self.paper(dossier, "refusal"), "PHIẾU TỪ CHỐI TIẾP NHẬN HỒ SƠ", "Mẫu số 03", "1. Không thuộc thẩm quyền giải quyết")

    def test_a_late_one_has_an_apology(self):
        dossier = self.handled()["id"]
        promised = city.working_day_after(self.counter.read(dossier).json["due_date"])
        self.done(self.counter.command(dossier, "apologise", {"promised_date": promised, "reasons": ["Chờ ý kiến của sở"]}, token=self.counter.handler))
        year, month, day = promised.split("-")
        self.says(self.paper(dossier, "apology"), "PHIẾU XIN LỖI", "Mẫu số 04", "1. Chờ ý kiến của sở", f"ngày {day} tháng {month} năm {year}")

    def test_a_stopped_one_has_a_notice(self):
        dossier = self.handled()["id"]
        self.done(self.counter.stop(dossier))
        self.says(self.paper(dossier, "stop-notice"), "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Mẫu số 05", "1. Chưa đủ điều kiện")

    def test_the_control_slip_tells_the_course(self):
        dossier = self.handled()
        self.done(self.counter.resolve(dossier["id"]))
        text = self.says(self.paper(dossier["id"], "control-slip"), "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mẫu số 06", "Tiếp nhận hồ sơ", "Đã có kết quả", "cb.0042")
        self.assertNotIn("Thử Nghiệm", text)

    def test_the_set_of_forms_is_that_of_the_day(self):
        procedure = city.a_procedure(HOUSE, level="district", on="2020-03-02")
        HOUSE.import_lines([city.import_line("forms-2020", procedure, submitted_at=city.moment("2020-03-02 08:10"), accepted_at=city.moment("2020-03-02 08:10"))])
        reader = HOUSE.token("officer", "307")
        dossier = HOUSE.dossiers.get("/v1/dossiers", HOUSE.token("city_reader", "31"), source_id="forms-2020").json["items"][0]["id"]
        answer = self.form(dossier, "receipt", reader)
        self.assertEqual(answer.status, 200, answer)
        self.says(answer.body, "Thông tư số 01/2018/TT-VPCP", "ỦY BAN NHÂN DÂN QUẬN KIẾN AN BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", "Kiến An, ngày 02 tháng 03 năm 2020")

    def test_the_same_state_gives_the_same_bytes(self):
        dossier = self.handled()["id"]
        self.assertEqual(self.paper(dossier, "receipt"), self.paper(dossier, "receipt"))


class Rights(Forms):
    def logged(self, dossier):
        return HOUSE.rows("dossiers", f"SELECT fields, purpose, actor FROM access_log WHERE dossier_id = '{dossier}' ORDER BY id")

    def test_a_form_without_ground_is_refused(self):
        dossier = self.counter.register(channel="online").json["id"]
        for name in ("receipt", "supplement-request", "refusal", "apology", "stop-notice", "control-slip"):
            answer = self.form(dossier, name)
            self.assertEqual((answer.status, answer.json["type"].rsplit("/")[-1]), (409, "form-without-ground"), name)

    def test_there_are_no_other_forms(self):
        dossier = self.handled()["id"]
        for name in ("register", "letter", "receipt.pdf", "Receipt"):
            self.assertEqual(self.form(dossier, name).status, 404, name)

    def test_they_are_for_those_who_read_people_and_each_reading_is_written_down(self):
        dossier = self.handled()["id"]
        before = self.logged(dossier)
        self.assertEqual(self.form(dossier, "receipt", HOUSE.token("city_reader", "31")).status, 403)
        self.assertEqual(self.form(dossier, "receipt", HOUSE.token("auditor", city.WARD)).status, 403)
        self.assertEqual(self.form(dossier, "receipt", HOUSE.token("officer", city.OTHER_WARD)).status, 404)
        self.assertEqual(HOUSE.dossiers.get(f"/v1/dossiers/{dossier}/forms/receipt").status, 401)
        self.assertEqual(self.form(dossier, "receipt", headers={"Access-Purpose": "Not a word"}).status, 400)
        self.assertEqual(self.logged(dossier), before)
        self.assertEqual(self.form(dossier, "receipt", headers={"Access-Purpose": "reprint"}).status, 200)
        after = self.logged(dossier)
        self.assertEqual(len(after), len(before) + 1)
        self.assertEqual((after[-1]["fields"], after[-1]["purpose"]), ("applicant,notes,form:receipt", "reprint"))

    def test_nobody_is_named_outside_the_pages(self):
        applicant = city.applicant(name="Phạm Thị Kín Đáo Thử Nghiệm")
        dossier = self.handled(applicant=applicant)
        answer = self.form(dossier["id"], "receipt")
        told = info_of(answer.body) + repr(answer.headers) + qr_of(answer.body) + HOUSE.log("dossiers").read_text(errors="replace")
        for secret in (applicant["name"], applicant["identity_number"], applicant["phone"]):
            self.assertIn(secret, text_of(answer.body))
            self.assertNotIn(secret, told)
        self.assertNotIn(applicant["name"].encode(), answer.body)
        self.assertNotIn("CreationDate", info_of(answer.body))


class Registers(Forms):
    def register(self, token=None, **query):
        return HOUSE.dossiers.get("/v1/registers", token or self.counter.officer, **query)

    def test_lists_what_a_unit_received_in_a_period(self):
        at = {"occurred_at": city.moment("2026-03-03 09:00"), "occurred_reason": "Mất kết nối"}
        names = [f"Đỗ Thị Sổ Sách Thử Nghiệm {number}" for number in range(20)]
        numbers = [self.counter.register(applicant=city.applicant(name=name), **at).json["number"] for name in names]
        answer = self.register(unit=city.WARD, **{"from": "2026-03-03", "to": "2026-03-03"})
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/pdf"), answer)
        text = text_of(answer.body)
        for words in ("SỔ THEO DÕI HỒ SƠ", "Mẫu số 07", "Từ ngày 03 tháng 03 năm 2026 đến ngày 03 tháng 03 năm 2026", "Tên thủ tục hành chính"):
            self.assertIn(words, text)
        for number, name in zip(numbers, names):
            self.assertIn(number, text)
            self.assertIn(name, text)
        empty = self.register(unit=city.WARD, **{"from": "2026-03-05", "to": "2026-03-05"})
        self.assertEqual(empty.status, 200)
        self.assertNotIn("Sổ Sách", text_of(empty.body))
        logged = HOUSE.rows("dossiers", "SELECT DISTINCT dossier_id FROM access_log WHERE fields = 'applicant,form:register'")
        self.assertEqual(len(logged), 20)

    def test_one_that_is_too_long_is_refused(self):
        at = {"occurred_at": city.moment("2026-04-02 09:00"), "occurred_reason": "Mất kết nối"}
        for _ in range(31):
            self.counter.register(**at)
        answer = self.register(unit=city.WARD, **{"from": "2026-04-01", "to": "2026-04-30"})
        self.assertEqual((answer.status, answer.json["type"].rsplit("/")[-1]), (422, "register-too-long"), answer)
        self.assertIn("30", answer.json["detail"])

    def test_needs_a_unit_in_reach_and_a_period(self):
        period = {"from": "2026-03-01", "to": "2026-03-31"}
        self.assertEqual(self.register(unit=city.OTHER_WARD, **period).status, 403)
        self.assertEqual(self.register(HOUSE.token("city_reader", "31"), unit=city.WARD, **period).status, 403)
        self.assertEqual(self.register(unit="99999", **period).status, 422)
        for query in ({}, {"unit": city.WARD, "from": "2026-03-01"}, {"unit": city.WARD, "from": "2026-03-02", "to": "2026-03-01"}, {"unit": city.WARD, **period, "by": "x"}):
            self.assertEqual(self.register(**query).status, 400, query)


class Limits(unittest.TestCase):
    def test_one_subject_may_ask_for_so_many_and_no_more(self):
        with House(dossiers_forms_per_minute=2) as house:
            counter = city.Counter(house)
            dossier = counter.register().json["id"]
            ask = lambda token: house.dossiers.get(f"/v1/dossiers/{dossier}/forms/receipt", token)
            self.assertEqual([ask(counter.officer).status for _ in range(3)], [200, 200, 429])
            self.assertIn("retry-after", ask(counter.officer).headers)
            self.assertEqual(counter.read(dossier).status, 200, "readings go on")
            self.assertEqual(ask(counter.leader).status, 200, "and so do the forms of others")


class Start(unittest.TestCase):
    def cannot(self, **settings):
        """What the service says when it ends at once."""
        process = HOUSE.service("dossiers")
        changed = {f"DOSSIERS_{name.upper()}": str(value) for name, value in {"database": f"sqlite:{HOUSE.folder / 'other.sqlite'}", **settings}.items()}
        done = subprocess.run(process.command, env={**clean_environment(), **process.env, **changed}, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done)
        return done.stdout + done.stderr

    def test_without_a_font_it_says_which(self):
        self.assertIn("the font /nowhere/italic.ttf cannot be read", self.cannot(form_font_italic="/nowhere/italic.ttf"))

    def test_with_a_font_that_is_none_it_says_so(self):
        self.assertIn(f"the font {__file__} cannot be read", self.cannot(form_font=__file__))

    def test_with_a_look_up_address_that_is_none_it_says_what_one_is(self):
        self.assertIn("lookup_address must begin with https://", self.cannot(lookup_address="https://motcua.vn/?phone=1"))


if __name__ == "__main__":
    unittest.main()
