"""The same kinds of fault through programs that print bound values: Jinja2, Sphinx with MyST, Typst.

Standard input: JSON with `parts`, the brief's words as a list of {"text": ...} and {"key": ..., "value": ...}, and
`most`, how many faults of a class each peer is given. Standard output: JSON, a list of peers with their counts.

Each peer gets the prose with a placeholder for every bound stretch and a file with its words, in its strictest mode.
A fault is *stopped* when the program ends with an error, *vanished* when it does not and words are gone from the
output, *printed* when it does not and the altered words stand there.
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile


def misspelt(key):
    return key[:-1] + ("x" if key[-1] != "x" else "y")


def digit(value):
    return re.sub(r"\d", lambda found: "8" if found[0] == "9" else str(int(found[0]) + 1), value, count=1)


def faults(parts, most):
    """(class, parts, data) for each fault; a part with a key prints `data[key]`."""
    data = {part["key"]: part["value"] for part in parts if "key" in part}
    keys = list(data)

    def spread(found):
        found = list(found)
        step = max(1, -(-len(found) // most))
        return found[::step]

    for key in spread(keys):
        bad = [dict(part, key=misspelt(key)) if part.get("key") == key else part for part in parts]
        yield "id misspelt", bad, data
    for key in spread(keys):
        yield "value removed", parts, {other: value for other, value in data.items() if other != key}
    altered = {
        "digit changed": digit,
        "unit changed": lambda value: value.replace("billion", "BILLION").replace("million", "billion")
        .replace("BILLION", "million").replace("%", ""),
        "currency changed": lambda value: value.replace("$", "€").replace("won", "yen"),
        "hedge changed": lambda value: re.sub(r"\b([Aa])bout\b", r"\1bove", value).replace("over", "under"),
        "rank changed": lambda value: value.replace("sixth", "seventh").replace("third", "fourth")
        .replace("second", "third").replace("largest", "smallest"),
    }
    for name, alter in altered.items():
        for key in spread(key for key in keys if alter(data[key]) != data[key]):
            yield name, parts, dict(data, **{key: alter(data[key])})


class Refused(Exception):
    pass


def jinja(_folder):
    import jinja2

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)

    def run(parts, data):
        text = "".join("{{ " + part["key"] + " }}" if "key" in part else part["text"] for part in parts)
        try:
            return environment.from_string(text).render(data)
        except jinja2.UndefinedError as error:
            raise Refused(str(error)) from error

    return run


def sphinx(strict):
    def make(folder):
        import myst_parser  # noqa: F401
        import sphinx  # noqa: F401

        site = folder / "site"
        site.mkdir()
        command = [sys.executable, "-m", "sphinx", "-E", "-q", "-b", "html", str(site), str(folder / "out")]

        def run(parts, data):
            # A process a fault: an error leaves extensions registered in the one that made it.
            text = "".join("{{ " + part["key"] + " }}" if "key" in part else part["text"] for part in parts)
            (site / "index.md").write_text("# Brief\n\n" + text)
            (site / "conf.py").write_text(
                "project = 'peer'\nextensions = ['myst_parser']\nmyst_enable_extensions = ['substitution']\n"
                f"myst_substitutions = {data!r}\n"
            )
            done = subprocess.run(command + ["-W"] * strict, capture_output=True, text=True)
            if done.returncode:
                raise Refused(done.stderr)
            page = (folder / "out/index.html").read_text()
            body = re.search(r'role="main">(.*?)<div class="sphinxsidebar"', page, re.S)
            return html.unescape(re.sub(r"<[^>]+>", "", body[1] if body else page))

        return run

    return make


def typst(folder):
    import typst as compiler

    def run(parts, data):
        # The text layer is asked for, not the drawing: the document's own words as metadata.
        words = ["#let d = json(\"data.json\")"]
        for part in parts:
            words.append(f"#d.at({json.dumps(part['key'])})" if "key" in part else f"#{json.dumps(part['text'])}")
        shown = ", ".join(
            f"d.at({json.dumps(part['key'])})" if "key" in part else json.dumps(part["text"]) for part in parts
        )
        words.append(f"#metadata(({shown}).join()) <words>")
        (folder / "data.json").write_text(json.dumps(data))
        (folder / "peer.typ").write_text("\n".join(words))
        try:
            compiler.compile(str(folder / "peer.typ"), output=str(folder / "peer.pdf"))
            return json.loads(compiler.query(str(folder / "peer.typ"), "<words>", field="value", one=True))
        except Exception as error:
            raise Refused(str(error)) from error

    return run


PEERS = [
    ("Jinja2, StrictUndefined", jinja, "jinja2"),
    ("Sphinx with MyST substitutions", sphinx(False), "sphinx myst-parser"),
    ("Sphinx with MyST substitutions, -W", sphinx(True), "sphinx myst-parser"),
    ("Typst with a data file", typst, "typst"),
]


def judge(run, parts, most):
    data = {part["key"]: part["value"] for part in parts if "key" in part}
    whole = run(parts, data)
    counts = {}
    for name, bad_parts, bad_data in faults(parts, most):
        row = counts.setdefault(name, {"variants": 0, "stopped": 0, "vanished": 0, "printed": 0})
        row["variants"] += 1
        try:
            text = run(bad_parts, bad_data)
        except Refused:
            row["stopped"] += 1
            continue
        wanted = [bad_data.get(part["key"]) for part in parts if "key" in part]
        gone = any(value is None or value not in text for value in wanted)
        row["vanished" if gone else "printed"] += 1
    return whole, counts


def main():
    asked = json.load(sys.stdin)
    parts = asked["parts"]
    answers = []
    for name, make, packages in PEERS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                run = make(pathlib.Path(folder))
            except ImportError:
                answers.append({"peer": name, "absent": f"pip install {packages}"})
                continue
            whole, counts = judge(run, parts, asked["most"])
            values = [part["value"] for part in parts if "key" in part]
            printed = sum(value in whole for value in values)
            answers.append({"peer": name, "bound": len(values), "bound_printed": printed, "classes": counts})
    json.dump(answers, sys.stdout)


main()
