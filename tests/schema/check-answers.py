#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hold what a program prints against docs/answer.schema.json.

usage: check-answers.py SCHEMA PROGRAM    runs PROGRAM json|batch|jsonl|empty

The keywords that the schema uses are checked here, so that the test needs no package; an unknown keyword is an error. Where
the package jsonschema is installed, it has to agree.
"""
import json
import subprocess
import sys

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
KEYWORDS = {
    "$schema", "$id", "$comment", "$ref", "$defs", "title", "description", "oneOf", "enum", "type", "required", "properties",
    "additionalProperties", "items", "minItems", "maxItems", "minLength", "minimum",
}


def problems(value, schema, root, where="answer"):
    """What of `value` does not fit, as a list of lines."""
    unknown = set(schema) - KEYWORDS
    if unknown:
        return [f"the schema uses {unknown}, which is not checked here"]
    found = []
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        found += problems(value, root["$defs"][name], root, where)
    if "oneOf" in schema:
        outcomes = [problems(value, choice, root, where) for choice in schema["oneOf"]]
        if sum(not outcome for outcome in outcomes) != 1:
            found += min((outcome for outcome in outcomes if outcome), key=len)
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[name](value) for name in types):
        return found + [f"{where}: {value!r} is no {' or '.join(types)}"]
    if isinstance(value, dict):
        found += object_problems(value, schema, root, where)
    if isinstance(value, list):
        found += list_problems(value, schema, root, where)
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        found.append(f"{where}: an empty string")
    if TYPES["number"](value) and value < schema.get("minimum", value):
        found.append(f"{where}: {value} is too small")
    return found


def object_problems(value, schema, root, where):
    properties = schema.get("properties", {})
    found = [f"{where}: no {key}" for key in schema.get("required", []) if key not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{where}: {key} is not in the schema" for key in value if key not in properties]
    if "required" in schema and not found:
        order = [key for key in properties if key in value]
        if list(value) != order:
            found.append(f"{where}: the order is {list(value)}")
    for key in value:
        found += problems(value[key], properties.get(key, {}), root, f"{where}.{key}")
    return found


def list_problems(value, schema, root, where):
    found = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        found.append(f"{where}: {len(value)} items")
    for index, item in enumerate(value):
        found += problems(item, schema.get("items", {}), root, f"{where}[{index}]")
    return found


def range_problems(hit):
    """Ranges are bytes of plainExcerpt, in order, apart, and on whole characters."""
    text, at = hit["plainExcerpt"].encode(), 0
    for start, end in hit["ranges"]:
        if not at <= start < end <= len(text):
            return [f"{hit['id']}: {hit['ranges']} of {len(text)} bytes"]
        text[start:end].decode()
        at = end
    return []


def answers_of(program, form):
    output = subprocess.run([program, form], capture_output=True, check=True).stdout.decode()
    return [json.loads(line) for line in output.splitlines()] if form == "jsonl" else [json.loads(output)]


def hits_of(answer):
    if isinstance(answer, list):
        return [hit for one in answer for hit in one["hits"]]
    return answer["hits"] if "hits" in answer else [answer]


def wrong_answers(answer):
    """Copies of an answer with one thing wrong, to see the check fail."""
    for change in ({"limit": -1}, {"partial": None}, {"extra": 1}, {"hits": {}}, {"language": "fr"}, {"query": 3}):
        yield {**answer, **change}
    yield {key: value for key, value in answer.items() if key != "offset"}


def validator_of(schema):
    try:
        import jsonschema
    except ImportError:
        return lambda answer: []
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    return lambda answer: [error.message for error in validator.iter_errors(answer)]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validate, found, n_hits = validator_of(schema), [], 0
    for form in ("json", "batch", "jsonl", "empty"):
        for answer in answers_of(sys.argv[2], form):
            found += problems(answer, schema, schema) + validate(answer)
            for hit in hits_of(answer):
                found += range_problems(hit)
                n_hits += 1
    for wrong in wrong_answers(answers_of(sys.argv[2], "json")[0]):
        if not problems(wrong, schema, schema):
            found.append(f"not seen to be wrong: {json.dumps(wrong)[:200]}")
    print("\n".join(found) or f"{n_hits} hits fit")
    return bool(found)


sys.exit(main())
