"""OPERATING.md's Containerfile and systemd unit tried without a container engine or a running systemd.

`PYTHONPATH=tests unshare --mount python -m clean_root`, as root: the steps of the Containerfile run as they
stand in a Debian of their own, and what they lead to is started and asked as the user they name; then the
command of the unit, as a user without rights, with the folders that the unit leaves it. Needs debootstrap.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path

from akkuri.release.build import build_release
from akkuri.settings import Settings

PROJECT = Path(__file__).parents[1]
SUITE = "trixie"
"""The Debian under the image that the Containerfile begins with; its Python is the image's."""
PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
NOBODY = 61_184
"""The first user that systemd gives to a service with DynamicUser."""
PATIENCE = 60


def main() -> int:
    """Try both; returns 0 when they answered and ended well."""
    operating = (PROJECT / "OPERATING.md").read_text(encoding="utf-8")
    steps = re.search(r"^```dockerfile\n(.*?)^```$", operating, re.DOTALL | re.MULTILINE)
    unit = re.search(r"^```ini\n(\[Unit\].*?)^```$", operating, re.DOTALL | re.MULTILINE)
    assert steps, "OPERATING.md has no Containerfile"
    assert unit, "OPERATING.md has no unit"
    with tempfile.TemporaryDirectory() as place, ExitStack() as mounted:
        root = Path(place) / "root"
        base(root)
        run("mount", "-t", "proc", "proc", str(root / "proc"))
        mounted.callback(run, "umount", str(root / "proc"))
        container(root, steps[1])
        service(root, unit[1], Path(place))
    return 0


def base(root: Path) -> None:
    """Make what stands for the image: a Debian with Python's programs in /usr/local/bin."""
    run(
        "debootstrap", "--variant=minbase", "--include=ca-certificates,python3,python3-venv", SUITE, str(root)
    )
    for file in (Path("/etc/resolv.conf"), Path("/etc/ssl/certs/ca-certificates.crt")):
        (root / file.relative_to("/")).write_bytes(file.read_bytes())
    inside(root, "python3 -m venv /usr/local")


def container(root: Path, steps: str) -> None:
    """Run the steps of a Containerfile, then ask what it starts."""
    user, folder, env = "root", "/", {"HOME": "/root"}
    for step in steps.replace("\\\n", " ").splitlines():
        word, _, rest = step.partition(" ")
        match word:
            case "COPY":
                target = root / rest.split()[1].lstrip("/")
                target.mkdir(parents=True)
                files = subprocess.run(
                    ["git", "archive", "HEAD"], cwd=PROJECT, stdout=subprocess.PIPE, check=True
                )
                subprocess.run(["tar", "-x", "-C", target], input=files.stdout, check=True)
            case "RUN":
                inside(root, rest)
            case "USER":
                user = rest
            case "WORKDIR":
                folder = rest
            case "ENV":
                env |= dict(each.split("=", 1) for each in shlex.split(rest))
            case "CMD":
                release(root, env["AKKURI_RELEASE"])
                command = shlex.join(re.findall(r'"([^"]+)"', rest))
                started = f"cd {folder} && exec {command}"
                asked(["chroot", f"--userspec={user}", str(root), "sh", "-c", started], env)
            case "FROM" | "EXPOSE":
                pass
            case _:
                raise AssertionError(f"OPERATING.md: {step!r} is no step that is known here")


def service(root: Path, text: str, place: Path) -> None:
    """Let systemd read the unit, and run its command with the folders and rights that it leaves."""
    file = place / "akkuri.service"
    file.write_text(text, encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    wrong = [line for line in said.stderr.splitlines() if "is not executable" not in line]
    assert not wrong, wrong
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, _, value = line.partition("=")
        told.setdefault(name, []).append(value)
    env = dict(each.split("=", 1) for each in shlex.split(" ".join(told["Environment"])))
    command = told["ExecStart"][0]
    home = command.split("/.venv/")[0]
    inside(root, f"cd {home} && python3 -m venv .venv && .venv/bin/pip install --quiet .")
    state = f"/var/lib/{told['StateDirectory'][0]}"
    release(root, env["AKKURI_RELEASE"])
    top, kept = str(root), str(root) + state
    run("chown", "-R", f"{NOBODY}:{NOBODY}", kept)
    with ExitStack() as mounted:
        run("mount", "--rbind", top, top)
        mounted.callback(run, "umount", "-l", top)
        run("mount", "-o", "remount,bind,ro", top)  # ProtectSystem=strict
        run("mount", "--bind", kept, kept)
        run("mount", "-o", "remount,bind,rw", kept)
        for name in ("tmp", "home"):  # PrivateTmp, ProtectHome
            run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", f"{top}/{name}")
        rights = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
        asked(["chroot", top, "setpriv", *rights, *shlex.split(command)], env)


def release(root: Path, place: str) -> None:
    """Put the national release where a program in there looks for it."""
    with suppress(FileExistsError):
        build_release(Settings(), PROJECT / "data", root / place.lstrip("/"))


def asked(command: Sequence[str], env: Mapping[str, str]) -> None:
    """Start a server, ask it, let it open its release again and end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(command, env={"PATH": PATH, **env, "AKKURI_PORT": str(port)})
    try:
        end = time.monotonic() + PATIENCE
        while status(port, "/health/ready") != 200:
            assert server.poll() is None, f"{shlex.join(command)} ended with {server.returncode}"
            assert time.monotonic() < end, f"{shlex.join(command)} does not answer"
            time.sleep(0.2)
        owner = Path(f"/proc/{server.pid}").stat().st_uid
        assert owner != 0, "it runs as root"
        server.send_signal(signal.SIGHUP)
        for path in ("/gaps", "/sparql?query=ASK%7B%7D", "/download/graph.ttl", "/health/ready"):
            assert status(port, path) == 200, path
        server.terminate()
        assert server.wait(PATIENCE) == 0
    finally:
        server.kill()
    print(f"{shlex.join(command)}: answered as user {owner}")


def status(port: int, path: str) -> int:
    """Ask for a path; 0 where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept": "text/html, */*;q=0.5"})
        answer = connection.getresponse()
        answer.read()
    except ConnectionError:
        return 0
    finally:
        connection.close()
    return answer.status


def inside(root: Path, step: str) -> None:
    """Run a step in there as root, with nothing of the environment here."""
    env = {"PATH": PATH, "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["chroot", root, "sh", "-ec", step], env=env, stdout=subprocess.DEVNULL, check=True)


def run(*words: str) -> None:
    """Run a program of the system."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    subprocess.run(words, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main())
