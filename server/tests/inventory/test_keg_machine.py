"""Any series of commands, against a paper ledger of kegs: nothing happens that the table does not allow. (INV-K1)

The ledger is kept by somebody who knows the table and nothing else; the real database must agree after every command, and
must never have filled a keg that was not washed since its last beer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desertbrew.contexts.inventory.contract import KegMove, KegOwnership, KegState, KegType
from desertbrew.contexts.inventory.errors import KegsCannotMove
from desertbrew.contexts.inventory.rules import kegs as table
from desertbrew.kernel.clock import FixedClock
from inventory.cooperage import BEER, Cooperage

S, M = KegState, KegMove
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
MADE_BY_LISTS = [kind for kind in table.MOVES if kind not in {M.FILL, M.TRANSFER_IN, M.TRANSFER_OUT, M.ADMIT}]
CLIENTS = ("Bar La Noria", "Taproom")


@dataclass
class PaperKeg:
    """What the ledger knows of a keg."""

    code: str
    one_way: bool
    ownership: KegOwnership
    state: KegState
    litres: Decimal = Decimal(0)
    client: str | None = None
    held_from: KegState | None = None
    happened: list[KegMove] = field(default_factory=lambda: [M.REGISTER])


kegs = st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True)


class Fleet(RuleBasedStateMachine):
    """Eight kegs: five of steel, one of PET, one rented, one of a guest."""

    cooperage: Cooperage

    @initialize()
    def register(self) -> None:
        kinds = [(KegType.SANKE_D, KegOwnership.OWN)] * 5
        kinds += [(KegType.PET_ONE_WAY, KegOwnership.OWN), (KegType.SANKE_D, KegOwnership.RENTED)]
        kinds += [(KegType.SANKE_D, KegOwnership.GUEST)]
        self.paper: list[PaperKeg] = []
        taken = len(self.cooperage.rows())
        for number, (keg_type, ownership) in enumerate(kinds, taken):
            (code,) = self.cooperage.register(f"B-{number:05d}", size="20", keg_type=keg_type, ownership=ownership)
            one_way = keg_type is KegType.PET_ONE_WAY
            state = S.WITH_OWNER if ownership is KegOwnership.GUEST else S.CLEAN if one_way else S.DIRTY
            self.paper.append(PaperKeg(code, one_way, ownership, state))

    def attempt(self, work: Callable[[], Any], possible: bool, chosen: Sequence[PaperKeg]) -> bool:
        """Do it; it must work exactly where the ledger says so."""
        try:
            work()
        except KegsCannotMove:
            assert not possible, [(keg.state, keg.happened) for keg in chosen]
            return False
        assert possible, [(keg.state, keg.happened) for keg in chosen]
        return True

    @rule(
        kind=st.sampled_from(MADE_BY_LISTS), which=kegs, to=st.sampled_from(S), client=st.none() | st.sampled_from(CLIENTS)
    )
    def move(self, kind: KegMove, which: list[int], to: KegState, client: str | None) -> None:
        chosen = [self.paper[index] for index in which]
        more: dict[str, Any] = {"to": to} if kind is M.RELEASE else {}
        if kind in {M.DISPATCH, M.DELIVER}:
            more["client_name"] = client
        if kind is M.RETIRE:
            more |= {"reason": "baja", "content_written_off": True}
        possible = all(self.may(kind, keg, to, client) for keg in chosen)
        codes = [keg.code for keg in chosen]
        if self.attempt(lambda: self.cooperage.move(kind, *codes, **more), possible, chosen):
            for keg in chosen:
                self.note(kind, keg, to, client)

    @rule(
        which=st.integers(0, 7),
        choices=st.lists(st.integers(0, 1000), min_size=2, max_size=8),
        client=st.sampled_from(CLIENTS),
    )
    def go_on(self, which: int, choices: list[int], client: str) -> None:
        """Several steps that are allowed, or most stories would be lists of refusals and end where they began."""
        keg = self.paper[which]
        for choice in choices:
            if keg.state is S.CLEAN and choice % 3:
                self.fill([which], "20")
                continue
            steps = [
                (kind, to)
                for kind in MADE_BY_LISTS
                for to in table.targets_of(kind, keg.state, one_way=keg.one_way)
                if self.may(kind, keg, to, client) and (kind not in {M.RETIRE, M.LOSE} or choice % 5 == 0)
            ]
            if steps:
                kind, to = steps[choice % len(steps)]
                self.move(kind, [which], to, client)

    @staticmethod
    def may(kind: KegMove, keg: PaperKeg, to: KegState, client: str | None) -> bool:
        targets = table.targets_of(kind, keg.state, one_way=keg.one_way)
        if not targets or (kind is M.RELEASE and to not in targets):
            return False
        match kind:
            case M.DELIVER:
                return bool(client or keg.client)
            case M.RETURN if keg.state is S.QUARANTINE:
                return keg.client is not None
            case M.HAND_BACK:
                return keg.ownership is not KegOwnership.OWN and keg.client is None
            case M.RELEASE if keg.held_from is S.AT_CLIENT:
                return keg.client is not None if to is S.AT_CLIENT else keg.client is None and to in {S.DIRTY, S.FULL}
            case M.RELEASE:
                back = S.FULL if keg.held_from is S.IN_TRANSIT else keg.held_from
                return to is S.DIRTY or (to is back and to in {S.FULL, S.TAPPED})
        return True

    @staticmethod
    def note(kind: KegMove, keg: PaperKeg, to: KegState, client: str | None) -> None:
        before = keg.state
        keg.state = to if kind is M.RELEASE else table.targets_of(kind, before, one_way=keg.one_way)[0]
        keg.happened.append(kind)
        if kind is M.DISPATCH:
            keg.client = client
        elif kind is M.DELIVER:
            keg.client = client or keg.client
        elif (
            kind in {M.COLLECT, M.RETURN, M.FIND, M.UNLOAD, M.RETIRE}
            or (kind is M.RELEASE and to is not S.AT_CLIENT)
            or (kind is M.LOSE and S.IN_TRANSIT in {before, keg.held_from})
        ):
            keg.client = None
        if keg.state in {S.DIRTY, S.CLEAN, S.WITH_OWNER, S.RETIRED}:
            keg.litres = Decimal(0)
        if kind is M.QUARANTINE:
            keg.held_from = before
        elif kind is M.FIND:
            keg.held_from = S.LOST
        elif keg.state is not S.QUARANTINE:
            keg.held_from = None

    @rule(which=kegs, volume=st.sampled_from(["0.5", "19.999", "20", "20.001"]))
    def fill(self, which: list[int], volume: str) -> None:
        chosen = [self.paper[index] for index in which]
        possible = all(keg.state is S.CLEAN for keg in chosen) and Decimal(volume) <= 20
        if self.attempt(lambda: self.cooperage.fill(*(keg.code for keg in chosen), volume=volume), possible, chosen):
            for keg in chosen:
                keg.state, keg.litres = S.FULL, Decimal(volume)
                keg.happened.append(M.FILL)

    @rule(source=st.integers(0, 7), into=st.integers(0, 7))
    def transfer(self, source: int, into: int) -> None:
        full, clean = self.paper[source], self.paper[into]
        possible = full.state is S.FULL and clean.state is S.CLEAN
        # As much as there is: what cannot be said in litres is another story.
        litres = str(full.litres or Decimal(1))
        if self.attempt(lambda: self.cooperage.transfer(full.code, (clean.code, litres)), possible, [full, clean]):
            clean.state, clean.litres = S.FULL, full.litres
            full.state, full.litres = S.RETIRED if full.one_way else S.DIRTY, Decimal(0)
            full.happened.append(M.TRANSFER_OUT)
            clean.happened.append(M.TRANSFER_IN)

    @rule(which=kegs, with_beer=st.booleans())
    def admit(self, which: list[int], with_beer: bool) -> None:
        chosen = [self.paper[index] for index in which]
        possible = all(
            keg.state is S.WITH_OWNER and (not with_beer or keg.ownership is KegOwnership.GUEST) for keg in chosen
        )
        codes = [keg.code for keg in chosen]
        if self.attempt(lambda: self.cooperage.admit(*codes, content=BEER if with_beer else None), possible, chosen):
            for keg in chosen:
                keg.state, keg.litres = (S.FULL, Decimal(20)) if with_beer else (S.DIRTY, Decimal(0))
                keg.happened.append(M.ADMIT)

    @invariant()
    def ledger_and_database_agree(self) -> None:
        rows = {row.code: row for row in self.cooperage.contents()}
        for keg in getattr(self, "paper", []):
            row = rows[keg.code]
            assert (row.state, row.volume_l or 0, row.client_name, row.held_from) == (
                keg.state, keg.litres, keg.client, keg.held_from,
            ), keg.happened  # fmt: skip
            assert row.event_count == len(keg.happened)

    def teardown(self) -> None:
        for keg in getattr(self, "paper", []):
            events = self.cooperage.events(self.cooperage.row(keg.code).id)
            assert [event.kind for event in events] == keg.happened
            assert [event.from_state for event in events[1:]] == [event.to_state for event in events[:-1]]
            self.only_washed_kegs_were_filled(keg)
        assert self.cooperage.faults() == []

    @staticmethod
    def only_washed_kegs_were_filled(keg: PaperKeg) -> None:
        """INV-K3, told by the history alone: a wash between any two beers, and nothing else makes a keg clean."""
        clean = keg.one_way
        for kind in keg.happened:
            if kind in {M.FILL, M.TRANSFER_IN}:
                assert clean, keg.happened
            clean = kind is M.WASH or (clean and kind is M.REGISTER)


@pytest.mark.timeout(120)
def test_inv_k1_no_series_of_commands_moves_a_keg_that_may_not(cooperage: Cooperage, clock: FixedClock) -> None:
    machine = type("FleetHere", (Fleet,), {"cooperage": cooperage})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
