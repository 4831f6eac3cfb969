"""The picture of 5 whys: the problem at the head, causes beside it, and a line to read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from hub.drawing import Node, Theme, fits, group, label, node, rounded, scene, wrap
from hub.problem_board import Analysis, Canvas
from hub.problem_board.causes import below, chain, level
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.touch import TARGET
from hub.problem_board.why_card import INVITING, ask_again, ask_first, card_of, invite, unfold, why
from hub.problem_board.why_head import Head
from hub.problem_board.why_places import (
    BROADEST,
    COLUMNS,
    EDGE,
    GAP,
    HEAD_GAP,
    ROOMY,
    Columns,
    Tree,
    indented,
)
from hub.problem_board.why_tree import BESIDE, INDENT, Card, Dealer, Fold, Setting, Shape, Whys
from hub.snapshot.views import CauseView

MOST_SHRUNK = 56 / 48  # times that a picture is drawn smaller before it outgrows the canvas
MOST_PANNED = 2.0  # times larger than its room that it may be before branches fold
UPRIGHT = 0.6  # height by width of a canvas on which trees rather grow downwards
READ_BACK = ((24.0, 1), (22.0, 1), (20.0, 2), (18.0, 3))  # (size, lines) of the read-back
INVITED = ((44.0, 3), (38.0, 4), (32.0, 4), (26.0, 5), (20.0, 7))
ROWS_APART = (26.0, 18.0, 10.0)


def picture(analysis: Analysis, canvas: Canvas) -> Node:
    """The tree as large as the canvas allows, or the invitation to ask the first why."""
    return _Picture(analysis, canvas).drawn()


@dataclass(frozen=True)
class _Picture:
    analysis: Analysis
    canvas: Canvas

    @property
    def theme(self) -> Theme:
        return self.canvas.theme

    @property
    def issue(self) -> str:
        return self.analysis.issue.id

    @cached_property
    def focus(self) -> CauseView | None:
        """The cause whose branch is being looked at, if it is still there."""
        id = self.analysis.look.get("about")
        return next((cause for cause in self.analysis.causes if cause.id == id), None)

    @property
    def focus_id(self) -> str | None:
        return self.focus.id if self.focus else None

    @cached_property
    def whys(self) -> Whys:
        return Whys(below(self.analysis.causes))

    @cached_property
    def set_in(self) -> Setting:
        """Sets words as ``set_in``; many trees are tried, so it does each only once."""
        return cache(set_in)

    @cached_property
    def read_back(self) -> str:
        """The first root cause and what follows from it, up to the problem."""
        causes = self.analysis.causes
        root = next((c for c in causes if c.root and c.state != "ruled_out"), None)
        if root is None:
            return ""
        steps = [cause.text.rstrip(" .") for cause in chain(causes, root)]
        return ", therefore ".join([*steps, self.analysis.issue.title])

    @property
    def rooms(self) -> tuple[float, ...]:
        """Heights that the tree may have of the canvas: with the line read back, and without."""
        whole, (size, lines) = float(self.canvas.height), self.told
        return (whole - 1.2 * size * len(lines) - 8, whole) if lines else (whole,)

    @cached_property
    def laid(self) -> tuple[Tree, float]:
        """The whole tree, with its room, where it can be seen at once and is large enough to touch.

        The line that is read back gives way first; then the tree outgrows the canvas, to be moved
        under it; then its branches are folded.
        """
        for room in self.rooms:
            whole = self._largest(Fold(), room)
            if self.scale_of(whole, room) <= MOST_SHRUNK:
                return whole, room
        return self._folded(self.rooms[0]), self.rooms[0]

    def _folded(self, room: float) -> Tree:
        whole = self._largest(Fold(), room)
        for fold in self._folds(whole):
            if self.scale_of(whole, self.canvas.height) <= MOST_PANNED * MOST_SHRUNK:
                break
            if self._dealer(ROOMY, fold).count(self.focus_id) >= len(whole.cards):
                continue
            folded = self._largest(fold, room)
            if self.scale_of(folded, room) < 0.95 * self.scale_of(whole, room):
                whole = folded
        return whole

    def _folds(self, whole: Tree) -> Iterator[Fold]:
        """Ways to fold a tree, each from the deepest why on: branches without a root cause, then
        what lies before one, then everything."""
        numbers = [card.number for card in whole.cards]
        depths = range(max(numbers, default=0) - min(numbers, default=0), 0, -1)
        if any(root.leads_to_root for root in whole.roots):
            yield from (Fold(others=depth) for depth in depths)
            yield from (Fold(others=1, way=depth) for depth in depths)
        yield from (Fold(depth, depth, roots=False) for depth in depths)

    def _largest(self, fold: Fold, room: float) -> Tree:
        """The first of the trees that can be drawn largest."""
        columns, rows = self._columns(fold, room), self._rows(fold)
        upright = self.canvas.height > UPRIGHT * self.canvas.width
        trees = [*rows, *columns] if upright else [*columns, *rows]
        return min(trees, key=lambda drawn: round(self.scale_of(drawn, room), 3))

    def _columns(self, fold: Fold, room: float) -> Iterator[Tree]:
        """Words and cards as wide as they can be; the head is the first to say less."""
        title, focus = self.analysis.issue.title, self.focus
        for shape in COLUMNS:
            columns = Columns(self._dealer(shape, fold), self.focus_id)
            yield columns.beside(Head(title, focus))
            yield columns.beside(Head(title, focus, narrow=columns.beside_in(room)))

    def _rows(self, fold: Fold) -> Iterator[Tree]:
        for shrunk in (1.0, MOST_SHRUNK):
            across = min(BROADEST, shrunk * self.canvas.width - 2 * EDGE)
            head = Head(self.analysis.issue.title, self.focus, across)
            dealer = self._dealer(Shape(across, flat=True), fold)
            for apart in ROWS_APART:
                yield indented(dealer, head, self.focus_id, apart)

    def _dealer(self, shape: Shape, fold: Fold) -> Dealer:
        first = level(self.whys.children, self.focus_id) + 1
        return Dealer(self.whys, shape, first, fold, self.set_in)

    def scale_of(self, drawn: Tree, room: float) -> float:
        """How many px of the picture a px of the canvas takes."""
        return max(1.0, drawn.width / self.canvas.width, drawn.height / room)

    @property
    def tree(self) -> Tree:
        return self.laid[0]

    @cached_property
    def scale(self) -> float:
        return min(self.scale_of(*self.laid), MOST_SHRUNK)

    @property
    def wide(self) -> float:
        return max(self.canvas.width * self.scale, self.tree.width)

    @property
    def room(self) -> float:
        """Height that the tree takes of the picture."""
        return max(self.laid[1] * self.scale, self.tree.height)

    @property
    def high(self) -> float:
        return self.room + (self.canvas.height - self.laid[1]) * self.scale

    def drawn(self) -> Node:
        empty = not self.analysis.causes
        return scene(
            self.wide,
            self.high,
            self.theme,
            node("rect", x=0, y=0, width=self.wide, height=self.high, fill=self.theme["surface"]),
            *(self.invitation() if empty else self.whole()),
            title=f"5 whys: {self.analysis.issue.title}",
        )

    def invitation(self) -> Iterator[Node]:
        """What a problem starts with: its title and one large button."""
        middle = self.wide / 2
        words = set_in(f"Ask why: {self.analysis.issue.title}", self.wide - 160, INVITED)
        base = (self.high - words.height - 36 - INVITING[1]) / 2
        for line in words.lines:
            base += LEADING * words.size
            yield label(line, middle, base - 0.28 * words.size, words.size, 600,
                        fill=self.theme["ink"], anchor="middle")  # fmt: skip
        touch = why(None, self.analysis.issue.title)
        yield invite(touch, self.issue, self.theme, middle - INVITING[0] / 2,
                     base + 36 + INVITING[1] / 2)  # fmt: skip

    def whole(self) -> Iterator[Node]:
        """Lines first, so that cards stand on them."""
        tree, room = self.tree, self.room
        yield group(
            "tree",
            *(self._indents() if tree.indented else self.lines()),
            tree.head.drawn(self.issue, self.theme, bool(tree.roots), EDGE, tree.head_y),
            *(part for card in tree.cards for part in self.cause(card)),
            y=(room - tree.height) / 2,
        )
        if room < self.high:
            yield from self.therefore(room)

    def cause(self, card: Card) -> Iterator[Node]:
        yield card_of(card, self.issue, self.theme)
        if not card.asks:
            return
        x, y = card.right + BESIDE, card.middle - TARGET / 2
        if card.below:
            yield unfold(card, self.issue, self.theme, x, y)
            return
        asked = bool(card.children)
        ask = ask_again if asked else ask_first
        touch = why(card.cause.id, card.cause.text, asked)
        yield ask(touch, self.issue, self.theme, card.cause.id, x, y)

    def lines(self) -> Iterator[Node]:
        """From each card to those it is explained by; to root causes they are dark and thick."""
        tree = self.tree
        middle = tree.head_y + tree.head.height / 2
        yield from self._fan(EDGE + tree.head.width, middle, HEAD_GAP, tree.roots)
        for card in tree.cards:
            yield from self._fan(card.right, card.middle, GAP, card.children)

    def _fan(self, x: float, y: float, gap: float, children: tuple[Card, ...]) -> Iterator[Node]:
        for child in sorted(children, key=_on_a_way):
            bend = x + gap / 2
            places = [(x, y), (bend, y), (bend, child.middle), (child.x, child.middle)]
            if abs(child.middle - y) < 0.5:
                places = [(x, y), (child.x, y)]
            yield self._line(child, places)

    def _indents(self) -> Iterator[Node]:
        """The same where causes stand indented: down from what they explain, then to the right."""
        tree = self.tree
        yield from self._descent(EDGE, tree.head_y + tree.head.height, tree.roots)
        for card in tree.cards:
            yield from self._descent(card.x, card.y + card.height, card.children)

    def _descent(self, left: float, y: float, children: tuple[Card, ...]) -> Iterator[Node]:
        x = left + INDENT / 2
        for child in sorted(children, key=_on_a_way):
            yield self._line(child, [(x, y), (x, child.middle), (child.x, child.middle)])

    def _line(self, child: Card, places: list[tuple[float, float]]) -> Node:
        root = child.leads_to_root
        return node("path", d=rounded(places), fill="none",
                    stroke=self.theme["ink" if root else "link"],
                    stroke_width=4.5 if root else 2.5,
                    stroke_dasharray="5 6" if child.skips else None)  # fmt: skip

    @cached_property
    def told(self) -> tuple[float, tuple[str, ...]]:
        """Size and lines of the read-back in px of the canvas; none where it fits in no way."""
        room = self.canvas.width - 2 * EDGE
        for size, most in READ_BACK:
            if self.read_back and fits(self.read_back, size, room, most, weight=500):
                return size, wrap(self.read_back, size, room, most, weight=500)
        return 0.0, ()

    def therefore(self, y: float) -> Iterator[Node]:
        """The read-back below the tree, as large on the canvas however large the tree is."""
        u, (size, lines) = self.scale, self.told
        high = (self.high - y) / u
        first = (high - 1.2 * size * (len(lines) - 1)) / 2 + 0.35 * size
        yield group(
            "therefore",
            *(label(line, EDGE * u, y + (first + 1.2 * size * index) * u, size * u,
                    fill=self.theme["ink-2"]) for index, line in enumerate(lines)),
        )  # fmt: skip


def _on_a_way(card: Card) -> bool:
    return card.leads_to_root
