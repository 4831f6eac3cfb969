"""Fishbone: its bones, what stands on them, dot votes, and a picture on every board."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.problem import CauseState
from hub.domain.reverting import reverted
from hub.drawing import DARK, LIGHT, Node
from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, CauseChange, Changes
from hub.problem_board.fish_bones import DEFAULT, MOST_BONES, Fish
from hub.problem_board.fish_twig import SIGN
from hub.problem_board.fishbone import Fishbone
from tests.displays.views import words
from tests.geometry import Box, crowded, faults, fields, part, picture, said, written
from tests.problem_board.acting import after, any_of, flaws, looked, looks, parts
from tests.problem_board.fishes import BOARDS, LONG, WITHOUT, analyses, drawn, looking_at, many
from tests.problem_board.sample import ISSUE, cause

FISHES = dict(analyses())
EMPTY, TYPICAL = FISHES["empty"], FISHES["typical"]
BOARD = BOARDS["board"]


def act(analysis: Analysis, action: str, **arguments: Any) -> Changes:
    return Fishbone().act(analysis, action, arguments)


def by(analysis: Analysis, person: str) -> Analysis:
    return replace(analysis, by=person)


def having_seen(analysis: Analysis, version: int | None) -> Analysis:
    return replace(analysis, seen=version)


def does(drawing: Node, action: str) -> list[dict[str, Any]]:
    return [json.loads(each.attributes["data-args"]) for each in parts(drawing, action)]


# -- causes --------------------------------------------------------------------------------


def test_a_cause_is_named_on_a_bone_and_keeps_its_identity() -> None:
    id = str(uuid4())
    changes = act(EMPTY, "add", text="  New analysts\nuntrained ", bone="people", id=id)
    (new,) = changes.add
    assert (new.id, new.text, new.parent) == (id, "New analysts untrained", None)
    assert changes.layout == {"of": {id: "people"}}


def test_a_cause_may_be_named_before_it_is_put_on_a_bone() -> None:
    changes = act(EMPTY, "add", text="Something")
    assert changes.layout is None
    assert [each.text for each in Fish(after(EMPTY, changes)).on(None)] == ["Something"]


def test_what_explains_a_cause_stands_below_it() -> None:
    changes = act(TYPICAL, "add", text="Nobody wrote one", parent="c", bone="people")
    assert changes.add[0].parent == "c"
    assert changes.layout is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"text": ""}, "Fishbone, add: text"),
        ({"text": "Because", "bone": "tail"}, "removed this in the meantime"),
        ({"text": "Because", "parent": "elsewhere"}, "not one of this problem's"),
        ({"text": "Because", "id": "<script>"}, "id"),
    ],
)
def test_a_cause_that_cannot_be_named_is_refused(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        act(TYPICAL, "add", **arguments)


def test_causes_of_the_5_whys_wait_for_a_bone() -> None:
    whys = Analysis(ISSUE, (cause("a", None, "Slow"), cause("b", "a", "Old")))
    assert [each.id for each in Fish(whys).on(None)] == ["a"]
    assert "Not on a bone yet" in said(drawn(whys, LIGHT, BOARD))
    put = after(whys, act(whys, "put", id="a", bone="equipment"))
    assert [each.id for each in Fish(put).on("equipment")] == ["a"]
    assert "Not on a bone yet" not in said(drawn(put, LIGHT, BOARD))
    off = after(put, act(put, "put", id="a", bone=None))
    assert [each.id for each in Fish(off).on(None)] == ["a"]


def test_only_what_explains_the_problem_is_put_on_a_bone() -> None:
    with pytest.raises(Invalid, match="stands on the same bone"):
        act(TYPICAL, "put", id="c", bone="people")
    with pytest.raises(Invalid, match="removed this in the meantime"):
        act(TYPICAL, "put", id="k", bone="tail")


@pytest.mark.parametrize(
    ("action", "id", "change"),
    [
        ("confirm", "a", CauseChange("a", state=CauseState.CONFIRMED)),
        ("suspect", "h", CauseChange("h", state=CauseState.SUSPECTED)),
        ("rule_out", "g", CauseChange("g", state=CauseState.RULED_OUT, root=False)),
        ("mark_root", "a", CauseChange("a", root=True)),
    ],
)
def test_causes_are_judged_by_the_rules_of_the_5_whys(
    action: str, id: str, change: CauseChange
) -> None:
    assert act(TYPICAL, action, id=id) == Changes(edit=(change,))


def test_what_is_ruled_out_is_no_root_cause() -> None:
    with pytest.raises(Invalid, match="ruled out, so it cannot be the root cause"):
        act(TYPICAL, "mark_root", id="h")


# -- votes ---------------------------------------------------------------------------------


def test_each_person_has_three_votes_and_may_take_them_back() -> None:
    fish = by(EMPTY, "me")
    fish = after(fish, act(fish, "add", text="Slow", id=str(uuid4())))
    (slow,) = fish.causes
    for _ in range(3):
        fish = after(fish, act(fish, "vote", id=slow.id))
    with pytest.raises(Invalid, match=r"all 3 votes .* take one back first, or say who you"):
        act(fish, "vote", id=slow.id)
    assert act(by(fish, "you"), "vote", id=slow.id).layout == {
        "votes": {slow.id: {"me": 3, "you": 1}}
    }
    for _ in range(3):
        fish = after(fish, act(fish, "take_back", id=slow.id))
    assert fish.layout == {"votes": {}}
    with pytest.raises(Invalid, match="no vote that you could take back"):
        act(fish, "take_back", id=slow.id)


def test_how_many_votes_a_person_has_can_be_set() -> None:
    one = Fishbone({"votes": 1})
    voted = after(by(TYPICAL, "me"), one.act(by(TYPICAL, "me"), "vote", {"id": "a"}))
    with pytest.raises(Invalid, match="all 1 vote that"):
        one.act(voted, "vote", {"id": "b"})
    assert "votes, 1 each" in said(drawn(TYPICAL, LIGHT, BOARD, votes=1))


def test_nobody_takes_back_the_vote_of_another() -> None:
    with pytest.raises(Invalid, match="no vote that you could take back"):
        act(by(TYPICAL, "me"), "take_back", id="g")


def test_a_vote_is_somebodys_and_not_for_what_is_ruled_out() -> None:
    with pytest.raises(Invalid, match="say who you are"):
        act(TYPICAL, "vote", id="a")
    with pytest.raises(Invalid, match="vote for another one"):
        act(by(TYPICAL, "me"), "vote", id="h")


# -- bones ---------------------------------------------------------------------------------


def test_a_fish_begins_with_six_bones() -> None:
    shown = said(drawn(EMPTY, LIGHT, BOARD))
    for bone in ("People", "Methods", "Equipment", "Materials", "Environment", "Measurement"):
        assert bone in shown
    assert "Tap a plus" in shown


def test_bones_are_added_up_to_eight() -> None:
    fish = EMPTY
    for name in ("Suppliers", "Rules"):
        fish = after(fish, act(fish, "add_bone", text=name))
    assert [bone.text for bone in Fish(fish).bones][6:] == ["Suppliers", "Rules"]
    with pytest.raises(Invalid, match=f"{MOST_BONES} bones at most"):
        act(fish, "add_bone", text="One more")
    assert parts(drawn(fish, LIGHT, BOARD), "add_bone") == []


def test_two_bones_have_two_names() -> None:
    with pytest.raises(Invalid, match="a bone called “PEOPLE” already"):
        act(EMPTY, "add_bone", text="PEOPLE")
    with pytest.raises(Invalid, match="a bone called “methods” already"):
        act(having_seen(EMPTY, 1), "rename_bone", id="people", text="methods")


def test_a_bone_is_renamed_with_the_version_that_was_seen() -> None:
    seen = having_seen(TYPICAL, 1)
    renamed = after(seen, act(seen, "rename_bone", id="methods", text="Process"))
    assert (Fish(renamed).bones[1].text, Fish(renamed).bones[1].version) == ("Process", 2)
    assert [each.id for each in Fish(renamed).on("methods")] == ["b", "g"]
    with pytest.raises(Conflict, match="it now says “Process”; yours says “Procedures”"):
        act(renamed, "rename_bone", id="methods", text="Procedures")
    with pytest.raises(Invalid, match="carries the version"):
        act(having_seen(TYPICAL, None), "rename_bone", id="methods", text="Process")


def test_only_an_empty_bone_is_removed_and_never_the_last() -> None:
    seen = having_seen(TYPICAL, 1)
    with pytest.raises(Invalid, match="causes on “Methods”"):
        act(seen, "remove_bone", id="methods")
    fish = having_seen(EMPTY, 1)
    for bone in DEFAULT[1:]:
        fish = after(fish, act(fish, "remove_bone", id=bone.id))
    assert Fish(fish).bones == DEFAULT[:1]
    with pytest.raises(Invalid, match="the last bone"):
        act(fish, "remove_bone", id="people")
    with pytest.raises(Conflict, match="it now says “People”"):
        act(having_seen(EMPTY, 4), "remove_bone", id="people")


def test_a_bone_that_is_taken_back_takes_no_other_with_it() -> None:
    mine = act(EMPTY, "add_bone", text="Mine").layout
    assert mine is not None
    both = act(replace(EMPTY, layout=mine), "add_bone", text="Theirs").layout
    left = Analysis(ISSUE, layout=reverted({}, mine, both))
    assert [bone.text for bone in Fish(left).bones][5:] == ["Measurement", "Theirs"]
    assert Fish(Analysis(ISSUE, layout={"without": WITHOUT})).bones == DEFAULT


# -- looking -------------------------------------------------------------------------------


def test_a_bone_is_looked_at_and_left() -> None:
    (to,) = [each for each in looks(drawn(TYPICAL, LIGHT, BOARD)) if each["about"] == "people"]
    shown = drawn(looked(Fishbone, TYPICAL, to), LIGHT, BOARD)
    assert "Absence at Telford desk" in said(shown)
    assert "Articles out of date" not in said(shown)
    assert does(shown, "rename_bone") == [{"id": "people"}]
    assert does(shown, "remove_bone") == []
    assert {} in looks(shown)
    back = looked(Fishbone, TYPICAL, {})
    assert "Articles out of date" in said(drawn(back, LIGHT, BOARD))


def test_from_close_a_cause_has_all_that_can_be_done_with_it() -> None:
    shown = drawn(looking_at(TYPICAL, "g"), LIGHT, BOARD)
    for line in (
        "Articles out of date",
        "Confirmed, Root cause, 6 votes",
        "140 older than a year",
    ):
        assert line in said(shown)
    for action in ("vote", "take_back", "reword", "evidence", "suspect", "rule_out", "unmark_root"):
        assert {"id": "g"} in does(shown, action)
    assert does(shown, "add") == [{"parent": "g"}]
    places = [each["bone"] for each in does(shown, "put")]
    assert places == ["people", None, "equipment", "materials", "environment", "measurement"]


def test_what_explains_a_cause_is_seen_from_close_and_leads_back_to_it() -> None:
    shown = drawn(looking_at(TYPICAL, "c"), LIGHT, BOARD)
    assert "The rollout plan had no task for it" in said(shown)
    assert {"about": "b"} in looks(shown)
    assert does(shown, "put") == []


def test_what_is_ruled_out_is_neither_voted_for_nor_marked() -> None:
    shown = drawn(looking_at(TYPICAL, "h"), LIGHT, BOARD)
    assert not [*does(shown, "vote"), *does(shown, "mark_root"), *does(shown, "add")]
    assert does(shown, "suspect") == [{"id": "h"}]


def test_edits_carry_the_version_that_was_seen() -> None:
    newer = replace(TYPICAL, causes=tuple(replace(each, version=7) for each in TYPICAL.causes))
    shown = drawn(looking_at(newer, "a"), LIGHT, BOARD)
    for action in ("reword", "evidence", "confirm", "rule_out", "mark_root"):
        assert {each.attributes["data-version"] for each in parts(shown, action)} == {"7"}
    (rename,) = parts(drawn(looking_at(TYPICAL, "people"), LIGHT, BOARD), "rename_bone")
    assert rename.attributes["data-version"] == "1"


def test_what_is_looked_at_may_be_gone_by_then() -> None:
    assert str(drawn(looking_at(TYPICAL, "gone"), LIGHT, BOARD)) == str(
        drawn(TYPICAL, LIGHT, BOARD)
    )
    with pytest.raises(Invalid, match="Fishbone: page"):
        looked(Fishbone, TYPICAL, {"page": "last"})


def test_a_bone_with_very_much_on_it_has_pages() -> None:
    full, seen = FISHES["full bone"], set[str]()
    for _ in range(200):
        shown = drawn(full, LIGHT, BOARDS["phone"])
        seen |= {each.attributes["data-cause"] for each in shown.walk()
                 if "data-cause" in each.attributes}  # fmt: skip
        nexts = [each for each in shown.walk() if each.attributes.get("id") == "next"]
        if not nexts:
            break
        full = looked(Fishbone, full, looks(nexts[0])[0])
        assert flaws(shown) == []
    fish = Fish(full)
    assert seen == {
        twig.cause.id for group in fish.twigs(fish.on("b0")) for twig in group if twig.cause
    }


# -- the picture ---------------------------------------------------------------------------


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("name", FISHES)
def test_a_fish_is_sound_on_every_board(name: str, board: str) -> None:
    assert flaws(drawn(FISHES[name], LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("name", FISHES)
def test_both_themes_draw_the_same(name: str) -> None:
    light, dark = (drawn(FISHES[name], theme, BOARD) for theme in (LIGHT, DARK))
    assert [line.box for line in written(light)] == [line.box for line in written(dark)]


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9, 17, 33, 64, 120])
@pytest.mark.parametrize("bones", [1, 2, 5, 8, 10])
@pytest.mark.parametrize("board", BOARDS)
def test_any_number_of_causes_and_bones_can_be_drawn(count: int, bones: int, board: str) -> None:
    for text in ("Why {}", LONG[:290] + " {}"):
        assert flaws(drawn(many(count, text, bones), LIGHT, BOARDS[board])) == []


@pytest.mark.parametrize("board", BOARDS)
def test_every_cause_is_drawn_or_counted(board: str) -> None:
    full = drawn(many(120), LIGHT, BOARDS[board])
    shown = [each for each in full.walk() if "data-cause" in each.attributes]
    hidden = [line.words for line in written(full) if line.words.startswith("+")]
    counted = sum(int(words.split()[0]) for words in hidden)
    loose = [each for each in full.walk() if each.attributes.get("id", "").startswith("loose-")]
    tray = Fish(many(120)).twigs(Fish(many(120)).on(None))
    below = sum(len(group) - 1 for group in tray)  # what explains them is seen from close
    assert len(shown) + len(loose) + counted + below == 120


@pytest.mark.parametrize("board", ["board", "wide", "upright"])
def test_a_few_causes_are_drawn_at_full_size_and_in_large_letters(board: str) -> None:
    few = Analysis(ISSUE, TYPICAL.causes[:2], {"of": {"a": "people", "b": "methods"}})
    shown = drawn(few, LIGHT, BOARDS[board])
    assert picture(shown) == Box(0, 0, *BOARDS[board])
    opened = [each for each in shown.walk() if each.attributes.get("id", "").startswith("open-")]
    letters = [float(line.attributes["font-size"]) for each in opened for line in each.walk()
               if line.tag == "text"]  # fmt: skip
    assert letters
    assert min(letters) >= 20


def test_on_a_broad_board_the_whole_fish_is_seen_at_once() -> None:
    for name in ("empty", "typical", "thirty", "overfull", "long", "one bone"):
        whole = picture(drawn(FISHES[name], LIGHT, BOARD))
        assert whole.right <= 56 / 48 * BOARD[0] + 1
        assert whole.bottom <= 56 / 48 * BOARD[1] + 1


def test_a_root_cause_that_is_agreed_has_a_dark_count_and_others_a_light_one() -> None:
    shown = drawn(TYPICAL, LIGHT, BOARD)

    def disc(id: str) -> str:
        return next(each for each in part(shown, f"votes-{id}").walk()
                    if each.tag == "circle").attributes["fill"]  # fmt: skip

    assert said(part(shown, "votes-g")) == "6"
    assert disc("g") == LIGHT["ink"]
    assert disc("a") == LIGHT["sunken"]


def test_what_is_ruled_out_is_struck_out_and_not_voted_for() -> None:
    shown = drawn(TYPICAL, LIGHT, BOARD)
    assert [each for each in part(shown, "open-h").walk() if each.tag == "path"]
    assert not [each for each in part(shown, "open-a").walk() if each.tag == "path"]
    assert "data-do" not in part(shown, "votes-h").attributes


def test_whys_below_the_second_level_are_counted() -> None:
    assert "+1 more why" in said(drawn(TYPICAL, LIGHT, BOARDS["wide"]))


def test_a_root_cause_that_is_not_drawn_leaves_its_sign() -> None:
    low = replace(TYPICAL, causes=(*TYPICAL.causes, cause("n", "d", "Nobody owns it", root=True)))
    drawing = drawn(low, LIGHT, BOARD)
    row = part(drawing, "cause-c")
    assert row.attributes["aria-label"].endswith("2 more whys, a root cause among them")
    assert signs(row) == 1
    assert signs(part(drawn(TYPICAL, LIGHT, BOARD), "cause-c")) == 0


def test_a_root_cause_for_which_a_bone_has_no_room_leaves_its_sign() -> None:
    full = many(40, bones=1)
    last = replace(full.causes[-1], root=True)
    for analysis, root in ((full, 0), (replace(full, causes=(*full.causes[:-1], last)), 1)):
        more = part(drawn(analysis, LIGHT, BOARD), "more-b0")
        assert signs(more) == root
        assert more.attributes["aria-label"].endswith("a root cause among them") == bool(root)


def test_what_is_on_no_bone_is_struck_out_and_marked_like_the_rest() -> None:
    loose = Analysis(ISSUE, (cause("a", None, "Change freeze hits peak", "ruled_out"),
                             cause("b", None, "Reviews wait", root=True),
                             cause("c", None, "Designs are late"),
                             cause("d", "c", "Nobody asked", root=True),
                             cause("e", None, "Too few reviewers")))  # fmt: skip
    drawing = drawn(loose, LIGHT, BOARDS["wide"])
    chips = [part(drawing, f"loose-{id}") for id in "abce"]
    assert [signs(chip) for chip in chips] == [0, 1, 1, 0]
    assert [any(each.tag == "path" for each in chip.walk()) for chip in chips] == [
        True, False, False, False,
    ]  # fmt: skip
    spoken = [chip.attributes["aria-label"].partition(", ")[2] for chip in chips]
    assert spoken == ["ruled out", "root cause", "root cause below", ""]
    assert faults(drawing) == []


def signs(drawn: Node) -> int:
    """How many signs there are of root causes that are not drawn."""
    return sum(each.attributes.get("r") == f"{SIGN:g}" for each in drawn.walk())


def test_what_was_voted_for_is_the_last_to_be_folded() -> None:
    causes = tuple(cause(str(n), None, f"Cause {n}") for n in range(30))
    of = dict.fromkeys(map(str, range(30)), "people")
    fish = Analysis(ISSUE, causes, {"of": of, "votes": {"23": {"p": 1}}})
    assert "Cause 23" in said(drawn(fish, LIGHT, BOARD))


@pytest.mark.parametrize("board", ["board", "wide", "upright"])
def test_a_cause_is_dragged_to_a_bone_or_off_it(board: str) -> None:
    shown = drawn(TYPICAL, LIGHT, BOARDS[board])
    zones = [each for each in shown.walk() if each.attributes.get("data-drop") == "put"]
    wanted = [json.loads(each.attributes["data-args"])["bone"] for each in zones]
    assert wanted == [*(bone.id for bone in DEFAULT), None]
    assert crowded(fields(shown, "data-drop")) == []
    cards = [each for each in shown.walk() if "data-drag" in each.attributes]
    ids = {json.loads(each.attributes["data-args"])["id"] for each in cards}
    assert ids == {each.id for each in Fish(TYPICAL).children[None]}
    dropped = {**json.loads(cards[-1].attributes["data-args"]), "bone": "people"}
    assert act(TYPICAL, "put", **dropped).layout


def test_on_a_phone_the_picture_is_moved_under_the_finger_and_no_cause_is() -> None:
    shown = drawn(TYPICAL, LIGHT, BOARDS["phone"])
    assert not [each for each in shown.walk() if "data-drag" in each.attributes]


@pytest.mark.parametrize("name", ["empty", "typical", "overfull"])
def test_on_a_low_board_it_is_drawn_smaller_before_it_is_moved_under_the_finger(name: str) -> None:
    low = (1512, 350)
    shown = drawn(FISHES[name], LIGHT, low)
    assert picture(shown).bottom <= 56 / 48 * low[1] + 1
    assert flaws(shown) == []


ACTIONS = ("add", "add", "add", "put", "vote", "vote", "take_back", "add_bone", "rename_bone",
           "remove_bone", "look", "reword", "evidence", "confirm", "suspect", "rule_out",
           "mark_root", "unmark_root")  # fmt: skip


@any_of
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 99), st.integers(0, 99),
                       words(40)), max_size=50),
    st.sampled_from(sorted(BOARDS.values())),
)  # fmt: skip
def test_every_sequence_of_actions_leaves_a_fish_that_can_be_drawn(
    steps: list[tuple[str, int, int, str]], size: tuple[int, int]
) -> None:
    fish = Analysis(replace(ISSUE, title=steps[0][3] if steps else "A problem"))
    for action, one, other, text in steps:
        if action == "look":
            fish = _looked(fish, one, other)
            continue
        try:
            fish = after(fish, _act(fish, action, one, other, text))
        except (Invalid, Conflict):
            continue
        _assert_valid(fish)
    assert flaws(drawn(fish, LIGHT, size)) == []


def _looked(fish: Analysis, one: int, other: int) -> Analysis:
    """At a bone, at a cause, or at what is on no bone."""
    about = [*(bone.id for bone in Fish(fish).bones), *(each.id for each in fish.causes), "loose"]
    return looked(Fishbone, fish, {"about": about[one % len(about)], "page": other % 4})


def _act(fish: Analysis, action: str, one: int, other: int, text: str) -> Changes:
    """An action on one thing or another, by one of three people."""
    bones = [None, *(bone.id for bone in Fish(fish).bones)]
    causes = [None, *(each.id for each in fish.causes)]
    bone, id = bones[one % len(bones)], causes[other % len(causes)]
    arguments: dict[str, dict[str, Any]] = {
        "add": {"text": text, "bone": bone, "parent": id},
        "put": {"id": id, "bone": bone},
        "add_bone": {"text": text[:40]},
        "rename_bone": {"id": bone, "text": text[:40]},
        "remove_bone": {"id": bone},
        "reword": {"id": id, "text": text},
        "evidence": {"id": id, "text": text},
    }
    by_one = replace(fish, by=f"p{one % 3}", seen=1 + other % 2)
    return act(by_one, action, **arguments.get(action, {"id": id}))


def _assert_valid(analysis: Analysis) -> None:
    fish = Fish(analysis)
    assert 1 <= len(fish.bones) <= MOST_BONES
    assert len({bone.text.casefold() for bone in fish.bones}) == len(fish.bones)
    assert all(bone in {each.id for each in fish.bones} for bone in fish.of.values())
    for person in ("p0", "p1", "p2"):
        assert sum(fish.given(person).values()) <= fish.limit
    assert all(count > 0 for each in fish.votes.values() for count in each.values())
    assert not [each for each in analysis.causes if each.root and each.state == "ruled_out"]
    assert json.loads(json.dumps(dict(analysis.layout))) == analysis.layout
