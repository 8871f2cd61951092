"""Small files made by hand, one fault each: what is repaired, what is refused, and what is never let in."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from desertbrew.contexts.production.rules.recipe import ImportResult, RecipeDraft
from desertbrew.contexts.production.rules.recipe_files import MAX_FILE_BYTES, read_recipe_file

MALT = (
    "<FERMENTABLE><NAME>Malta base</NAME><VERSION>1</VERSION><TYPE>Grain</TYPE><AMOUNT>5.0</AMOUNT>"
    "<YIELD>80</YIELD><COLOR>2</COLOR></FERMENTABLE>"
)
HOP = (
    "<HOP><NAME>Lúpulo</NAME><VERSION>1</VERSION><ALPHA>10</ALPHA><AMOUNT>0.03</AMOUNT><USE>Boil</USE>"
    "<TIME>60</TIME><FORM>Pellet</FORM></HOP>"
)
YEAST = (
    "<YEAST><NAME>Levadura</NAME><VERSION>1</VERSION><TYPE>Ale</TYPE><FORM>Dry</FORM><AMOUNT>0.0115</AMOUNT>"
    "<AMOUNT_IS_WEIGHT>TRUE</AMOUNT_IS_WEIGHT><ATTENUATION>75</ATTENUATION></YEAST>"
)
MISC = (
    "<MISC><NAME>Yeso</NAME><VERSION>1</VERSION><TYPE>Water Agent</TYPE><USE>Mash</USE><TIME>60</TIME>"
    "<AMOUNT>0.005</AMOUNT><AMOUNT_IS_WEIGHT>TRUE</AMOUNT_IS_WEIGHT></MISC>"
)
STEP = (
    "<MASH_STEP><NAME>Maceración</NAME><VERSION>1</VERSION><TYPE>Infusion</TYPE><STEP_TEMP>66</STEP_TEMP>"
    "<STEP_TIME>60</STEP_TIME></MASH_STEP>"
)
RECIPE = (
    "<RECIPE><NAME>Coyote</NAME><VERSION>1</VERSION><TYPE>All Grain</TYPE><BREWER>Alguien</BREWER>"
    "<BATCH_SIZE>20</BATCH_SIZE><BOIL_SIZE>25</BOIL_SIZE><BOIL_TIME>60</BOIL_TIME><EFFICIENCY>70</EFFICIENCY>\n"
    f"<FERMENTABLES>{MALT}</FERMENTABLES>\n<HOPS>{HOP}</HOPS>\n<YEASTS>{YEAST}</YEASTS>\n<MISCS>{MISC}</MISCS>\n"
    f"<WATERS></WATERS>\n<MASH><NAME>m</NAME><GRAIN_TEMP>20</GRAIN_TEMP><MASH_STEPS>{STEP}</MASH_STEPS></MASH>"
    "</RECIPE>"
)
GOOD = f"<RECIPES>{RECIPE}</RECIPES>"

BSMX = """<Cloud><Name>Cloud</Name><Data><Table><F_TABLE>1</F_TABLE><Data><Recipe><F_R_NAME>K&ouml;lsch</F_R_NAME>
<F_R_EQUIPMENT><F_E_BATCH_VOL>676.28</F_E_BATCH_VOL><F_E_BOIL_VOL>845</F_E_BOIL_VOL><F_E_BOIL_TIME>60</F_E_BOIL_TIME>
<F_E_EFFICIENCY>72</F_E_EFFICIENCY></F_R_EQUIPMENT>
<F_R_BASE_GRAIN><F_G_NAME>Plantilla</F_G_NAME></F_R_BASE_GRAIN>
<Ingredients><Data>
<Grain><F_G_NAME>Malta</F_G_NAME><F_G_TYPE>0</F_G_TYPE><F_G_AMOUNT>160</F_G_AMOUNT><F_G_COLOR>2</F_G_COLOR>
<F_G_YIELD>80</F_G_YIELD></Grain>
<Hops><F_H_NAME>Saaz</F_H_NAME><F_H_AMOUNT>1</F_H_AMOUNT><F_H_ALPHA>4</F_H_ALPHA><F_H_USE>1</F_H_USE>
<F_H_BOIL_TIME>60</F_H_BOIL_TIME><F_H_DRY_HOP_TIME>3</F_H_DRY_HOP_TIME></Hops>
<Misc><F_M_NAME>Musgo</F_M_NAME><F_M_TYPE>1</F_M_TYPE><F_M_USE>0</F_M_USE><F_M_UNITS>6</F_M_UNITS>
<F_M_AMOUNT>1</F_M_AMOUNT><F_M_TIME>10</F_M_TIME><F_M_TIME_UNITS>0</F_M_TIME_UNITS></Misc>
<Yeast><F_Y_NAME>Ale</F_Y_NAME><F_Y_FORM>1</F_Y_FORM><F_Y_AMOUNT>2</F_Y_AMOUNT>
<F_Y_MIN_ATTENUATION>73</F_Y_MIN_ATTENUATION><F_Y_MAX_ATTENUATION>77</F_Y_MAX_ATTENUATION></Yeast>
</Data></Ingredients>
<F_R_MASH><steps><Data><MashStep><F_MS_NAME>Sacarificación</F_MS_NAME><F_MS_TYPE>0</F_MS_TYPE>
<F_MS_STEP_TEMP>152</F_MS_STEP_TEMP><F_MS_STEP_TIME>60</F_MS_STEP_TIME></MashStep></Data></steps></F_R_MASH>
</Recipe></Data></Table></Data></Cloud>
"""


def read(text: str) -> ImportResult:
    return read_recipe_file("receta.xml", text.encode())


def one(text: str) -> RecipeDraft:
    result = read(text)
    assert result.refused == ()
    (recipe,) = result.recipes
    return recipe


def codes(recipe: RecipeDraft) -> list[str]:
    return [repair.code for repair in recipe.repairs]


def test_a_sound_file_needs_no_repair() -> None:
    recipe = one(GOOD)
    assert recipe.repairs == ()
    assert [(line.kind, line.amount, line.unit, line.use) for line in recipe.ingredient_lines()] == [
        ("MALT", Decimal(5), "kg", "mash"),
        ("HOPS", Decimal(30), "g", "boil"),
        ("YEAST", Decimal("11.5"), "g", "primary"),
        ("WATER_AGENT", Decimal(5), "g", "mash"),
    ]


@pytest.mark.parametrize(
    "sound, faulty, code, used",
    [
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>20,5<", "decimal-comma", "20.5"),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>20 l<", "unit-in-number", "20"),
        ("<AMOUNT>5.0<", "<AMOUNT>5.00 kg<", "unit-in-number", "5"),
        ("<EFFICIENCY>70<", "<EFFICIENCY><", "blank-efficiency", ""),
        ("<USE>Boil<", "<USE>boil<", "letter-case", "Boil"),
        ("<TYPE>All Grain<", "<TYPE>Otro<", "unknown-choice", ""),
        ("<BREWER>", "<OG>1056</OG><BREWER>", "gravity-restated", "1.056"),
        ("<BREWER>", "<OG>13.8 °P</OG><BREWER>", "gravity-restated", "1.055992"),
        ("<BREWER>", "<FG>1,012</FG><BREWER>", "decimal-comma", "1.012"),
        ("<BREWER>", "<OG>3.5</OG><BREWER>", "out-of-range", ""),
        ("<BREWER>", "<EST_OG>1059</EST_OG><BREWER>", "gravity-restated", "1.059"),
        ("<NAME>Coyote</NAME>", "<NAME></NAME>", "no-name", "receta"),
        ("<YIELD>80</YIELD>", "", "missing-value", ""),
        ("<COLOR>2<", "<COLOR>clara<", "not-a-number", ""),
        ("<AMOUNT>0.03<", "<AMOUNT>0<", "zero-amount", "0"),
        ("<AMOUNT>0.0115</AMOUNT>", "", "yeast-amount-missing", "1 piece"),
        ("</NAME><VERSION>1</VERSION><ALPHA>", "</NAME>]<VERSION>1</VERSION><ALPHA>", "stray-text", ""),
        ("<BREWER>", "<EST_FG><EST_FG><BREWER>", "tag-not-closed", "<EST_FG></EST_FG>"),
        ("Malta base", "Malta &ntilde;", "html-entity", "ñ"),
        ("Malta base", "Malta & trigo", "loose-ampersand", "&"),
        ("Malta base", "Malta &desconocido; x", "loose-ampersand", "&desconocido;"),
        ("Malta base", "Malta \x07", "control-character", ""),
        ("<FORM>Pellet</FORM>", "<FORM>Pellet</FORM><FORM>Leaf</FORM>", "duplicate-field", "Pellet"),
        ("</RECIPES>", "", "root-not-closed", "</RECIPES>"),
    ],
)
def test_each_repair_is_seen(sound: str, faulty: str, code: str, used: str) -> None:
    assert sound in GOOD
    recipe = one(GOOD.replace(sound, faulty, 1))
    (repair,) = [repair for repair in recipe.repairs if repair.code == code]
    assert repair.used == used
    assert repair.line is not None
    assert code in repair.detail


@pytest.mark.parametrize(
    "sound, faulty, code, line",
    [
        ("<BATCH_SIZE>20</BATCH_SIZE>", "", "missing-value", 1),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>0<", "missing-value", 1),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>veinte<", "not-a-number", 1),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>20 gal<", "not-a-number", 1),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>1e99<", "out-of-range", 1),
        ("<BATCH_SIZE>20<", "<BATCH_SIZE>NaN<", "not-a-number", 1),
        ("<AMOUNT>5.0<", "<AMOUNT>-5.0<", "out-of-range", 2),
        ("<AMOUNT>5.0<", "<AMOUNT>5.0</AMOUNT><AMOUNT>6.0<", "duplicate-field", 2),
        ("<USE>Boil<", "<USE>Nunca<", "unknown-choice", 3),
        ("<AMOUNT_IS_WEIGHT>TRUE</AMOUNT_IS_WEIGHT></MISC>", "<AMOUNT_IS_WEIGHT>tal vez</AMOUNT_IS_WEIGHT></MISC>",
         "not-true-or-false", 5),
        ("<STEP_TEMP>66<", "<STEP_TEMP>660<", "out-of-range", 7),
        ("</HOPS>", "</HOPES>", "not-well-formed", 3),
        ("<RECIPE>", "<OTHER>", "not-well-formed", None),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_refused_with_its_line(sound: str, faulty: str, code: str, line: int | None) -> None:
    assert sound in GOOD
    result = read(GOOD.replace(sound, faulty, 1))
    assert result.recipes == ()
    (refusal,) = result.refused
    assert refusal.code == code
    assert refusal.line == line or line is None
    assert refusal.reason


def test_one_faulty_recipe_does_not_take_the_others_with_it() -> None:
    faulty = RECIPE.replace("<BATCH_SIZE>20<", "<BATCH_SIZE>?<").replace("Coyote", "Rota")
    result = read(f"<RECIPES>{RECIPE}\n{faulty}\n{RECIPE}</RECIPES>")
    assert [recipe.name for recipe in result.recipes] == ["Coyote", "Coyote"]
    assert [refusal.name for refusal in result.refused] == ["Rota"]


def test_repairs_of_form_go_to_the_recipe_of_their_line() -> None:
    second = RECIPE.replace("Malta base", "M &eacute;")
    first, other = read(f"<RECIPES>{RECIPE}\n{second}</RECIPES>").recipes
    assert codes(first) == []
    assert codes(other) == ["html-entity"]


def test_any_root_will_do_and_is_said() -> None:
    assert codes(one(RECIPE)) == ["unusual-root"]
    assert codes(one(f"<EXPORT><RECIPES>{RECIPE}</RECIPES></EXPORT>")) == ["unusual-root"]


def test_beersmith_packets_and_pieces_are_not_litres() -> None:
    packets = GOOD.replace("<AMOUNT>0.0115<", "<INVENTORY>0.0 pkg</INVENTORY><AMOUNT>0.0709768<").replace(
        "<AMOUNT_IS_WEIGHT>TRUE</AMOUNT_IS_WEIGHT><ATT", "<AMOUNT_IS_WEIGHT>FALSE</AMOUNT_IS_WEIGHT><ATT"
    )
    recipe = one(packets)
    assert (recipe.yeasts[0].amount, recipe.yeasts[0].unit) == (Decimal(2), "piece")
    assert "yeast-volume-as-packets" in codes(recipe)
    pieces = GOOD.replace(
        "<AMOUNT>0.005</AMOUNT><AMOUNT_IS_WEIGHT>TRUE",
        "<DISPLAY_AMOUNT>1.00 Items</DISPLAY_AMOUNT><AMOUNT>1.0</AMOUNT><AMOUNT_IS_WEIGHT>FALSE",
    )
    recipe = one(pieces)
    assert (recipe.miscs[0].amount, recipe.miscs[0].unit) == (Decimal(1), "piece")
    assert "pieces-as-litres" in codes(recipe)


def test_colour_in_ebc_is_told_from_a_display_that_was_only_converted() -> None:
    ebc = one(GOOD.replace("<COLOR>2<", "<DISPLAY_COLOR>3,9 EBC</DISPLAY_COLOR><COLOR>3.94<"))
    assert ebc.fermentables[0].color_lovibond == Decimal(2)
    assert codes(ebc) == ["ebc-in-lovibond-field"]
    lovibond = one(GOOD.replace("<COLOR>2<", "<DISPLAY_COLOR>3.9 EBC</DISPLAY_COLOR><COLOR>2<"))
    assert lovibond.fermentables[0].color_lovibond == Decimal(2)
    assert codes(lovibond) == []


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-8-sig"])
def test_encodings_are_honoured(encoding: str) -> None:
    declared = {"utf-16": "", "utf-8-sig": ""}.get(encoding, f'<?xml version="1.0" encoding="{encoding}"?>\n')
    (recipe,) = read_recipe_file("r.xml", (declared + GOOD).encode(encoding)).recipes
    assert recipe.hops[0].name == "Lúpulo"
    assert recipe.repairs == ()


def test_encodings_that_lie_are_put_right() -> None:
    (recipe,) = read_recipe_file("r", f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{GOOD}'.encode()).recipes
    assert (recipe.hops[0].name, codes(recipe)) == ("Lúpulo", ["wrong-encoding"])
    (recipe,) = read_recipe_file("r", f'<?xml version="1.0" encoding="UTF-8"?>\n{GOOD}'.encode("cp1252")).recipes
    assert (recipe.hops[0].name, codes(recipe)) == ("Lúpulo", ["wrong-encoding"])


def test_bsmx_units_codes_and_folders() -> None:
    recipe = one(BSMX)
    assert recipe.name == "Kölsch"
    assert codes(recipe) == ["html-entity"]
    assert recipe.batch_volume_l == Decimal("19.999987")
    assert recipe.mash_steps[0].step_temp_c == Decimal("66.666667")
    assert recipe.yeasts[0].attenuation_pct == Decimal(75)
    assert [(line.name, line.amount, line.unit, line.use, line.time_minutes) for line in recipe.ingredient_lines()] == [
        ("Malta", Decimal("4.535924"), "kg", "mash", None),
        ("Saaz", Decimal("28.350"), "g", "dry_hop", Decimal(4320)),
        ("Ale", Decimal(2), "piece", "primary", None),
        ("Musgo", Decimal("4.928922"), "ml", "boil", Decimal(10)),
    ]


@pytest.mark.parametrize(
    "sound, faulty, code",
    [
        ("<F_H_USE>1<", "<F_H_USE>9<", "unknown-choice"),
        ("<F_M_UNITS>6<", "<F_M_UNITS>77<", "unknown-choice"),
        ("<F_G_AMOUNT>160<", "<F_G_AMOUNT>mucho<", "not-a-number"),
        ("<F_E_BATCH_VOL>676.28</F_E_BATCH_VOL>", "", "missing-value"),
    ],
)
def test_bsmx_faults_refuse_the_recipe(sound: str, faulty: str, code: str) -> None:
    result = read(BSMX.replace(sound, faulty))
    assert result.recipes == ()
    assert [(refusal.code, refusal.name) for refusal in result.refused] == [(code, "K&ouml;lsch".replace("&ouml;", "ö"))]
    assert result.refused[0].line is not None


BEERJSON = {
    "name": "Coyote",
    "type": "all grain",
    "author": "Alguien",
    "batch_size": {"value": 5, "unit": "gal"},
    "boil": {"boil_time": {"value": 1, "unit": "hr"}},
    "efficiency": {"brewhouse": {"value": 72, "unit": "%"}},
    "original_gravity": {"value": 1050, "unit": "sg"},
    "ingredients": {
        "fermentable_additions": [
            {
                "name": "Malta",
                "type": "grain",
                "amount": {"value": 10, "unit": "lb"},
                "yield": {"potential": {"value": 1.037, "unit": "sg"}},
                "color": {"value": 3.94, "unit": "EBC"},
            }
        ],
        "hop_additions": [
            {
                "name": "Saaz",
                "alpha_acid": {"value": 4, "unit": "%"},
                "form": "pellet",
                "amount": {"value": 1, "unit": "oz"},
                "timing": {"use": "add_to_boil", "time": {"value": 10080, "unit": "min"}},
            }
        ],
        "culture_additions": [{"name": "Ale", "type": "ale", "form": "dry", "amount": {"value": 1, "unit": "pkg"}}],
    },
}


def beerjson(**changes: object) -> ImportResult:
    document = {"beerjson": {"version": 1, "recipes": [{**BEERJSON, **changes}]}}
    return read_recipe_file("r.json", json.dumps(document).encode())


def test_beerjson_in_our_units() -> None:
    (recipe,) = beerjson().recipes
    assert codes(recipe) == ["gravity-restated", "dry-hop-as-boil"]
    assert recipe.batch_volume_l == Decimal("18.927059")
    assert recipe.boil_minutes == Decimal(60)
    assert recipe.fermentables[0].color_lovibond == Decimal(2)
    assert recipe.fermentables[0].yield_pct == Decimal("80.062319")
    assert [(line.amount, line.unit, line.use) for line in recipe.ingredient_lines()] == [
        (Decimal("4.535924"), "kg", "mash"),
        (Decimal("28.350"), "g", "dry_hop"),
        (Decimal(1), "piece", "primary"),
    ]


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"batch_size": None}, "missing-value"),
        ({"batch_size": {"value": 5, "unit": "kg"}}, "unknown-unit"),
        ({"batch_size": {"value": "5", "unit": "gal"}}, "not-a-number"),
        ({"batch_size": {"value": -5, "unit": "gal"}}, "out-of-range"),
        ({"batch_size": {"value": 1e300, "unit": "gal"}}, "out-of-range"),
        ({"batch_size": {"value": float("nan"), "unit": "gal"}}, "not-a-number"),
        ({"ingredients": []}, "not-an-object"),
        ({"ingredients": {"hop_additions": {}}}, None),
        ({"ingredients": {"hop_additions": "lúpulo"}}, "not-a-list"),
        ({"ingredients": {"hop_additions": [3]}}, "not-an-object"),
    ],
)
def test_beerjson_faults(changes: dict[str, object], code: str | None) -> None:
    assert [refusal.code for refusal in beerjson(**changes).refused] == ([code] if code else [])


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "unknown-format"),
        (b"hola", "unknown-format"),
        (b"\x00\x01\x02", "not-text"),
        (b"PK\x03\x04\x00\x00", "not-text"),
        (b"\xff\xfe\x00", "not-text"),
        (b"<", "not-well-formed"),
        (b"<html><body/></html>", "unknown-format"),
        (b"<RECIPES/>", "no-recipe"),
        (b"<Cloud><Data></Data></Cloud>", "no-recipe"),
        (b"{", "not-well-formed"),
        (b"[]", "unknown-format"),
        (b'{"beerjson": {"hop_varieties": []}}', "only-ingredients"),
        (b'{"beerjson": 1, "beerjson": 2}', "duplicate-field"),
        (b"[" * 100_000, "too-deep"),
        (b"<a>" * 60 + b"</a>" * 60, "too-deep"),
        (b" " * (MAX_FILE_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_recipe_is_refused(content: bytes, code: str) -> None:
    result = read_recipe_file("cosa.bsmx", content)
    assert (result.recipes, [refusal.code for refusal in result.refused]) == ((), [code])


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "&{before};&{before};&{before};&{before};&{before};&{before};&{before};&{before};">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "prologue",
    [
        BOMB,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
        "<!doctype html>",
        '<! ENTITY a "b">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_document_types_and_entities_are_refused_before_parsing(prologue: str, encoding: str) -> None:
    text = f"{prologue}\n{GOOD.replace('Malta base', '&i;&a;')}"
    (refusal,) = read_recipe_file("bomba.xml", text.encode(encoding)).refused
    assert refusal.code == "type-declaration"


def test_a_reference_to_an_entity_that_nobody_declared_stays_text() -> None:
    recipe = one(GOOD.replace("Malta base", "&xxe;"))
    assert recipe.fermentables[0].name == "&xxe;"


@pytest.mark.parametrize("brewer", ["Alguien</BREWER><BREWER>Nadie", "Alguien" * 50])
def test_no_repair_repeats_a_brewers_name(brewer: str) -> None:
    recipe = one(GOOD.replace("Alguien", brewer))
    assert recipe.repairs
    assert recipe.brewer.startswith("Alguien")
    assert not any("Alguien" in repair.detail or "Nadie" in repair.detail for repair in recipe.repairs)


def test_a_refused_beerjson_recipe_names_the_line_of_its_fault() -> None:
    malt = '{"name":"Malta","type":"grain","amount":{"unit":"kg","value":"mucho"}}'
    text = '{"beerjson":{"version":1,"recipes":[\n{"name":"a","batch_size":{"unit":"l","value":20},"ingredients":\n'
    text += f'{{"fermentable_additions":[\n{malt}]}}}},\n{{"name":"b"}}]}}}}'
    result = read(text)
    assert [(refusal.name, refusal.line) for refusal in result.refused] == [("a", 4), ("b", 5)]
