"""Only what draws alike, and safely, can be made; and words stay words."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.drawing import DARK, LIGHT, Node, Undrawable, group, label, node, scene
from hub.drawing.nodes import apart

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "tag",
    [
        *("script", "style", "a", "image", "use", "foreignObject", "filter", "mask", "pattern"),
        *("tspan", "marker", "linearGradient", "animate", "iframe", "SVG", "rect onload=x", ""),
    ],
)
def test_other_tags_cannot_be_made(tag: str) -> None:
    with pytest.raises(Undrawable):
        Node(tag, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("style", "fill:red"),
        ("class", "card"),
        ("onclick", "alert(1)"),
        ("href", "#x"),
        ("xlink:href", "https://example.org"),
        ("filter", "none"),
        ("clip-path", "none"),
        ("fill", "red"),
        ("fill", "url(#a)"),
        ("fill", "#12345678"),
        ("fill", "#fff"),
        ("fill", "var(--ink)"),
        ("fill", "#112233\n"),
        ("stroke", "currentColor"),
        ("width", "100%"),
        ("x", "calc(1px)"),
        ("x", "1e999999x"),
        ("d", 'M0 0Z" onload="x'),
        ("transform", "translate(1 2) skewX(20)"),
        ("font-family", "Comic Sans"),
        ("font-weight", "700"),
        ("text-anchor", "inherit"),
        ("id", "two words"),
        ("id", ""),
        ("role", 'img"'),
        ("tabindex", "0;"),
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("data-", "x"),
        ("data-A", "x"),
        ("data-x onload", "x"),
        ("aria-", "x"),
    ],
)
def test_other_attributes_and_values_cannot_be_made(name: str, value: str) -> None:
    with pytest.raises(Undrawable):
        Node("rect", {name: value})


def test_words_go_into_text_and_nothing_else() -> None:
    with pytest.raises(Undrawable):
        node("g", "loose words")
    with pytest.raises(Undrawable):
        node("text", node("text", "inside"))
    with pytest.raises(Undrawable):
        node("g", scene(10, 10, LIGHT, title="a scene in a scene"))
    with pytest.raises(Undrawable):
        Node("g", {}, (3,))  # type: ignore[arg-type]


def test_attributes_are_text_and_cannot_be_changed_later() -> None:
    given_attributes = {"x": "1"}
    rect = Node("rect", given_attributes)
    given_attributes["onclick"] = "alert(1)"
    assert str(rect) == '<rect x="1"/>'
    with pytest.raises(TypeError):
        rect.attributes["onclick"] = "x"  # type: ignore[index]
    with pytest.raises(Undrawable):
        Node("rect", {"x": 1})  # type: ignore[dict-item]


def test_names_and_numbers_are_written_short() -> None:
    drawn = node("rect", x=1 / 3, y=-0.0001, width=10.0, stroke_width=2.5, rx=None, id_="a-b")
    assert str(drawn) == '<rect x="0.33" y="0" width="10" stroke-width="2.5" id="a-b"/>'
    assert node("g", aria_hidden=True).attributes == {"aria-hidden": "true"}


@pytest.mark.parametrize("place", [float("nan"), float("inf"), float("-inf")])
def test_a_place_is_a_finite_number(place: float) -> None:
    with pytest.raises(Undrawable):
        node("rect", x=place)


def test_words_are_escaped() -> None:
    drawn = label("<script>&\"'</script>]]>", 0, 0, 20, data_words='"><script>')
    text = str(drawn)
    assert "<script" not in text
    element = ElementTree.fromstring(text)
    assert element.text == "<script>&\"'</script>]]>"
    assert element.get("data-words") == '"><script>'


@given(st.text(), st.text())
def test_any_words_make_a_well_formed_picture(words: str, value: str) -> None:
    drawn = scene(10, 10, LIGHT, label(words, 0, 5, 3, data_x=value), title=words)
    root = ElementTree.fromstring(str(drawn).encode("utf-8", "surrogatepass"))
    assert [e.tag for e in root.iter()] == [SVG + t for t in ("svg", "title", "rect", "text")]


def test_a_group_moves_its_children() -> None:
    drawn = group("kpi-1", node("rect"), None, x=10, y=2.5, scale=0.5)
    assert str(drawn) == '<g id="kpi-1" transform="translate(10 2.5) scale(0.5000)"><rect/></g>'
    assert group(None, x=0, y=0).attributes == {}


def test_a_scene_has_a_name_a_background_and_its_page() -> None:
    drawn = scene(1920, 1080, DARK, title="IMS map", page=(2, 3))
    assert drawn.attributes["viewBox"] == "0 0 1920 1080"
    assert (drawn.attributes["data-page"], drawn.attributes["data-pages"]) == ("2", "3")
    assert "data-page" not in scene(1920, 1080, DARK, title="IMS map").attributes
    assert drawn.attributes["aria-label"] == "IMS map"
    assert [str(child) for child in drawn.walk()][2].count(DARK["bg"]) == 1


def test_a_face_must_be_one_of_two() -> None:
    with pytest.raises(Undrawable):
        label("x", 0, 0, 20, face="serif")


def test_ids_can_be_told_apart_from_those_of_another_drawing() -> None:
    inner = group("b", label("words", 1, 2, 30, id="c"), fill="none")
    marked = apart(group("a", inner, node("rect", x=1)), "map")
    ids = [part.attributes.get("id") for part in marked.walk()]
    assert ids == ["map-a", "map-b", "map-c", None]
    assert str(marked).replace("map-", "") == str(group("a", inner, node("rect", x=1)))
