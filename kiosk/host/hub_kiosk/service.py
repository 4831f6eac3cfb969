"""What systemd is told: that the agent is up, what it does, and that it is alive."""

import os
import socket


def tell(words: str) -> None:
    """Send a line such as READY=1; nothing where systemd did not start this."""
    place = os.environ.get("NOTIFY_SOCKET")
    if not place:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.sendto(words.encode(), "\0" + place[1:] if place.startswith("@") else place)
        except OSError as error:
            print(f"hub-kiosk: systemd was not told: {error}", flush=True)


def ready() -> None:
    tell("READY=1")


def alive() -> None:
    """The watchdog starts the whole session again when it has not heard this for long."""
    tell("WATCHDOG=1")


def doing(words: str) -> None:
    """One line for ``systemctl status`` and for the journal."""
    print(f"hub-kiosk: {words}", flush=True)
    tell(f"STATUS={words}")
