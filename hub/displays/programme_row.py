"""One programme or project: badge, name, owner, its bar on the axis of time, what is complete."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from hub.displays import Frame
from hub.domain.initiatives import ENDED, Standing, following
from hub.drawing import STATES, Node, badge, card, fit, fits, group, label, legend, node, width
from hub.drawing.marks.card_style import ILLUSTRATIVE
from hub.drawing.marks.flags import APART
from hub.drawing.marks.time_bar import DayAxis, TimeBar, diamond, milestone_state
from hub.drawing.theme import Theme
from hub.snapshot.initiatives import InitiativeView
from hub.snapshot.views import Legend

STATE = {
    Standing.ON_TRACK: "green",
    Standing.MONITOR: "amber",
    Standing.OFF_TRACK: "red",
    Standing.NOT_REPORTED: "no_data",
    Standing.OUT_OF_DATE: "late",
    Standing.NOT_BEGUN: "not_due",
}
OTHERS = (
    ("no_data", "No report yet"),
    ("late", "Report out of date"),
    ("not_due", "Not begun"),
)
WORDS = Legend("On track", "Monitor", "Off track", OTHERS)
BEHIND = {Standing.MONITOR: "on", Standing.OFF_TRACK: "below"}
PAD, NEAR = 20.0, 22.0
NAMES, FIGURES = 0.33, 0.17  # of the width of a picture that is wider than high


def state_of(standing: Standing) -> str:
    """The line of the table of states that a standing is drawn by."""
    return STATE.get(standing, standing.value)


def word_of(standing: Standing) -> str:
    return legend(WORDS, (state_of(standing),))[0][1]


@dataclass(frozen=True)
class ProgrammeRow:
    """A card of ``width`` x ``height`` px; ``united``: units are named, since there are several."""

    view: InitiativeView
    axis: DayAxis
    frame: Frame
    today: date
    width: float
    height: float
    united: bool = False

    @staticmethod
    def span(frame: Frame, wide: float) -> tuple[float, float]:
        """From where to where the axis of time goes on a card."""
        if frame.portrait:
            return PAD + 8, wide - PAD - 8
        figures = max(FIGURES * wide, 268 * frame.zoom)
        return min(NAMES * wide, 680.0 * frame.zoom), wide - min(figures, 400 * frame.zoom)

    @property
    def theme(self) -> Theme:
        return self.frame.theme

    @property
    def zoom(self) -> float:
        return self.frame.zoom

    def drawn(self, x: float, y: float) -> Node:
        state = STATES[state_of(self.view.standing)]
        words = word_of(self.view.standing)
        return group(
            f"initiative-{self.view.key}",
            card(state.look, self.theme, self.width, self.height),
            node("rect", x=0, y=0, width=self.width, height=self.height, fill="none",
                 pointer_events="all"),
            *self._parts(),
            x=x,
            y=y,
            role="link",
            tabindex="0",
            data_href=self._href,
            data_value=self._shown,
            aria_label=f"{self.view.title}: {', '.join([words, *self._said])}",
        )  # fmt: skip

    @property
    def _href(self) -> str:
        """To what it delivers on the map, or to the scorecard of its unit."""
        if self.view.node:
            about = {"scene": "strategy_map", "unit": self.view.node_unit,
                     "objective": self.view.node}  # fmt: skip
            return f"?{urlencode(about)}"
        return f"?{urlencode({'scene': 'scorecard', 'unit': self.view.unit})}"

    @property
    def _shown(self) -> str:
        return "" if self.view.complete is None else f"{self.view.complete:.0f}%"

    @property
    def _said(self) -> list[str]:
        """All of it in words."""
        said = [f"{self._shown} complete"] if self._shown else []
        said += [f"planned {self.view.planned:.0f}%"] if self.view.state not in ENDED else []
        said += [self._when, self._next, f"owner {self.view.owner}" if self.view.owner else ""]
        made = self.view.illustrative or self.view.made_up
        return [words for words in [*said, ILLUSTRATIVE * made] if words]

    def _parts(self) -> Iterator[Node]:
        mark = 50 * self.zoom
        left = PAD + mark + 16
        word = word_of(self.view.standing)
        middle = self.height / 2
        if self.frame.portrait:
            figures = min(300.0 * self.zoom, 0.38 * self.width)
            middle = 0.29 * self.height
            yield from self._names(left, self.width - figures - left - 16, 0.54 * self.height)
            yield from self._figures(self.width - figures, figures - PAD, 0.54 * self.height)
            yield from self._course(0.55 * self.height, 0.42 * self.height)
        else:
            start, end = self.axis.left, self.axis.right
            yield from self._names(left, start - left - 24, self.height)
            yield from self._figures(end + 28, self.width - end - 28 - PAD, self.height)
            yield from self._course(0.08 * self.height, 0.84 * self.height)
        state = state_of(self.view.standing)
        yield badge(state, self.theme, PAD + mark / 2, middle, mark, word=word)

    # -- words -----------------------------------------------------------------------------

    def _names(self, x: float, room: float, high: float) -> Iterator[Node]:
        """The title, and below it whose it is and what it delivers."""
        z = self.zoom
        near = [words for words in (self._whose, self._delivers(room)) if words]
        keep = high - 16
        most = 1 if fits(self.view.title, 27 * z, room, 1) else 2
        near = near[: max(0, int((keep - most * 1.1 * 27 * z) / (1.25 * NEAR)))]
        block = keep - len(near) * 1.25 * NEAR
        most = 2 if block >= 2.2 * 27 * z else 1
        sizes = [s * z for s in (33, 31, 29, 27) if most * 1.1 * s * z <= block] or [27 * z]
        size, lines = fit(self.view.title, room, most, sizes)
        total = len(lines) * 1.1 * size + len(near) * 1.25 * NEAR
        base = (high - total) / 2 + 0.86 * size
        for each in lines:
            yield label(each, x, base, size, 600, fill=self.theme["ink"])
            base += 1.1 * size
        base += 0.95 * NEAR - 0.86 * size
        for words in near:
            small, cut = fit(words, room, 1, (NEAR, 21, 20), weight=500)
            yield label(cut[0], x, base, small, fill=self.theme["ink-2"])
            base += 1.25 * NEAR

    @property
    def _whose(self) -> str:
        unit = self.view.unit_short if self.united else ""
        made = ILLUSTRATIVE if self.view.illustrative else ""
        made = made or ("progress illustrative" if self.view.made_up else "")
        return APART.join(words for words in (made, self.view.owner, unit) if words)

    def _delivers(self, room: float) -> str:
        """What it is for; where not all of it fits, the first and how many more."""
        delivers = self.view.delivers
        told = f"For: {APART.join(delivers)}" if delivers else ""
        if len(delivers) < 2 or fits(told, 20, room, 1, weight=500):
            return told
        return f"For: {delivers[0]}, and {len(delivers) - 1} more"

    def _figures(self, x: float, room: float, high: float) -> Iterator[Node]:
        """What is complete, in words what that means, and when it was reported."""
        z, standing = self.zoom, self.view.standing
        hollow = standing in (Standing.NOT_REPORTED, Standing.OUT_OF_DATE)
        red = standing is Standing.OFF_TRACK
        ink = self.theme["ink-2" if hollow else "below-ink" if red else "ink"]
        large, near = 44 * z, [words for words in (self._against, self._when) if words]
        near = near[: max(0, int((high - 1.2 * large - 8) / (1.2 * NEAR)))]
        base = (high - 1.05 * large - len(near) * 1.2 * NEAR) / 2 + 0.82 * large
        left = x
        if self._shown:
            yield label(self._shown, x, base, large, 600, "sans", ink)
            left += width(self._shown, large, "sans", 600) * 1.03 + 14
        sizes = [s * z for s in (30, 28, 26, 24, 22, 20)]
        size, lines = fit(word_of(standing), x + room - left, 1, sizes)
        yield label(lines[0], left, base, size, 600, fill=ink)
        base += 1.35 * NEAR
        for words in near:
            small, cut = fit(words, room, 1, (NEAR, 21, 20, 19, 18), weight=500)
            yield label(cut[0], x, base, small, fill=self.theme["ink-2"])
            base += 1.2 * NEAR

    @property
    def _against(self) -> str:
        """What was planned for today."""
        if self.view.standing is Standing.NOT_BEGUN:
            return f"starts {day_words(self.view.starts)}"
        if self.view.state in ENDED:
            return f"{day_words(self.view.starts)} to {day_words(self.view.ends)}"
        return f"planned {self.view.planned:.0f}%, ends {day_words(self.view.ends)}"

    @property
    def _when(self) -> str:
        on = self.view.reported_on
        return f"reported {day_words(on)}" if on else ""

    @property
    def _next(self) -> str:
        """The milestone that comes next, or is late."""
        milestone = following(self.view.milestones)
        if milestone is None or self.view.state in ENDED:
            return ""
        late = milestone.late(self.today)
        was = f"was due {day_words(milestone.due)}" if late else day_words(milestone.due)
        return f"{'Late' if late else 'Next'}: {milestone.title}, {was}"

    # -- the bar ---------------------------------------------------------------------------

    def _course(self, top: float, high: float) -> Iterator[Node]:
        """Milestones above the bar, the next of them in words below it."""
        said = self._next
        below = 1.35 * NEAR if said else 0.0
        mark = min(24 * self.zoom, 0.26 * (high - below))
        bar = min(30 * self.zoom, 0.42 * (high - below))
        free = high - below - mark * 1.2 - bar
        first = top + max(0.0, free / 2)
        complete = None if self.view.complete is None else self.view.complete / 100
        drawn = TimeBar(self.axis, self.view.starts, self.view.ends, self.today, complete,
                        BEHIND.get(self.view.standing, ""))  # fmt: skip
        y = first + mark * 1.2
        yield from drawn.ruled(self.theme, first - 2, y + bar + 6, NEAR)
        yield from drawn.drawn(self.theme, y, bar)
        yield drawn.now(self.theme, first - 2, y + bar + 6)
        for each in self.view.milestones:
            state = milestone_state(each, self.today)
            at = each.done or each.due
            yield diamond(state, self.theme, self.axis.across(at), first + mark / 2, mark)
        if said:
            room = self.axis.right - self.axis.left
            small, cut = fit(said, room, 1, (NEAR, 21, 20, 19, 18), weight=500)
            late = said.startswith("Late")
            ink = self.theme["below-ink" if late else "ink-2"]
            yield label(cut[0], self.axis.left, y + bar + 1.25 * NEAR, small, fill=ink)


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
