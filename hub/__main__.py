"""``python3 -m hub``: from a checkout, make the environment if need be; then run the command."""

import sys

from hub.bootstrap import RUN, enter


def main() -> None:
    enter(RUN)
    from hub import cli  # needs what ``enter`` has just made sure of

    sys.exit(cli.main())


if __name__ == "__main__":
    main()
