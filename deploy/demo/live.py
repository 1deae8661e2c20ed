#!/usr/bin/env python3
"""Lives of Kiến An's counter after 15-12-2020, told to a running dossiers service by commands that state their moments.

One for each status, channel and exception that an import cannot tell: papers and money awaited, work stopped and reopened, an apology, a
refusal at intake, a withdrawal, work handed from agency to agency. All begin on 16-12-2020 or later, so that every figure of 15-12-2020 stays what it is. Nobody in it exists.
"""

import argparse
import datetime as dt
import json
import os
import urllib.request

WHY = "Nhập lại sau khi mất kết nối"
UNIT = "307"
ASSIGN = ("assign", "officer", {"unit_code": UNIT, "officer": "cb.0307"})
PAPERS = ("request-supplement", "officer", {"items": ["Bản sao trích lục bản đồ địa chính", "Ảnh 3x4"]})
BROUGHT = ("receive-supplement", "officer", {})
MONEY = ("request-payment", "handler", {"amount_vnd": 1_500_000, "basis": "Thông báo nộp lệ phí trước bạ"})
PAID = ("confirm-payment", "officer", {"receipt": "BL-2020-0001"})
STOP = ("stop", "handler", {"reasons": ["Chờ quy hoạch được duyệt"]})
REOPEN = ("reopen", "leader", {"reasons": ["Quy hoạch đã được duyệt"]})
GRANT = ("resolve", "handler", {"outcome": "granted"})
NEXT = ("hand-over", "handler", {"unit_code": UNIT, "officer": "cb.0308"})
THERE = ("receive-handover", "handler", {})
DENY = ("resolve", "handler", {"outcome": "refused", "reasons": ["Không đủ điều kiện"]})
LAND = "1.000948.H24"  # with days enough to wait in; its clock pauses
SALE = "1.004227.H24"  # linked since 2021: checked, verified, taxed, registered
# What it is called, its procedure, its channel, the day on which it is handed in, and what happens to it on which day. Days count from 01-12-2020.
LIVES = (
    ("chưa tiếp nhận", LAND, "online", 16, ()),
    ("không được tiếp nhận", LAND, "online", 16, ((17, ("refuse", "officer", {"reasons": ["Không thuộc thẩm quyền"]})),)),
    ("mới tiếp nhận", LAND, "direct", 30, ()),
    ("đang xử lý", LAND, "postal", 28, ((29, ASSIGN),)),
    ("chờ bổ sung", LAND, "direct", 16, ((17, ASSIGN), (21, PAPERS))),
    ("chờ bổ sung khi chưa tiếp nhận", LAND, "online", 17, ((18, PAPERS),)),
    ("chờ nộp tiền", LAND, "direct", 16, ((17, ASSIGN), (22, MONEY))),
    ("đã rút", LAND, "postal", 16, ((17, ASSIGN), (18, ("withdraw", "officer", {})))),
    ("dừng xử lý", LAND, "direct", 16, ((17, ASSIGN), (23, STOP))),
    ("bổ sung rồi xong", LAND, "online", 16, ((17, ("accept", "officer", {})), (17, ASSIGN), (18, PAPERS), (24, BROUGHT), (28, GRANT))),
    ("nộp tiền rồi trả", LAND, "direct", 16, ((16, ASSIGN), (18, MONEY), (22, PAID), (25, GRANT), (28, ("return", "officer", {})))),
    ("mở lại", LAND, "postal", 16, ((17, ASSIGN), (18, STOP), (24, REOPEN))),
    ("từ chối có lý do", LAND, "direct", 17, ((18, ASSIGN), (24, DENY))),
    ("xong muộn", LAND, "direct", 16, ((17, ASSIGN), (80, GRANT))),
    ("xin lỗi và hẹn lại", LAND, "direct", 16, ((17, ASSIGN), (18, ("apologise", "handler", {"promised_date": "2021-03-31", "reasons": ["Chờ ý kiến của sở"]})))),
    ("liên thông, trễ ở bước hai", SALE, "direct", 42, ((42, ASSIGN), (43, NEXT), (43, THERE), (59, NEXT), (60, NEXT), (63, GRANT))),
    ("liên thông, chờ thuế", SALE, "online", 45, ((46, ("accept", "officer", {})), (46, ASSIGN), (49, NEXT), (56, NEXT))),
)


def moment(day, minute):
    date = dt.date(2020, 12, 1) + dt.timedelta(days=day - 1)
    return {"occurred_at": f"{date.isoformat()}T09:{minute:02d}:00+07:00", "occurred_reason": WHY}


def post(url, target, body, token, key):
    request = urllib.request.Request(url + target, json.dumps(body).encode(), {
        "Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": key})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8101", help="where the dossiers service listens (default: %(default)s)")
    url = parser.parse_args().url
    tokens = {role: os.environ[f"DEMO_{role.upper()}"] for role in ("officer", "handler", "leader")}
    for number, (name, procedure, channel, day, steps) in enumerate(LIVES, 1):
        key = f"demo-2020-12-{number:02d}"
        applicant = {"kind": "citizen", "name": f"Người Thử Nghiệm ({name})", "identity_number": f"00020201{number:04d}"}
        body = {"procedure_code": procedure, "unit_code": UNIT, "channel": channel, "applicant": applicant, **moment(day, 0)}
        dossier = post(url, "/v1/dossiers", body, tokens["officer"], key)["id"]
        for step, (on, (command, who, further)) in enumerate(steps, 1):
            post(url, f"/v1/dossiers/{dossier}/{command}", {**further, **moment(on, step)}, tokens[who], f"{key}-{step:02d}")
    print(f"{len(LIVES)} lives after 15-12-2020 told")


if __name__ == "__main__":
    main()
