"""Holds exported data against public validators: `frictionless` for the data package, `jsonschema` for the schemas.

    pip install frictionless jsonschema
    cargo run -- export dossiers/south-korea --format datapackage --as-of 2019-01-29 --out out/data
    cargo run -- export dossiers/south-korea --format schema --out out/data
    python3 tests/data/validate.py out/data

Exit 1 where a valid file is refused or a case of `schema-cases.toml` that must fail does not.
"""

import json
import pathlib
import sys
import tomllib

import jsonschema
from frictionless import validate

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plain(value):
    """TOML as JSON: dates become texts, as TOML editors have it."""
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def read(text):
    return plain(tomllib.loads(text))


def schema(path):
    held = json.loads(path.read_text())
    jsonschema.Draft7Validator.check_schema(held)
    return jsonschema.Draft7Validator(held)


def package(folder):
    report = validate(str(folder / "datapackage.json"))
    faults = [f"{row[0]}: {row[1:]}" for row in report.flatten(["type", "rowNumber", "fieldName", "message"])]
    rows = sum(task.stats.get("rows") or 0 for task in report.tasks)
    print(f"data package: {len(report.tasks)} tables, {rows} rows, {len(faults)} faults")
    return faults


def files(shipped, own):
    faults, read_files = [], 0
    for validator, folders in (
        (shipped, ["dossiers/*/statements", "crates/demarche/template/statements"]),
        (own, ["dossiers/south-korea/statements"]),
    ):
        for path in sorted(path for folder in folders for path in ROOT.glob(f"{folder}/*.toml")):
            read_files += 1
            found = validator.iter_errors(read(path.read_text()))
            faults += [f"{path.relative_to(ROOT)}: {fault.json_path}: {fault.message}" for fault in found]
    print(f"statement files: {read_files} held against a schema, {len(faults)} faults")
    return faults


def cases(shipped, own):
    held = tomllib.loads((ROOT / "tests/data/schema-cases.toml").read_text())
    faults = []
    for name, validator in (("shipped", shipped), ("own", own)):
        good = held[name]["good"]
        faults += [f"{name}: the good case fails: {fault.message}" for fault in validator.iter_errors(read(good))]
        for case in held[name]["case"]:
            text = good.replace(case["old"], case["new"], 1)
            if text == good:
                faults.append(f"{name}: {case['what']}: nothing was changed")
            elif validator.is_valid(read(text)):
                faults.append(f"{name}: {case['what']}: passes")
    count = sum(len(held[name]["case"]) for name in ("shipped", "own"))
    print(f"schema: {count} faulty cases, {len(faults)} of them passed")
    return faults


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = pathlib.Path(sys.argv[1])
    shipped = schema(ROOT / "docs/schema/statements.schema.json")
    own = schema(out / "statements.schema.json")
    faults = package(out) + files(shipped, own) + cases(shipped, own)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


main()
