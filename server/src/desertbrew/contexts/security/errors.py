"""Every refusal of security. None says whether a username exists to somebody who is not signed in (INV-S3)."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class WrongCredentials(DomainError):
    """Unknown username, wrong password, or somebody who no longer works here: the same words for all three."""

    slug = "wrong-credentials"
    status = 401
    title = Text(es="No pudimos entrar", en="Could not sign in")
    detail = Text(es="El usuario o la contraseña no coinciden.", en="The username or the password does not match.")


class WrongPin(DomainError):
    """Unknown person, wrong PIN, or none set: the same words for all three."""

    slug = "wrong-pin"
    status = 401
    title = Text(es="No pudimos entrar", en="Could not sign in")
    detail = Text(es="El PIN no coincide.", en="The PIN does not match.")


class TooManyTries(DomainError):
    """The lock is on; not even the right secret opens now."""

    slug = "too-many-tries"
    status = 429
    title = Text(es="Demasiados intentos", en="Too many tries")
    detail = Text(
        es="Espera {retry_after_s} segundos antes de volver a intentarlo.",
        en="Wait {retry_after_s} seconds before you try again.",
    )


class TooBusy(DomainError):
    """More people are at the door than it can check at once."""

    slug = "sign-in-busy"
    status = 503
    title = Text(es="Hay muchos entrando a la vez", en="Many are signing in at once")
    detail = Text(es="Vuelve a intentarlo en unos segundos.", en="Try again in a few seconds.")


class DeviceNotShared(DomainError):
    """No device cookie, or one that was revoked."""

    slug = "device-not-shared"
    status = 404
    title = Text(es="Este equipo no es compartido", en="This device is not shared")
    detail = Text(
        es="Una persona encargada puede hacerlo compartido después de entrar con su contraseña.",
        en="A manager can make it shared after signing in with a password.",
    )


class OwnerExists(DomainError):
    """First start is over."""

    slug = "owner-exists"
    title = Text(es="Ya hay una persona dueña", en="There is an owner already")
    detail = Text(
        es="El primer arranque ya se hizo. Pide a quien es dueño que te registre.",
        en="The first start is over. Ask the owner to register you.",
    )


class WrongSetupCode(DomainError):
    """Not the code that the server printed when it started."""

    slug = "wrong-setup-code"
    status = 403
    title = Text(es="El código de arranque no coincide", en="The setup code does not match")
    detail = Text(
        es="Usa el código que el servidor mostró al iniciar; cada inicio muestra uno nuevo.",
        en="Use the code that the server showed when it started; each start shows a new one.",
    )


class UsernameTaken(DomainError):
    """Usernames are unique whatever their case (INV-S1)."""

    slug = "username-taken"
    title = Text(es="Ese usuario ya existe", en="That username is taken")
    detail = Text(es="Ya hay una persona con el usuario {username}.", en="Somebody has the username {username}.")


class LastOwner(DomainError):
    """Without an owner nobody could name another (INV-S2)."""

    slug = "last-owner"
    title = Text(es="Es la única persona dueña", en="This is the only owner")
    detail = Text(
        es="Nombra antes a otra persona dueña: el sistema no puede quedarse sin ninguna.",
        en="Name another owner first: the system cannot be without one.",
    )


class OwnersOnly(DomainError):
    """Only an owner makes owners or changes one (INV-S6)."""

    slug = "owners-only"
    status = 403
    title = Text(es="Solo una persona dueña puede hacerlo", en="Only an owner can do this")
    detail = Text(
        es="Nombrar a una persona dueña, o cambiar sus datos de acceso, le toca a otra persona dueña.",
        en="To name an owner, or to change an owner's access, takes an owner.",
    )


class OwnRoles(DomainError):
    """Nobody but an owner gives roles to themselves (INV-S6)."""

    slug = "own-roles"
    status = 403
    title = Text(es="No puedes cambiar tus propios roles", en="You cannot change your own roles")
    detail = Text(es="Pide a otra persona que lo haga.", en="Ask somebody else to do it.")


class PersonInactive(DomainError):
    """They no longer work here."""

    slug = "person-inactive"
    title = Text(es="Esa persona ya no está activa", en="That person is no longer active")
    detail = Text(es="{display_name} ya no trabaja aquí.", en="{display_name} no longer works here.")


class ViewNameTaken(DomainError):
    """A person finds their views by name, so a page has each name once (INV-S10)."""

    slug = "view-name-taken"
    title = Text(es="Ya tienes una vista con ese nombre", en="You have a view of that name")
    detail = Text(es="En esta página ya guardaste «{name}».", en="You have saved “{name}” on this page already.")


class TooManyViews(DomainError):
    """A menu longer than this is no help, and a script must not fill the table."""

    slug = "too-many-views"
    title = Text(es="Ya son muchas vistas", en="That is a lot of views")
    detail = Text(
        es="Una página guarda hasta {most} vistas tuyas. Borra alguna que ya no uses.",
        en="A page keeps up to {most} views of yours. Delete one that you no longer use.",
    )
