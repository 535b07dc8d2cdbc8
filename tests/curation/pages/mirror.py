"""A site on this machine whose pages a test changes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What stands at an address; with `tagged` it has an ETag and answers 304."""

    body: str = ""
    status: int = 200
    to: str = ""
    tagged: bool = False
    raw: bytes = b""
    """Sent as it is with these `headers`, without a length."""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Mirror:
    """The pages by path; `asked` are the paths that were asked for, in order."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        looks = len(self.asked)
        page = self.pages.get(handler.path, Page("<title>Not here</title>", 404))
        body = page.body.replace("{look}", str(looks)).replace("{minute}", f"{looks % 60:02d}").encode()
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if page.tagged and handler.headers.get("If-None-Match") == tag:
            handler.send_response(304)
            handler.end_headers()
            return
        handler.send_response(page.status)
        if page.to:
            handler.send_header("Location", page.to)
        if page.tagged:
            handler.send_header("ETag", tag)
        kind = "text/plain" if handler.path.endswith(".txt") else "text/html; charset=utf-8"
        handler.send_header("Content-Type", kind)
        for name, value in page.headers.items():
            handler.send_header(name, value)
        if not page.raw:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(page.raw or body)


@contextmanager
def mirror() -> Iterator[Mirror]:
    """Serve a mirror on a free port of this machine."""
    site = Mirror()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
