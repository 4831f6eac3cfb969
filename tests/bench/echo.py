"""The least that can carry news to a browser: one HTTP request in, one WebSocket message out."""

import threading
from collections.abc import Iterable
from typing import Any

from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

PAGE = """<!doctype html><title>Echo</title><main id="stage"></main>
<script>
  const socket = new WebSocket(`ws://${location.host}/socket`)
  socket.onmessage = (news) => { document.getElementById("stage").textContent = news.data }
  socket.onopen = () => { document.title = "Ready" }
</script>"""


class Echo:
    """Serves a page at ``/`` whose ``#stage`` says what was posted last."""

    def __init__(self) -> None:
        self._sockets: list[Server] = []
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        for connected in self._sockets:
            connected.close()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/socket":
            self._hold(Server(environ))
            raise ConnectionError("closed")  # Werkzeug's sign that there is nothing to answer
        if request.method == "POST":
            words = request.get_data(as_text=True)
            for connected in self._sockets:
                connected.send(words)
            return Response("", 201)(environ, start_response)
        return Response(PAGE, mimetype="text/html")(environ, start_response)

    def _hold(self, connected: Server) -> None:
        self._sockets.append(connected)
        try:
            while True:
                connected.receive()
        except ConnectionClosed:
            self._sockets.remove(connected)
