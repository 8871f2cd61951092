"""Why a reader repaired what it repaired, one sentence for each code."""

from __future__ import annotations

REPAIRS = {
    "decimal-comma": "A comma stood for the decimal point.",
    "unit-in-number": "The number carried its unit, and the format wants it bare.",
    "letter-case": "The word is the format's, in other letter case.",
    "gravity-restated": "The gravity was written in points or degrees Plato.",
    "ebc-in-lovibond-field": "The display beside it says EBC: BeerSmith writes EBC there when the brewer works in EBC.",
    "yeast-volume-as-packets": "BeerSmith writes packets of yeast as the room that they take.",
    "yeast-amount-missing": "No amount of yeast: one packet, as is usual.",
    "pieces-as-litres": "The display beside it counts items: BeerSmith writes them as litres.",
    "dry-hop-as-boil": "No boil lasts that long: converters write dry hops so.",
    "missing-value": "A value that one expects is not there; it stays unknown.",
    "blank-efficiency": "No efficiency: the gravity cannot be computed.",
    "zero-amount": "An amount of zero takes nothing from the warehouse.",
    "no-name": "The recipe had no name: the file's.",
    "not-a-number": "Not a number where one belongs; left out.",
    "out-of-range": "Beyond anything possible; left out.",
    "not-true-or-false": "Neither true nor false; left out.",
    "unknown-choice": "Not a word of the format; left out.",
    "unknown-unit": "Not a unit of that kind; left out.",
    "duplicate-field": "Written twice: the first counts.",
    "stray-text": "Text between fields, which no field owns; left out.",
    "text-too-long": "Longer than any screen shows; cut.",
    "html-entity": "XML does not know HTML's named characters.",
    "loose-ampersand": "An ampersand that begins no character's name.",
    "control-character": "A character that XML does not allow; left out.",
    "tag-not-closed": "A blank field whose closing tag had lost its slash.",
    "root-not-closed": "Every recipe is whole; only the last closing tag was lost.",
    "unusual-root": "The document's root is not the format's.",
    "unknown-encoding": "The declared encoding is none; the text is valid in the one used.",
    "wrong-encoding": "The bytes are not in the encoding that the file declares.",
}


def why(code: str) -> str:
    """The sentence, or the code where it has none."""
    return REPAIRS.get(code, code)
