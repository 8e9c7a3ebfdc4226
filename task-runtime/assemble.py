"""Puts the runtime together in ``target/runtime``: pinned, hash-checked wheels and our sources. Run by the build.

The wheels are fetched once: as long as the requirement files and the Python version are the same, nothing is fetched.
"""

from __future__ import annotations

import hashlib
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE / "target" / "runtime"
PARTS = {
    "site-packages": ("requirements.txt", []),
    "rw-cli": ("requirements-rw-cli.txt", ["--no-deps"]),
    "tools": ("requirements-tools.txt", ["--no-deps"]),
}


def fetch(name: str, requirements: pathlib.Path, more: list[str]) -> None:
    """Installs ``requirements`` into ``TARGET/name`` unless its stamp says that this was done."""
    stamp = TARGET / f".{name}.stamp"
    wanted = f"{sys.version_info[:2]} {hashlib.sha256(requirements.read_bytes()).hexdigest()}"
    if stamp.exists() and stamp.read_text() == wanted and (TARGET / name).is_dir():
        return
    print(f"Fetching {requirements.name} into {TARGET / name}", flush=True)
    fresh = TARGET / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    command += ["--only-binary", ":all:", "--require-hashes", "--target", str(fresh), "--requirement", str(requirements)]
    try:
        subprocess.run([*command, "--root-user-action", "ignore", *more], check=True)
    except subprocess.CalledProcessError as error:
        raise SystemExit(
            f"The wheels of {requirements} could not be fetched (pip ended with {error.returncode}, its reason is above). "
            "Check that the package index can be reached and build again."
        ) from error
    shutil.rmtree(TARGET / name, ignore_errors=True)
    fresh.rename(TARGET / name)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-j", "0", str(TARGET / name)], check=False)
    stamp.write_text(wanted)


def main() -> None:
    """Fetches the wheels and copies the sources and the list of what is fetched where a collection needs it."""
    if sys.version_info < (3, 10):
        raise SystemExit(f"Expected Python 3.10 or newer, found {sys.version.split()[0]} at {sys.executable}")
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (requirements, more) in PARTS.items():
        fetch(name, HERE / requirements, more)
    shutil.copyfile(HERE / "requirements-base.txt", TARGET / "requirements-base.txt")
    shutil.copytree(HERE / "src", TARGET / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


if __name__ == "__main__":
    main()
