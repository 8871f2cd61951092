"""Where every reaction of this context is declared."""

from __future__ import annotations

from desertbrew.platform.context import Reactions

reactions = Reactions()
