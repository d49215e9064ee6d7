"""Gathers the running text that `learn-seams` counts: one file a source, one paragraph a line.

    python3 gather-texts.py OUT MILESTONES FRUS-HISTORY RDCR OTHER-PUBLICATIONS FACTBOOK

Each argument after OUT is a clone (a work tree or a bare repository) of a repository named in README.md,
at the commit named there. The same commits give the same bytes.
"""

import html
import json
import re
import subprocess
import sys
from pathlib import Path


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], capture_output=True, check=True).stdout.decode("utf8", "replace")


def files(repository, wanted):
    return [path for path in git(repository, "ls-tree", "-r", "--name-only", "HEAD").split("\n") if path and wanted(path)]


def curled(text):
    text = re.sub(r'(^|[\s(\[—])"', r"\1“", text)
    return text.replace('"', "”").replace("'", "’")


def paragraphs(tei):
    tei = re.sub(r"<teiHeader.*?</teiHeader>", "", tei, flags=re.S)
    tei = re.sub(r"<note.*?</note>", "", tei, flags=re.S)
    for match in re.finditer(r"<(p|item|head)\b[^>]*>(.*?)</\1>", tei, flags=re.S):
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", match.group(2))).split())
        if len(text) > 30:
            yield text


def strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from strings(part)
    elif isinstance(value, str):
        for text in re.split(r"<[^>]+>|\+\+", html.unescape(value)):
            text = " ".join(text.split())
            if len(text) > 60:
                yield text


def main():
    out, milestones, history, rdcr, other, factbook = sys.argv[1:]
    tei = {
        "milestones": (milestones, lambda path: path.startswith("chapters/")),
        "frus-history": (history, lambda path: path.endswith(".xml") and path.startswith(("monograph/", "documents/"))),
        "rdcr": (rdcr, lambda path: path.endswith(".xml") and path.startswith("articles/")),
        "other": (other, lambda path: path.endswith(".xml") and "pre-1861" not in path and "schema" not in path),
    }
    texts = {
        name: [text for path in files(source, wanted) for text in paragraphs(git(source, "show", "HEAD:" + path))]
        for name, (source, wanted) in tei.items()
    }
    profiles = files(factbook, lambda path: path.endswith(".json") and "/" in path)
    texts["factbook"] = [text for path in profiles for text in strings(json.loads(git(factbook, "show", "HEAD:" + path)))]
    for name, found in texts.items():
        Path(out, name + ".txt").write_text("".join(curled(text) + "\n" for text in found))


main()
