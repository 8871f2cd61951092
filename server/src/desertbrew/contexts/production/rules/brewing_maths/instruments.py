"""What an instrument says, and what it means."""

from __future__ import annotations

from desertbrew.contexts.production.rules.brewing_maths.units import fahrenheit


def hydrometer_sg(reading: float, sample_c: float, calibrated_c: float = 20) -> float:
    """A hydrometer's reading at the temperature that it was made for."""
    return reading * water_expansion(sample_c) / water_expansion(calibrated_c)


def water_expansion(celsius: float) -> float:
    """Relative density of water over temperature, the polynomial in °F that hydrometer tables follow."""
    f = fahrenheit(celsius)
    return 1.00130346 - 1.34722124e-4 * f + 2.04052596e-6 * f**2 - 2.32820948e-9 * f**3


def refractometer_terrill_linear(initial: float, final: float) -> float:
    """FG from Brix before and after, both over the wort correction factor (Sean Terrill, linear)."""
    return 1 - 0.000856829 * initial + 0.00349412 * final


def refractometer_terrill_cubic(initial: float, final: float) -> float:
    """The same by Terrill's cubic."""
    return (
        1
        - 0.0044993 * initial
        + 0.011774 * final
        + 0.00027581 * initial**2
        - 0.0012717 * final**2
        - 0.00000728 * initial**3
        + 0.000063293 * final**3
    )


def refractometer_novotny_linear(initial: float, final: float) -> float:
    """The same by Petr Novotný's linear fit: ours where nothing else is asked, and never for the tax."""
    return 1 - 0.002349 * initial + 0.006276 * final


def refractometer_novotny_quadratic(initial: float, final: float) -> float:
    """The same by Novotný's quadratic fit."""
    return (
        1.335e-5 * initial**2 - 3.239e-5 * initial * final + 2.916e-5 * final**2 - 2.421e-3 * initial + 6.219e-3 * final + 1
    )


def refractometer_bonham(initial: float, final: float) -> float:
    """The same by Louis Bonham; the second reading as it stands, without the wort correction factor."""
    return (
        1.001843
        - 0.002318474 * initial
        - 0.000007775 * initial**2
        - 0.000000034 * initial**3
        + 0.00574 * final
        + 0.00003344 * final**2
        + 0.000000086 * final**3
    )
