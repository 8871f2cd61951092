"""How dense water, spirit, sugar water, wort and beer are at a temperature, and how much beer shrinks on its way to 20 °C.

Science, so floats inside: kg/m³, °C, mass fractions unless a name says otherwise. Sources, checks and worked examples are
in `docs/algorithms/volume-at-20c.md`. Outside the range of its source every function raises `OutOfRange`: a polynomial
that is asked too much still answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

REFERENCE_C = 20.0
WATER_20 = 998.2012
"""Water at 20 °C, kg/m³: what a specific gravity of 20/20 °C is relative to (OIML R 22)."""

ETHANOL_20 = 789.24
"""Pure ethanol at 20 °C, kg/m³ (OIML R 22)."""

MOST_OG = 1.2
"""No brewhouse makes a stronger wort."""


class OutOfRange(ValueError):
    """A formula was asked beyond what its source says; `what` is a figure's name, `low` and `high` its bounds."""

    def __init__(self, what: str, low: float, high: float) -> None:
        super().__init__(f"{what} is not between {low:g} and {high:g}")
        self.what = what
        self.low = low
        self.high = high


def _within(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise OutOfRange(what, low, high)


# --------------------------------------------------------------------------------------------------------------- water

TANAKA_MAX_C = 40.0


def water(temp_c: float) -> float:
    """Air-free water at 101.325 kPa: Tanaka et al. (CIPM 2001, Metrologia 38, 301) to 40 °C, Kell (1975) from there to 150.

    A little supercooling is allowed, as tanks are kept there: from −5 °C on.
    """
    _within("temp_c", temp_c, -5, 150)
    if temp_c <= TANAKA_MAX_C:
        away = (temp_c - 3.983035) ** 2 * (temp_c + 301.797)
        return 999.974950 * (1 - away / (522528.9 * (temp_c + 69.34881)))
    # 16.879850e-3: much code in circulation has the digits swapped (16.897850e-3) and is 0.06 % off.
    powers = (999.83952, 16.945176, -7.9870401e-3, -46.170461e-6, 105.56302e-9, -280.54253e-12)
    return sum(each * temp_c**n for n, each in enumerate(powers)) / (1 + 16.879850e-3 * temp_c)


# ------------------------------------------------------------------------------------------------------------- ethanol

# OIML R 22 (1975), general formula for the density of ethanol and water.
_A = (
    9.982012300e2,
    -1.929769495e2,
    3.891238958e2,
    -1.668103923e3,
    1.352215441e4,
    -8.829278388e4,
    3.062874042e5,
    -6.138381234e5,
    7.470172998e5,
    -5.478461354e5,
    2.234460334e5,
    -3.903285426e4,
)
_B = (-2.0618513e-1, -5.2682542e-3, 3.6130013e-5, -3.8957702e-7, 7.1693540e-9, -9.9739231e-11)
_C = (
    (
        1.693443461530087e-1,
        -1.046914743455169e1,
        7.196353469546523e1,
        -7.047478054272792e2,
        3.924090430035045e3,
        -1.210164659068747e4,
        2.248646550400788e4,
        -2.605562982188164e4,
        1.852373922069467e4,
        -7.420201433430137e3,
        1.285617841998974e3,
    ),
    (
        -1.193013005057010e-2,
        2.517399633803461e-1,
        -2.170575700536993,
        1.353034988843029e1,
        -5.029988758547014e1,
        1.096355666577570e2,
        -1.422753946421155e2,
        1.080435942856230e2,
        -4.414153236817392e1,
        7.442971530188783,
    ),
    (
        -6.802995733503803e-4,
        1.876837790289664e-2,
        -2.002561813734156e-1,
        1.022992966719220,
        -2.895696483903638,
        4.810060584300675,
        -4.672147440794683,
        2.458043105903461,
        -5.411227621436812e-1,
    ),
    (4.075376675622027e-6, -8.763058573471110e-6, 6.515031360099368e-6, -1.515784836987210e-6),
    (-2.788074354782409e-8, 1.345612883493354e-8),
)


def ethanol_water(ethanol: float, temp_c: float) -> float:
    """Ethanol of that mass fraction in water, −20 to 40 °C: OIML R 22."""
    _within("ethanol", ethanol, 0, 1)
    _within("temp_c", temp_c, -20, 40)
    away = temp_c - REFERENCE_C
    density = sum(each * ethanol**n for n, each in enumerate(_A))
    density += sum(each * away**n for n, each in enumerate(_B, start=1))
    for power, row in enumerate(_C, start=1):
        density += away**power * sum(each * ethanol**n for n, each in enumerate(row, start=1))
    return density


def mass_fraction_of_abv(abv_pct: float) -> float:
    """The mass fraction of ethanol in a mixture of so much by volume at 20 °C: OIML R 22, table IVb."""
    _within("abv_pct", abv_pct, 0, 100)
    return _bisect(lambda p: p * ethanol_water(p, REFERENCE_C) / ETHANOL_20 - abv_pct / 100, 0, 1)


# ------------------------------------------------------------------------------------------------------------- sucrose

# ICUMSA SPS-4 (Bettin, Emmerich, Spieweck, Toth: PTB 1990): row i is the power of the temperature, column k of the mass
# fraction.
_SUCROSE = (
    (385.1761, 135.3705, 40.9299, -3.9643, 13.4853, -17.2890),
    (-46.2720, -7.1720, 1.1597, 5.1126, 17.5254),
    (59.7712, 7.2491, 12.3630, -35.4791),
    (-47.2207, -21.6977, 27.6301),
    (18.3184, 12.3081),
)


def sucrose_water(sucrose: float, temp_c: float) -> float:
    """Sucrose of that mass fraction in water: ICUMSA SPS-4, made for 10 to 80 °C; wort counts as sucrose."""
    return water(temp_c) + _sucrose_adds(sucrose, temp_c)


def _sucrose_adds(sucrose: float, temp_c: float) -> float:
    _within("sucrose", sucrose, 0, 0.85)
    _within("temp_c", temp_c, -5, 100)
    away = (temp_c - REFERENCE_C) / 100
    return sum(each * sucrose**k * away**i for i, row in enumerate(_SUCROSE) for k, each in enumerate(row, start=1))


def plato_of(gravity: float) -> float:
    """Extract in mass percent of a wort of that specific gravity (20/20 °C): the ASBC's cubic, never below nothing.

    Within 0.025 °P of the sucrose table to 30 °P; at 1.000 the cubic itself says −0.003.
    """
    _within("gravity", gravity, 1, MOST_OG)
    return max(-616.868 + 1111.14 * gravity - 630.272 * gravity**2 + 135.997 * gravity**3, 0.0)


# ---------------------------------------------------------------------------------------------------------------- beer


@dataclass(frozen=True, slots=True)
class Beer:
    """What beer is made of, mass percent: real extract and alcohol. Wort has no alcohol."""

    real_extract_pct: float
    alcohol_pct: float


LEAST_FG = 0.98


def beer_of(og: float, fg: float) -> Beer:
    """Real extract and alcohol of a beer from its original and its present gravity (20/20 °C, degassed).

    Balling's balance OE = 100 (2.0665 A + RE) / (100 + 1.0665 A), closed by density: a mixture of that extract and
    alcohol must weigh what the present gravity says. A beer at its original gravity is wort.
    """
    _within("og", og, 1, MOST_OG)
    _within("fg", fg, LEAST_FG, og)
    original = plato_of(og)
    # All of the extract gone: no beer has more alcohol than that.
    most = original / (2.0665 - 0.010665 * original)

    def of_alcohol(alcohol: float) -> Beer:
        return Beer(max(original * (1 + 0.010665 * alcohol) - 2.0665 * alcohol, 0.0), alcohol)

    def too_dense(alcohol: float) -> float:
        return beer_density(of_alcohol(alcohol), REFERENCE_C) - fg * WATER_20

    if fg == og or too_dense(0) <= 0:
        return of_alcohol(0)
    if too_dense(most) > 0:
        raise OutOfRange("fg", LEAST_FG, og)
    return of_alcohol(-_bisect(lambda negative: too_dense(-negative), -most, 0))


def beer_density(beer: Beer, temp_c: float) -> float:
    """Degassed beer: OIML's water and alcohol, plus what ICUMSA says the extract adds; −5 to 40 °C, wort to 100 °C.

    Each in the water that the other leaves. Multiplying instead of adding differs by less than 2e-4.
    """
    extract = beer.real_extract_pct / (100 - beer.alcohol_pct)
    if beer.alcohol_pct == 0:
        return sucrose_water(extract, temp_c)
    spirit = ethanol_water(beer.alcohol_pct / (100 - beer.real_extract_pct), temp_c)
    return spirit + _sucrose_adds(extract, temp_c)


def volume_factor(beer: Beer, temp_c: float) -> float:
    """V(20 °C) / V(T): how much of a volume read at `temp_c` is left, or comes, at 20 °C; about ±0.05 %."""
    return beer_density(beer, temp_c) / beer_density(beer, REFERENCE_C)


def _bisect(rises: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a function that rises from `low` to `high`, to the last bit that matters."""
    for _ in range(60):
        middle = (low + high) / 2
        if rises(middle) > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
