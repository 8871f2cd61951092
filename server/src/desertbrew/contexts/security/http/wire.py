"""Wire shapes of security, cookies, and who stands at the door."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

from fastapi import Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from desertbrew.contexts.security.commands.guesses import Visitor
from desertbrew.contexts.security.rules.secrets import PASSWORD_LONGEST
from desertbrew.contexts.security.rules.sessions import SessionKind
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import SESSION_COOKIE
from desertbrew.platform.db import Database
from desertbrew.platform.host import Host

DEVICE_COOKIE = "desertbrew_device"
DEVICE_COOKIE_S = 400 * 24 * 3600
"""The longest that browsers keep a cookie (RFC 6265bis)."""

# PostgreSQL refuses NUL, and no control character belongs into a name.
PLAIN_TEXT = r"^[^\u0000-\u001f\u007f]+$"

# A reason may take several lines.
PLAIN_LINES = r"^[^\u0000-\u0009\u000b-\u001f\u007f]+$"


def _refuse_half_letters(written: str | SecretStr) -> str | SecretStr:
    """JSON can spell half of a letter (a lone surrogate); it has no UTF-8, so it can be neither hashed nor stored."""
    plain = written.get_secret_value() if isinstance(written, SecretStr) else written
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        raise ValueError("half of a letter is not text")
    return written


DisplayName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120, pattern=PLAIN_TEXT)]
Username = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_refuse_half_letters)]
# Not stripped: a password is what was typed, spaces and all.
Secret = Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_LONGEST), AfterValidator(_refuse_half_letters)]


class In(BaseModel):
    """What every request body here has in common: nothing unknown goes unnoticed."""

    model_config = ConfigDict(extra="forbid")


class SetupIn(In):
    """The first owner."""

    setup_code: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_refuse_half_letters)]
    display_name: DisplayName
    username: Username
    password: Secret


class SignInIn(In):
    """Who, and what only they know."""

    username: Username
    password: Secret


class PinSignInIn(In):
    """Who was tapped, and what only they know."""

    person_id: Id
    pin: Secret


class PersonIn(In):
    """Somebody to register; a password for devices of their own, a PIN for shared ones, either may come later."""

    username: Username
    display_name: DisplayName
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]
    password: Secret | None = None
    pin: Secret | None = None


class RolesIn(In):
    """All the roles that the person is to have."""

    roles: Annotated[list[Role], Field(min_length=1, max_length=20)]


class PasswordIn(In):
    """A new password; whoever changes their own says the present one too."""

    new_password: Secret
    current_password: Secret | None = None


class PinIn(In):
    """A new PIN of 4 to 8 digits; null takes it away."""

    pin: Secret | None


class ProgramKeyIn(In):
    """What the program is called, so that the key can be told from others."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80, pattern=PLAIN_TEXT)]


class ProgramKeyOut(BaseModel):
    """A key that is shown this once: what is kept of it opens nothing."""

    key: str
    expires_at: datetime


class SharedDeviceIn(In):
    """What people call the tablet."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80, pattern=PLAIN_TEXT)]


class DemoAccountOut(BaseModel):
    """Somebody to try the demo brewery as."""

    model_config = ConfigDict(from_attributes=True)

    username: str
    display_name: str
    role: Role
    password: str


class SharedDeviceOut(BaseModel):
    """A tablet that people share."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    name: str
    registered_at: datetime
    last_used_at: datetime | None


class SetupOut(BaseModel):
    """What a sign-in page has to know before anybody is signed in."""

    needs_owner: bool
    demo: bool
    demo_accounts: list[DemoAccountOut]
    shared_device: SharedDeviceOut | None


class WhoOut(BaseModel):
    """The person of a session."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    username: str
    display_name: str
    roles: list[Role]


class SessionOut(BaseModel):
    """The session at hand: who, what they may do, until when if nothing more is done."""

    id: Id
    person: WhoOut
    permissions: list[str]
    expires_at: datetime
    kind: SessionKind


class OpenSessionOut(BaseModel):
    """A session that is alive, here or elsewhere."""

    id: Id
    person_id: Id
    display_name: str
    kind: SessionKind
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class PersonOut(BaseModel):
    """Somebody who works here, or did."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    username: str
    display_name: str
    roles: list[Role]
    active: bool
    has_password: bool
    has_pin: bool
    registered_at: datetime
    deactivated_at: datetime | None


class DeactivationIn(In):
    """Why somebody's access ends."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500, pattern=PLAIN_LINES)]


class PersonNameOut(BaseModel):
    """Whom an id means."""

    id: Id
    display_name: str


class SavedViewIn(In):
    """The filters that are in a list page's address, under a name; as the default they open the page."""

    page: Annotated[str, Field(max_length=80, pattern=r"^/[a-z0-9/-]*$", description="The page's path, such as /lots")]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=PLAIN_TEXT)]
    query: Annotated[
        str, Field(max_length=1000, pattern=r"^[\x21-\x7e]*$", description="The address behind the question mark, encoded")
    ]
    is_default: bool = False


class SavedViewOut(BaseModel):
    """One of one's own views."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    page: str
    name: str
    query: str
    is_default: bool


class SavedViewsOut(BaseModel):
    """All of them: a page has few."""

    items: list[SavedViewOut]


class PersonAtDeviceOut(BaseModel):
    """Somebody to tap on a shared device."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    display_name: str
    roles: list[Role]


class PeopleAtDeviceOut(BaseModel):
    """Everybody who may sign in on the shared device."""

    items: list[PersonAtDeviceOut]


class CallerOut(BaseModel):
    """A session, as another of our processes needs it."""

    model_config = ConfigDict(from_attributes=True)

    person_id: str
    display_name: str
    roles: list[Role]
    permissions: list[str]
    session_id: str
    expires_at: datetime


def host_of(request: Request) -> Host:
    """The process that answers."""
    return cast("Host", request.app.state.host)


def database_of(request: Request) -> Database:
    """Security's database."""
    return host_of(request).databases["security"]


def visitor_of(request: Request) -> Visitor:
    """Who stands at the door; the address is the proxy's word where the server trusts one."""
    return Visitor(
        client=request.client.host if request.client else "unknown",
        user_agent=request.headers.get("user-agent", "")[:200],
        request_id=request.state.request_id,
    )


def session_token(request: Request) -> str:
    """The token of the browser's session, empty where there is none."""
    return request.cookies.get(SESSION_COOKIE, "")


def device_token(request: Request) -> str:
    """The token that makes the device shared, empty where it is not."""
    return request.cookies.get(DEVICE_COOKIE, "")


def give_cookie(request: Request, response: Response, name: str, token: SecretStr, seconds: int) -> None:
    """Hand a token to the browser, where no script can read it and no other site can send it."""
    response.set_cookie(
        name,
        token.get_secret_value(),
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"
