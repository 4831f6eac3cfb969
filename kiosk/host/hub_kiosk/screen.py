"""The light of the screen: off while the room is closed, by whatever switch this computer has."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from time import monotonic

from hub_kiosk.service import doing

PATIENCE = 10  # s for one command
AGAIN = 60.0  # s until a switch that failed is tried again
STEADY = 5.0  # s that a page has to say the same, as one that is just loading says little


class Screen:
    """The television or monitor; ``lit`` is what it was last told, None before that."""

    def __init__(self, switch: str, cec: bool) -> None:
        self.lit: bool | None = None
        self._switch = found(switch, os.environ)
        self._cec = cec
        self._again = 0.0
        self._wanted, self._since = True, 0.0

    def light(self, on: bool) -> None:
        """See to it that the screen is on, or off. A switch that fails is tried again later."""
        now = monotonic()
        if on != self._wanted:
            self._wanted, self._since = on, now
        if on == self.lit or now < max(self._since + STEADY, self._again):
            return
        orders = commands(self._switch, on)
        done = [run(order) for order in orders]
        if self._cec:
            run(["cec-client", "-s", "-d", "1"], "on 0\nas\n" if on else "standby 0\n")
        if not all(done):
            self._again = now + AGAIN
            return
        self.lit = on
        if done or self._cec:
            doing(f"the screen is {'on' if on else 'off: the room is closed'}")


def found(switch: str, surroundings: Mapping[str, str]) -> str:
    """The switch to use where the settings leave it open."""
    if switch != "auto":
        return switch
    wanted = ("wlopm", "wlr-randr") if "WAYLAND_DISPLAY" in surroundings else ("xset",)
    if "WAYLAND_DISPLAY" not in surroundings and "DISPLAY" not in surroundings:
        return "none"
    path = surroundings.get("PATH")
    return next((name for name in wanted if shutil.which(name, path=path)), "none")


def commands(switch: str, on: bool) -> list[list[str]]:
    """What to run, for all the outputs of this computer."""
    word = "on" if on else "off"
    if switch == "wlopm":
        return [["wlopm", f"--{word}", "*"]]
    if switch == "wlr-randr":
        return [["wlr-randr", "--output", name, f"--{word}"] for name in outputs()]
    if switch == "xset":
        # X's own screen saver is to leave the wall alone
        return [["xset", "s", "off", "+dpms", "dpms", "0", "0", "0", "dpms", "force", word]]
    return []


def outputs() -> list[str]:
    """The names of the outputs, as wlr-randr lists them at the beginning of a line."""
    try:
        listed = subprocess.run(
            ["wlr-randr"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return re.findall(r"^(\S+) ", listed.stdout, re.MULTILINE)


def run(order: list[str], words: str = "") -> bool:
    """Run a command with words to read; whether it came off."""
    try:
        done = subprocess.run(
            order, input=words, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        doing(f"{order[0]}: {error}")
        return False
    if done.returncode:
        doing(f"{order[0]}: {(done.stderr or done.stdout).strip()[:200]}")
    return done.returncode == 0
