"""What may be said of a supplier."""

from __future__ import annotations

import re

# Código Fiscal de la Federación, art. 27, and the SAT's own form: 3 letters for a company, 4 for a person, a date, 3 of
# homoclave. The check digit is not checked: the SAT has issued ids whose digit does not follow its algorithm.
RFC = re.compile(r"^[A-ZÑ&]{3,4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{3}$")


def normalize_rfc(written: str) -> str | None:
    """The RFC as the SAT writes it, or None where it cannot be one. (INV-P1)"""
    plain = re.sub(r"[\s-]", "", written).upper()
    return plain if RFC.fullmatch(plain) else None


def normalize_tax_id(written: str) -> str | None:
    """Another country's tax id (NIT, VAT number, EIN) without blanks and dashes, in capitals; None where nothing is left."""
    return re.sub(r"[\s.-]", "", written).upper() or None
