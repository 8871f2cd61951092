"""What the catalogue refuses."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class SkuTaken(DomainError):
    """Two items with one code are one item."""

    slug = "sku-taken"
    title = Text(es="Esa clave ya existe", en="That SKU exists already")
    detail = Text(es="La clave {sku} es de {name}.", en="The SKU {sku} belongs to {name}.")


class IngredientNameTaken(DomainError):
    """Programs on the kitchen's wire know ingredients by name."""

    slug = "ingredient-name-taken"
    title = Text(es="Ese ingrediente ya existe", en="That ingredient exists already")
    detail = Text(es="Ya hay un ingrediente {name}.", en="There is an ingredient {name} already.")


class CategoryNameTaken(DomainError):
    """Two categories whose names differ in case or accents only are one category."""

    slug = "category-name-taken"
    title = Text(es="Esa categoría ya existe", en="That category exists already")
    detail = Text(es="Ya hay una categoría {name}.", en="There is a category {name} already.")


class CategoryInactive(DomainError):
    """What is closed takes nothing new in."""

    slug = "category-inactive"
    title = Text(es="Esa categoría está inactiva", en="That category is inactive")
    detail = Text(es="{name} no recibe artículos nuevos.", en="{name} takes no new items.")


class ItemInactive(DomainError):
    """Neither received nor consumed; counting it and throwing it away goes on."""

    slug = "item-inactive"
    title = Text(es="Ese artículo está inactivo", en="That item is inactive")
    detail = Text(
        es="{name} está dado de baja: no se recibe ni se consume. No se movió nada.",
        en="{name} is inactive: it is neither received nor consumed. Nothing moved.",
    )


class UnitDoesNotConvert(DomainError):
    """Nobody told how much of the item one such unit is."""

    slug = "unit-does-not-convert"
    status = 422
    title = Text(es="Unidad sin equivalencia", en="Unit without a conversion")
    detail = Text(
        es="{item} se lleva en {base}; falta decir cuánto es un(a) {unit}.",
        en="{item} is kept in {base}; nobody has said how much one {unit} is.",
    )
