"""The golden files of what is published, against docs/asyncapi.yaml: every type is there, and every member of it is named."""

import json
import unittest

from documents import ROOT, Document, needs_tools

GOLDEN = ROOT / "services" / "dossiers" / "contracts" / "golden"


@needs_tools
class Published(unittest.TestCase):
    def setUp(self):
        self.document = Document((ROOT / "docs" / "asyncapi.yaml").read_text())
        messages = self.document.at("#/channels/dossiers/messages")
        self.messages = {message["name"]: message for message in map(self.document.resolved, messages.values())}

    def event(self, kind):
        data = json.loads((GOLDEN / f"{kind}.json").read_text())
        return {"record_id": "0198c7a2", "version": 1, "sequence": 1, "type": kind, "occurred_at": "2020-12-18T10:00:00+07:00",
                "recorded_at": "2020-12-18T10:00:00+07:00", "data": data}

    def test_every_type_has_a_golden_file_and_a_message(self):
        self.assertEqual(set(self.messages), {file.stem for file in GOLDEN.glob("*.json")})

    def test_golden_files_keep_to_their_schemas(self):
        for kind, message in self.messages.items():
            with self.subTest(kind):
                self.document.validate(self.event(kind), message["payload"])
                self.assertEqual(self.document.undocumented(self.event(kind), message["payload"]), [])

    def test_an_event_of_another_type_does_not(self):
        wrong = {**self.event("dossier.returned.v1"), "type": "dossier.withdrawn.v1"}
        with self.assertRaises(ValueError):
            self.document.validate(wrong, self.messages["dossier.withdrawn.v1"]["payload"])


if __name__ == "__main__":
    unittest.main()
