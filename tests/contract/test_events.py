"""The golden files of what is published, against docs/asyncapi.yaml: every type is there, and every member of it is named."""

import json
import unittest

from documents import ROOT, Document, needs_tools

GOLDEN = {folder.parent.parent.name: folder for folder in (ROOT / "services").glob("*/contracts/golden")}


@needs_tools
class Published(unittest.TestCase):
    """The channel of a service has the service's name."""

    def setUp(self):
        self.document = Document((ROOT / "docs" / "asyncapi.yaml").read_text())

    def messages(self, service):
        messages = self.document.at(f"#/channels/{service}/messages")
        return {message["name"]: message for message in map(self.document.resolved, messages.values())}

    def event(self, service, kind):
        data = json.loads((GOLDEN[service] / f"{kind}.json").read_text())
        return {"record_id": "0198c7a2", "version": 1, "sequence": 1, "type": kind, "occurred_at": "2020-12-18T10:00:00+07:00",
                "recorded_at": "2020-12-18T10:00:00+07:00", "data": data}

    def test_every_type_has_a_golden_file_and_a_message(self):
        for service, folder in GOLDEN.items():
            with self.subTest(service):
                self.assertEqual(set(self.messages(service)), {file.stem for file in folder.glob("*.json")})

    def test_golden_files_keep_to_their_schemas(self):
        for service, (kind, message) in ((service, each) for service in GOLDEN for each in self.messages(service).items()):
            with self.subTest(kind):
                self.document.validate(self.event(service, kind), message["payload"])
                self.assertEqual(self.document.undocumented(self.event(service, kind), message["payload"]), [])

    def test_an_event_of_another_type_does_not(self):
        wrong = {**self.event("dossiers", "dossier.returned.v1"), "type": "dossier.withdrawn.v1"}
        with self.assertRaises(ValueError):
            self.document.validate(wrong, self.messages("dossiers")["dossier.withdrawn.v1"]["payload"])


if __name__ == "__main__":
    unittest.main()
