"""Which passwords and PINs are worth keeping: length and not being the first guess; no rules about symbols."""

from __future__ import annotations

import re
import unicodedata

from desertbrew.contexts.security.rules.common_passwords import COMMON, COMMON_WORDS
from desertbrew.kernel.errors import Text

PASSWORD_SHORTEST = 10
PASSWORD_LONGEST = 200
DEMO_PASSWORD = "desierto-2026"  # noqa: S105 - published on purpose; opens nothing outside the demo (INV-S9)

TOO_SHORT = Text(es="Usa por lo menos {least} caracteres.", en="Use at least {least} characters.")
TOO_LONG = Text(es="Usa a lo más {most} caracteres.", en="Use at most {most} characters.")
TOO_COMMON = Text(
    es="Es de las primeras que alguien probaría. Junta varias palabras que solo tú unirías.",
    en="It is among the first that anybody would try. Put words together that only you would.",
)
NAMES_PERSON = Text(es="No debe contener el nombre de usuario.", en="It must not contain the username.")
PIN_FORM = Text(es="El PIN lleva de 4 a 8 cifras.", en="A PIN has 4 to 8 digits.")
PIN_TRIVIAL = Text(
    es="Es un PIN de los primeros que alguien probaría.", en="This PIN is among the first that anybody would try."
)

PIN = re.compile(r"[0-9]{4,8}", re.ASCII)
# DataGenetics' PIN study (2012): what remains at the top of real PINs once repeats, runs and years are gone.
COMMON_PINS = frozenset({"2580", "0852", "1004", "5683", "1379", "9731", "7410", "0147", "3690", "0963", "1593", "3571"})
YEAR = re.compile(r"(19[4-9]|20[0-3])[0-9]", re.ASCII)
RUNS = (
    "01234567890",
    "09876543210",
    "abcdefghijklmnñopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjklñ",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
RUNS_BOTH_WAYS = RUNS + tuple(run[::-1] for run in RUNS)
LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


def normalize_secret(written: str) -> str:
    """What is hashed: the same letters whatever keyboard composed them (NFKC, as NIST SP 800-63B 5.1.1.2 says)."""
    return unicodedata.normalize("NFKC", written)


def password_fault(password: str, username: str) -> Text | None:
    """Why `password` will not do, or None; NIST SP 800-63B, ASVS 5.0 6.2: length and a list, no composition rules."""
    plain = normalize_secret(password)
    if len(plain) < PASSWORD_SHORTEST:
        return Text(es=TOO_SHORT.es.format(least=PASSWORD_SHORTEST), en=TOO_SHORT.en.format(least=PASSWORD_SHORTEST))
    if len(plain) > PASSWORD_LONGEST:
        return Text(es=TOO_LONG.es.format(most=PASSWORD_LONGEST), en=TOO_LONG.en.format(most=PASSWORD_LONGEST))
    folded = plain.casefold()
    if len(username) > 2 and username in folded:  # noqa: PLR2004 - two letters are in many honest passwords
        return NAMES_PERSON
    return TOO_COMMON if _is_common(folded) else None


def _is_common(folded: str) -> bool:
    letters = re.sub(r"[\W\d_]+", "", folded)
    # Digits around a word are digits (2026); digits inside it are letters (p4ssw0rd).
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    spelt = re.sub(r"[\W\d_]+", "", core.translate(LEET))
    return (
        folded in COMMON
        or folded == DEMO_PASSWORD
        or _repeats(folded)
        or any(folded in run * 2 for run in RUNS_BOTH_WAYS)
        or letters in COMMON_WORDS
        or spelt in COMMON_WORDS
        or (not letters and _is_trivial_number(folded))
    )


def _is_trivial_number(folded: str) -> bool:
    digits = re.sub(r"\D", "", folded)
    return not digits or _repeats(digits) or any(digits in run * 2 for run in RUNS_BOTH_WAYS)


def _repeats(text: str) -> bool:
    """Whether one block of up to four characters makes up all of it: aaaa, 1212, abcabcab."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5) if len(text) >= 2 * size)


def pin_fault(pin: str) -> Text | None:
    """Why `pin` will not do, or None."""
    if not PIN.fullmatch(pin):
        return PIN_FORM
    # A run may begin anywhere and wrap: 8901.
    is_run = any(pin in run * 2 for run in ("0123456789", "9876543210"))
    return PIN_TRIVIAL if is_run or _repeats(pin) or YEAR.fullmatch(pin) or pin in COMMON_PINS else None
