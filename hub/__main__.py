"""``python3 -m hub``: from a checkout, make the environment if need be; then run the command."""

import sys

from hub.bootstrap import RUN, enter


def main() -> None:
    try:
        enter(RUN)
        from hub.cli import main as run  # needs what ``enter`` has just made sure of

        sys.exit(run())
    except KeyboardInterrupt:
        print("hub: stopped", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
