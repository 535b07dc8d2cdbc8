"""A real nginx with the lines of OPERATING.md, for the tests and the benchmark that need one."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from serving import Reply

__all__ = ["Nginx"]

OPERATING = Path(__file__).parents[1] / "OPERATING.md"


def lines(inner: int, outer: int, path: str, cache: Path) -> str:
    """The lines of OPERATING.md with other ports, another folder for the cache, and the path of the test."""
    found = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", OPERATING.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    text = (
        found[1]
        .replace("127.0.0.1:7979", f"127.0.0.1:{inner}")
        .replace("/var/cache/nginx/akkuri", str(cache))
        .replace("listen 80;", f"listen 127.0.0.1:{outer};")
    )
    return text.replace("location /akkuri/", f"location {path}")


class Nginx:
    """An nginx of its own folder, ended with it."""

    def __init__(self, folder: Path, inner: int, outer: int, path: str) -> None:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        config = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        if os.getuid() == 0:  # else nginx works as somebody who may not enter the folder
            config = "user root;\n" + config
        config += f"http {{ access_log off; {temporary}\n{lines(inner, outer, path, folder / 'cache')} }}"
        (folder / "nginx.conf").write_text(config)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen(
            [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "errors"]
        )
        self.port, self.path = outer, path
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with closing(socket.socket()) as tried:
                if tried.connect_ex(("127.0.0.1", outer)) == 0:
                    return
        raise AssertionError((folder / "errors").read_text())

    def get(self, path: str, **headers: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, named, answer.read())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
