"""Tables of the bench: medians in columns, with what they mean above and below."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

__all__ = ["Table", "machine", "median", "ms"]


@dataclass(frozen=True)
class Table:
    """The first column stands left, the others right; ``remarks`` go below."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    remarks: Sequence[str] = ()

    def __str__(self) -> str:
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        drawn = ["  ".join(_cells(line, widths)).rstrip() for line in lines]
        rule = "-" * max(map(len, drawn))
        return "\n".join([self.title, rule, drawn[0], rule, *drawn[1:], *self.remarks])


def _cells(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    left = line[0].ljust(widths[0])
    return [left, *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f} ms"


def machine() -> str:
    """What the numbers were measured on."""
    words = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((w.split(":")[1].strip() for w in words.splitlines() if "model name" in w), "")
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({model or platform.machine()}), load {load}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
