"""Which form a map card takes: how title and KPIs share whatever box it has."""


def form_of(count: int, width: float, height: float, unit: float, footed: bool) -> str:
    """The form of a card with ``count`` KPIs in its box, in px.

    ``bare`` has a title alone, ``strip`` its KPIs in columns beside the title, ``across`` in
    columns below it, ``stacked`` one below the other; a ``single`` shows the first of them.
    """
    if count == 0:
        return "bare"
    share, each = width / (count + 1), width / count
    low = height < 132 * unit
    if 88 <= height < 170 * unit and share >= (270 if low else 380) * unit:
        return "strip"
    roomy = each >= 300 * unit or (each >= 240 * unit and height >= 236 * unit)
    if count > 1 and roomy and height >= max(132 * unit, 100):
        return "across"
    if count > 1 and height >= (89 + 26 * footed + 82 * count) * unit:
        return "stacked"
    return "single"
