"""From bytes to well-formed XML: encodings, HTML entities, and the few faults of form that can be repaired for certain.

Nothing here resolves an entity that a file declares: a document type or entity declaration refuses the file before any
parser sees it, and the parser is told to load nothing and expand nothing.
"""

from __future__ import annotations

import codecs
import html.entities
import re
import sys
from typing import TYPE_CHECKING

from lxml import etree

from desertbrew.contexts.production.rules.recipe import Repair
from desertbrew.contexts.production.rules.recipe_files.values import RecipeRefused, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

DEEPEST = 40
"""No recipe program nests deeper than a dozen; a file that does was made to hurt."""

MOST_REPAIRS = 5000
"""A backup of a whole recipe book has a few hundred named characters."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
KNOWN_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "latin-1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
DECLARATION = re.compile(r"\A\s*<\?xml\b[^<>]{0,300}\?>")
DECLARED_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*["']([^"'<>]{0,40})["']""")
TYPE_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{0,30});|#([0-9]{1,10}|[xX][0-9A-Fa-f]{1,8});)?")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OPENED_TWICE = re.compile(r"<([A-Z_]{2,40})>(\s*)<\1>(?=\s*<)")
XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


def decode(content: bytes) -> tuple[str, list[Repair]]:
    """The text of a file, and what had to be assumed about its encoding.

    Bytes that are valid UTF-8 and not plain ASCII are UTF-8 whatever the file declares: the chance that Latin-1 text is
    valid UTF-8 by accident is nil in practice. Raises `RecipeRefused` for what is not text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), []
            except UnicodeDecodeError as error:
                raise RecipeRefused("not-text", f"the file says {encoding} and is not") from error
    if b"\x00" in content:
        raise RecipeRefused("not-text", "the file is not text")
    match = DECLARED_ENCODING.match(content)
    declared = match.group(1).decode("latin-1").strip() if match else ""
    known = KNOWN_ENCODINGS.get(declared.lower())
    try:
        text, used = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, used = decode_one_byte(content, known)
    if declared and known is None:
        return text, [Repair("unknown-encoding", "encoding", shown(declared), used, 1)]
    if not content.isascii() and used != (known or "utf-8") and not {used, known} <= {"latin-1", "cp1252"}:
        return text, [Repair("wrong-encoding", "encoding", shown(declared) or "utf-8", used, 1)]
    return text, []


def decode_one_byte(content: bytes, known: str | None) -> tuple[str, str]:
    """Text of a one-byte encoding: the declared one, or Windows-1252, or Latin-1, which takes any byte."""
    candidates = ["iso-8859-15"] if known == "iso-8859-15" else ["cp1252"]
    for encoding in candidates:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


def parse_xml(text: str) -> tuple[_Element, list[Repair]]:
    """The document's root, and the repairs that made it well formed, each with its line.

    Lines are those of the file: no repair adds or removes one. Raises `RecipeRefused` with the parser's line.
    """
    if match := TYPE_DECLARATION.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise RecipeRefused("type-declaration", "the file declares a document type or entities", line)
    declaration = DECLARATION.match(text)
    if declaration is not None:
        # The encoding it names no longer holds: the parser gets UTF-8. Its lines must stay.
        text = "\n" * declaration.group(0).count("\n") + text[declaration.end() :]
    repairs: list[Repair] = []
    try:
        root = parse_strictly(text)
    except etree.XMLSyntaxError:
        text = close_what_was_opened_twice(mend_references(drop_illegal(text, repairs), repairs), repairs)
        text = close_root(text, repairs)
        try:
            root = parse_strictly(text)
        except etree.XMLSyntaxError as error:
            raise RecipeRefused("not-well-formed", shown(str(error.msg)), error.lineno or None) from error
    check_depth(root)
    return root, repairs


def parse_strictly(text: str) -> _Element:
    """Parse with everything that reaches outside the text switched off, and no recovery."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)


class Mending:
    """Counts lines as a substitution walks forward through a text, and keeps the repairs it makes."""

    def __init__(self, repairs: list[Repair]) -> None:
        self.repairs = repairs
        self.position = 0
        self.line = 1

    def note(self, match: re.Match[str], code: str, found: str, used: str) -> None:
        """Write a repair down with its line. Raises `RecipeRefused` when there are more than a person would read."""
        self.line += match.string.count("\n", self.position, match.start())
        self.position = match.start()
        if len(self.repairs) >= MOST_REPAIRS:
            raise RecipeRefused("too-many-faults", f"more than {MOST_REPAIRS} faults of form", self.line)
        self.repairs.append(Repair(code, f"line {self.line}", shown(found), shown(used), self.line))


def drop_illegal(text: str, repairs: list[Repair]) -> str:
    """Leave out the control characters that XML does not allow."""
    mending = Mending(repairs)

    def drop(match: re.Match[str]) -> str:
        mending.note(match, "control-character", f"U+{ord(match.group()):04X}", "")
        return ""

    return ILLEGAL.sub(drop, text)


def mend_references(text: str, repairs: list[Repair]) -> str:
    """Give HTML's named characters, which XML does not know, and loose ampersands their XML form."""
    mending = Mending(repairs)

    def mend(match: re.Match[str]) -> str:
        name, digits = match.group(1), match.group(2)
        if name in XML_OWN:
            return match.group()
        if name is not None and (character := html.entities.html5.get(name + ";")) is not None:
            mending.note(match, "html-entity", match.group(), character)
            return "".join(f"&#{ord(letter)};" for letter in character)
        if digits is not None and legal(digits):
            return match.group()
        mending.note(match, "loose-ampersand", match.group(), match.group())
        return "&amp;" + match.group()[1:]

    return REFERENCE.sub(mend, text)


def legal(digits: str) -> bool:
    """Whether a numeric reference names a character that XML allows."""
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return 0 < code <= sys.maxunicode and not ILLEGAL.match(chr(code))


def close_what_was_opened_twice(text: str, repairs: list[Repair]) -> str:
    """`<EST_FG><EST_FG>` is a blank field whose closing tag lost its slash."""
    mending = Mending(repairs)

    def close(match: re.Match[str]) -> str:
        tag = match.group(1)
        mending.note(match, "tag-not-closed", match.group(), f"<{tag}></{tag}>")
        return f"<{tag}>{match.group(2)}</{tag}>"

    return OPENED_TWICE.sub(close, text)


def close_root(text: str, repairs: list[Repair]) -> str:
    """Close `<RECIPES>` where only that was lost: every recipe inside is still whole."""
    body = text.rstrip()
    if body.endswith("</RECIPE>") and text.lstrip().startswith("<RECIPES") and "</RECIPES>" not in text:
        repairs.append(Repair("root-not-closed", "RECIPES", "", "</RECIPES>", body.count("\n") + 1))
        return body + "</RECIPES>"
    return text


def check_depth(root: _Element) -> None:
    """Refuse a document that nests deeper than any recipe. Raises `RecipeRefused`."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise RecipeRefused("too-deep", f"elements nested more than {DEEPEST} deep", element.sourceline)
