"""What `make site`, `make test` and `make test-all` install, with stand-ins for the commands that would change this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT
from sevenminute.print.pdf.renderer import PACKAGES

PYTHON = """#!/bin/sh
case "$*" in *weasyprint*) [ -e "$0.pango" ];; esac
"""
APT = """#!/bin/sh
echo "apt-get $*" >> "$SAID"
"""


SYSTEM = ("sh", "dirname", "cmp", "touch", "cp", "rm", "mkdir", "cat")
"""Programs that every machine has."""


def set_up(folder: Path, what: str, **commands: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run the set-up in a folder of its own; return how it ended, and what was asked of `apt-get`.

    Args:
        folder: Where it is run; nothing may be there.
        what: `site`, `test` or `test-all`.
        commands: Scripts by name; nothing else is on the machine but them and `SYSTEM`.
    """
    (folder / "system").mkdir(parents=True)
    for name in SYSTEM:
        (folder / "system" / name).symlink_to(shutil.which(name) or name)
    for name in ("scripts/setup", "scripts/find-chromium", "scripts/find-firefox"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    npm = folder / "tests/npm"
    (npm / "node_modules").mkdir(parents=True)
    for lock in ("package-lock.json", "node_modules/.installed"):
        (npm / lock).write_text("{}", encoding="utf-8")
    said = folder / "said"
    said.touch()
    for name, script in {".venv/bin/python": PYTHON, "bin/uv": "#!/bin/sh\n", "bin/apt-get": APT, **commands}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script, encoding="utf-8")
        file.chmod(0o755)
    environment = {"PATH": f"{folder}/bin:{folder}/system", "SAID": str(said), "HOME": str(folder)}
    done = subprocess.run([folder / "scripts/setup", what], env=environment, capture_output=True, text=True, check=False)
    return done, said.read_text(encoding="utf-8").splitlines()


def identity(number: int) -> str:
    return f"#!/bin/sh\necho {number}\n"


def test_pango_is_installed_where_it_is_missing_and_may_be(tmp_path: Path) -> None:
    done, asked = set_up(tmp_path, "site", **{"bin/id": identity(0)})
    assert done.returncode == 0, done.stderr
    assert asked == ["apt-get update -qq", f"apt-get install -y -qq --no-install-recommends {PACKAGES}"]
    assert (tmp_path / ".venv/.ready-for-site").exists()


def test_what_is_there_is_not_installed(tmp_path: Path) -> None:
    done, asked = set_up(tmp_path, "site", **{"bin/id": identity(0), ".venv/bin/python.pango": ""})
    assert done.returncode == 0
    assert asked == []


def test_the_site_is_set_up_without_pango_too(tmp_path: Path) -> None:
    broken = f"{APT}exit 100\n"
    done, asked = set_up(tmp_path, "site", **{"bin/id": identity(0), "bin/apt-get": broken})
    assert done.returncode == 0
    assert asked == ["apt-get update -qq"]
    assert done.stderr == "Pango could not be installed: the site is built without PDFs.\n"
    assert (tmp_path / ".venv/.ready-for-site").exists()


def test_nobody_is_asked_for_a_password_for_pango(tmp_path: Path) -> None:
    done, asked = set_up(tmp_path, "site", **{"bin/id": identity(1000), "bin/sudo": APT.replace("apt-get", "sudo")})
    assert done.returncode == 0
    assert asked == []


@pytest.mark.parametrize("user", [0, 1000])
def test_the_tests_have_to_have_pango(tmp_path: Path, user: int) -> None:
    sudo = '#!/bin/sh\nexec "$@"\n'
    done, asked = set_up(tmp_path / "able", "test", **{"bin/id": identity(user), "bin/sudo": sudo})
    assert done.returncode == 0, done.stderr
    assert PACKAGES in asked[1]
    done, _ = set_up(tmp_path / "not", "test", **{"bin/id": identity(user), "bin/sudo": sudo, "bin/apt-get": f"{APT}exit 100\n"})
    assert done.returncode != 0
    assert not (tmp_path / "not/.venv/.ready-for-test").exists()


@pytest.mark.parametrize(("what", "installs"), [("test", []), ("test-all", ["npm ci --prefix tests/npm"])])
def test_only_all_the_tests_need_more_than_python_git_make_and_a_chromium(tmp_path: Path, what: str, installs: list[str]) -> None:
    there = [
        "chromium",
        "chromium-headless-shell",
        "dpkg",
        "nginx",
        "java",
        "rsync",
        "firefox-esr",
        "WebKitWebDriver",
        "Xvfb",
        "faketime",
    ]
    programs = {f"bin/{name}": "#!/bin/sh\n" for name in there}
    programs |= {"bin/npm": '#!/bin/sh\necho "npm $1 $2 $3" >> "$SAID"\n', "tests/npm/package-lock.json": '{"newer": true}'}
    programs["tests/specifications.txt"] = "a==1\n"
    done, said = set_up(tmp_path, what, **programs, **{".venv/bin/python.pango": ""})
    assert done.returncode == 0, done.stderr
    assert said == installs
    assert ("Downloading what tests/specifications.txt lists" in done.stdout) is (what == "test-all")


@pytest.mark.parametrize(("user", "asks"), [(0, True), (1000, False)])
def test_without_the_headless_shell_the_tests_use_chromium_itself(tmp_path: Path, user: int, asks: bool) -> None:
    there = {"bin/id": identity(user), "bin/chromium": "", "bin/dpkg": "#!/bin/sh\n", "bin/apt-get": f"{APT}exit 100\n"}
    done, asked = set_up(tmp_path, "test", **there, **{".venv/bin/python.pango": ""})
    assert done.returncode == 0, done.stderr
    assert bool(asked) is asks
    assert ("the tests use Chromium itself" in done.stdout) is asks
    assert (tmp_path / ".venv/.ready-for-test").exists()


@pytest.mark.parametrize(
    ("user", "there", "asks"), [(0, {}, True), (1000, {}, False), (0, {"bin/google-chrome": "#!/bin/sh\n"}, False)]
)
def test_the_check_of_links_gets_a_chromium_where_it_has_none_and_may(
    tmp_path: Path, user: int, there: dict[str, str], asks: bool
) -> None:
    (tmp_path / "able").mkdir()
    done, asked = set_up(tmp_path / "able", "links", **{"bin/id": identity(user), **there})
    assert done.returncode == 0, done.stderr
    assert asked == (["apt-get update -qq", "apt-get install -y -qq --no-install-recommends chromium"] if asks else [])
    assert "Installing what requirements-browser.txt lists" in done.stdout
    broken = {"bin/apt-get": f"{APT}exit 100\n"}
    done, _ = set_up(tmp_path / "not", "links", **{"bin/id": identity(user), **there, **broken})
    assert done.returncode == 0
    assert ("no browser looks at links" in done.stdout) is asks
    assert (tmp_path / "not/.venv/.ready-for-links").exists()
