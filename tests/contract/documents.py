"""What the documents say and the tests need of it: the tools of schemathesis' environment, and members that no document names."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
for packages in ROOT.glob("build/tools/venv/lib/python3*/site-packages"):
    sys.path.append(str(packages))
try:
    import jsonschema_rs
    import yaml
except ImportError:
    jsonschema_rs = yaml = None

needs_tools = unittest.skipIf(yaml is None, "schemathesis and what comes with it could not be had; runs where tests/run.sh can fetch it with pip")


class Document:
    """One OpenAPI or AsyncAPI file."""

    def __init__(self, text):
        self.whole = yaml.safe_load(text)

    def at(self, pointer):
        value = self.whole
        for key in pointer.removeprefix("#/").split("/"):
            value = value[key.replace("~1", "/").replace("~0", "~")]
        return value

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.at(schema["$ref"])
        return schema

    def validate(self, value, schema):
        """Raises when the value does not keep to the schema."""
        jsonschema_rs.validate({"components": self.whole["components"], **schema}, value, validate_formats=True)

    def undocumented(self, value, *schemas, path=""):
        """Members of `value` that none of the schemas names, as paths. A schema without properties leaves its object open."""
        schemas = list(self.parts(schemas))
        if isinstance(value, list):
            items = [schema["items"] for schema in schemas if "items" in schema]
            return [found for one in value for found in self.undocumented(one, *items, path=path + "/*")] if items else []
        if not isinstance(value, dict) or not any("properties" in schema for schema in schemas):
            return []
        unknown = []
        for name, member in value.items():
            known = [schema["properties"][name] for schema in schemas if name in schema.get("properties", {})]
            unknown += self.undocumented(member, *known, path=f"{path}/{name}") if known else [f"{path}/{name}"]
        return unknown

    def parts(self, schemas):
        for schema in map(self.resolved, schemas):
            yield schema
            for word in ("allOf", "oneOf", "anyOf"):
                yield from self.parts(schema.get(word, []))

    def answer_schema(self, method, path, status, media="application/json"):
        operation = self.whole["paths"][path][method]
        response = self.resolved(operation["responses"][str(status)])
        return response["content"][media]["schema"]
