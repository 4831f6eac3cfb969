"""The bare baseline of walls: a server that sends what it is given to all who are connected.

``python -m tests.bench.broadcast`` says its port on its first line; every line of input after that
is a number of bytes, which it broadcasts and answers with the CPU seconds that it has used so far.
"""

import asyncio
import sys
import time
from contextlib import suppress

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed


async def _hold(connection: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        await connection.wait_closed()


async def main() -> None:
    async with serve(_hold, "127.0.0.1", 0, compression=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            broadcast(server.connections, "x" * int(line))
            print(time.process_time(), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
