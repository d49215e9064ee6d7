"""Gathers the running text that `learn-seams` counts: one file a source, one paragraph a line.

    python3 gather-texts.py OUT MILESTONES FRUS-HISTORY RDCR OTHER-PUBLICATIONS FACTBOOK DIGITALGOV 18F REGULATIONS \
        FRUS HUMAN-RIGHTS FOMC WHITE-HOUSE

Each argument after OUT is a clone (a work tree or a bare repository) of a repository named in README.md,
at the commit named there. The same commits give the same bytes.
"""

import html
import json
import re
import subprocess
import sys
from pathlib import Path


HOUSE = ("statements-releases/", "presidential-actions/", "fact-sheets/", "research/")


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], capture_output=True, check=True).stdout.decode("utf8", "replace")


def files(repository, wanted):
    return [path for path in git(repository, "ls-tree", "-r", "--name-only", "HEAD").split("\n") if path and wanted(path)]


def small(repository, wanted):
    """Files of less than 4 MiB."""
    lines = [line.split(None, 4) for line in git(repository, "ls-tree", "-r", "-l", "HEAD").split("\n") if line]
    return [path for _, _, _, size, path in lines if size.isdigit() and int(size) < 4 << 20 and wanted(path)]


def contents(repository, paths):
    """What the files say, in one go."""
    names = "".join(f"HEAD:{path}\n" for path in paths).encode()
    out = subprocess.run(["git", "-C", repository, "cat-file", "--batch"], input=names, capture_output=True, check=True).stdout
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        yield out[end + 1 : end + 1 + size].decode("utf8", "replace")
        at = end + size + 2


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


def prose(markdown):
    """Paragraphs and list items of Markdown without its head, code, links and marks."""
    markdown = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.S)
    markdown = re.sub(r"<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}|\{:.*?\}|```.*?```", "", markdown, flags=re.S)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+#]|\d+\.)\s)", markdown):
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", block)
        text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
        text = re.sub(r"[*_`]{1,3}", "", re.sub(r"^\s*(?:[-*+#>]+|\d+\.)\s+", "", text))
        text = " ".join(text.split())
        if len(text) > 60 and "http" not in text and "|" not in text and text.isprintable():
            yield text


def sections(notice):
    """What a notice of a regulation says of each of its sections."""
    if isinstance(notice, list):
        for part in notice:
            yield from sections(part)
    elif isinstance(notice, dict):
        for text in strings(notice.get("paragraphs", [])):
            if text.isprintable():
                yield text
        yield from sections(notice.get("children", []))


def documents(volume):
    """Paragraphs of a volume's documents that are whole sentences, not what was said in turns or in the clipped style of cables."""
    for text in paragraphs(re.sub(r"<note.*?</note>", "", volume.partition("<body")[2], flags=re.S)):
        text = re.sub(r"^(?:\(?[0-9A-Za-z]{1,3}[.)])+ ", "", text)
        articles = len(re.findall(r"\b(?:the|a|an)\b", text))
        whole = text[-1] in ".:;”’" and len(text) > 150 and articles >= len(text) / 150
        spoken = re.match(r"(?:Mr\. |Dr\. |The |Secretary |President )?\w+: |“", text) or re.search(r"\b(?:I|you|me|my)\b", text)
        if whole and not spoken and "[" not in text and text.isprintable():
            yield text


def page(source):
    """Paragraphs of a report's page."""
    for match in re.finditer(r"<p>(.*?)</p>", source, flags=re.S):
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", match.group(1))).split())
        if len(text) > 100 and text[-1] in ".:;”’" and "http" not in text and text.isprintable():
            yield text


def minutes(text):
    """What was said at a meeting after its members are named, five sentences a paragraph, for the paragraphs are lost."""
    text = re.sub(r"(?<=[a-z][.,])\d{1,2}(?= )", "", " ".join(text.split()))
    sentences = re.split(r"(?<=[a-z)”][.?]) (?=[A-Z])", text)[8:]
    for at in range(0, len(sentences), 5):
        said = " ".join(sentences[at : at + 5])
        listed = re.search(r"Governors; |Division of|Messrs?\. |Mses?\. |Associate Economists|Voting for|Return to", said)
        if not listed and said.isprintable():
            yield said


def statements(markdown):
    """Paragraphs that the house itself says, not what others said or wrote."""
    for text in prose(markdown):
        if not re.search(r"\b(?:I|you|my|me)\b|[\\@]|^[^.]{3,90}: [\"“]", text):
            yield text


def main():
    out, milestones, history, rdcr, other, factbook, digitalgov, eighteenf, regulations, frus, rights, fomc, house = sys.argv[1:]
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
    for name, source, folder in [("digitalgov", digitalgov, "content/"), ("18f", eighteenf, "content/posts/")]:
        posts = files(source, lambda path: path.endswith(".md") and path.startswith(folder) and "/authors/" not in path)
        texts[name] = [text for path in posts for text in prose(git(source, "show", "HEAD:" + path))]
    notices = files(regulations, lambda path: path.startswith("stub/notice/") and not path.endswith(("2013-00740", "2013-28210")))
    parts = [json.loads(git(regulations, "show", "HEAD:" + path)).get("section_by_section", []) for path in notices]
    texts["regulations"] = [text for part in parts for text in sections(part)]
    later = [
        ("relations", frus, documents, lambda path: re.match(r"volumes/frus19(6[4-9]|7)", path)),
        ("rights", rights, page, lambda path: re.match(r"html/20(16|18|20|22|24)/", path)),
        ("sittings", fomc, minutes, lambda path: path.startswith("Minutes/") and path.endswith(".txt")),
        ("white-house", house, statements, lambda path: path.startswith(HOUSE) and not re.search(r"say|support|prais|applaud|record|call", path)),
    ]
    for name, source, taken, wanted in later:
        texts[name] = [text for content in contents(source, small(source, wanted)) for text in taken(content)]
    for name, found in texts.items():
        if name in ("digitalgov", "18f", "regulations", "relations", "rights", "sittings", "white-house"):
            found = dict.fromkeys(found)
        Path(out, name + ".txt").write_text("".join(curled(text) + "\n" for text in found))


main()
