"""A made-up live feed, for demonstrations: it shows a wall moving and is no measurement."""

import random
from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from hub.connectors import Connector, Look, Reading, Settings


class IllustrativeFeed(Connector):
    """A value at every visit that wanders around ``level`` within ``swing``, never above ``cap``.

    Its KPI must be marked illustrative; the figures are refused otherwise.
    """

    name = "illustrative_feed"
    title = "Illustrative live feed"
    made_up = True

    class Config(Settings):
        kpi: str
        level: float = 99.93
        swing: float = Field(0.04, gt=0)
        cap: float = 100.0
        decimals: int = Field(2, ge=0, le=6)
        seed: int | None = None

    config: Config

    def read(self, look: Look) -> Iterator[Reading]:
        chance = look.memory.setdefault("chance", random.Random(self.config.seed))
        drift = look.memory.get("drift", 0.0) * 0.85 + chance.gauss(0, self.config.swing / 2)
        look.memory["drift"] = drift
        value = min(self.config.cap, self.config.level + drift)
        before = look.latest.get(self.config.kpi)
        at = max(look.now, before + timedelta(seconds=1)) if before else look.now
        yield Reading(
            self.config.kpi,
            at=at,
            value=round(value, self.config.decimals),
            source="illustrative feed, no measurement",
        )
