"""What commands write: nothing that stands at a path is lost, and all of a command's files are there, or none."""

import contextlib
import os
import re
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import files
from advisor.errors import AdvisorError
from tests.conftest import EXAMPLE, ROOT, SMALL, Ran, sets

YES = ["--set", "base_model_suffices=yes"]
WRITERS = {
    "diagram": ["diagram", "-o"],
    "record": ["record", *YES, "--format", "madr", "-o"],
    "picture of a record": ["record", *YES, "-o", "other.md", "--diagram"],
    "whatif": ["whatif", *sets(EXAMPLE), "-o"],
}


@pytest.fixture(params=WRITERS)
def write(
    request: pytest.FixtureRequest, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """A command that writes into a file of the folder one is in."""
    monkeypatch.chdir(tmp_path)
    return lambda path, *more: run(*WRITERS[request.param], path, *more)


def test_what_was_written_is_told_on_standard_output(write: Callable[..., Ran]) -> None:
    ran = write("a.svg")
    assert (ran.code, ran.err) == (0, "")
    assert "a.svg" in ran.out.splitlines()


def test_an_existing_file_needs_force_and_keeps_its_rights(write: Callable[..., Ran]) -> None:
    file = Path("a.svg")
    file.write_text("mine")
    file.chmod(0o640)
    ran = write("a.svg")
    assert (ran.code, ran.out, "--force" in ran.err, file.read_text()) == (1, "", True, "mine")
    assert write("a.svg", "--force").code == 0
    assert file.read_text() != "mine"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_read_only_file_is_refused_also_with_force(write: Callable[..., Ran]) -> None:
    file = Path("a.svg")
    file.write_text("mine")
    file.chmod(0o444)
    ran = write("a.svg", "--force")
    assert (ran.code, "read-only" in ran.err, file.read_text()) == (1, True, "mine")


def test_a_link_stays_and_what_it_leads_to_is_written(write: Callable[..., Ran]) -> None:
    Path("sub").mkdir()
    Path("a.svg").symlink_to(Path("sub", "b.svg"))
    assert write("a.svg").code == 0
    assert (
        "advisor-decision" in Path("sub", "b.svg").read_text() or "<svg" in Path("sub", "b.svg").read_text()
    )
    Path("sub", "b.svg").write_text("mine")
    assert write("a.svg").code == 1
    assert write("a.svg", "--force").code == 0
    assert Path("a.svg").is_symlink()
    assert Path("sub", "b.svg").read_text() != "mine"
    assert os.listdir("sub") == ["b.svg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_a_pipe_is_written_into(write: Callable[..., Ran]) -> None:
    os.mkfifo("a.svg")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("a.svg").read_text()))
    reader.start()
    code = 1
    while reader.is_alive() and code:  # the reader may not be there yet
        code = write("a.svg", "--force").code
    reader.join(timeout=60)
    assert code == 0
    assert "<svg" in read[0] or "advisor-decision" in read[0]
    assert stat.S_ISFIFO(os.stat("a.svg").st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_a_pipe_that_nobody_reads_is_told_at_once(write: Callable[..., Ran]) -> None:
    os.mkfifo("a.svg")
    ran = write("a.svg")
    assert (ran.code, "nobody reads" in ran.err) == (1, True)
    assert os.listdir() == ["a.svg"]


@pytest.mark.skipif(not hasattr(os, "mknod") or os.geteuid() != 0, reason="needs the right to make a device")
def test_a_device_stays_a_device(write: Callable[..., Ran]) -> None:
    os.mknod("a.svg", stat.S_IFCHR | 0o666, os.makedev(1, 3))  # one that takes everything, in this folder
    assert write("a.svg", "--force").code == 0
    assert stat.S_ISCHR(os.stat("a.svg").st_mode)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets that have names")
def test_what_is_neither_file_nor_pipe_is_refused(write: Callable[..., Ran]) -> None:
    with socket.socket(socket.AF_UNIX) as taken:
        taken.bind("a.svg")
        ran = write("a.svg", "--force")
    assert (ran.code, "neither a file nor a pipe" in ran.err) == (1, True)
    assert stat.S_ISSOCK(os.stat("a.svg").st_mode)


def advisor(*argv: str, **more: object) -> subprocess.Popen[bytes]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "advisor", *argv], env=env, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(not os.path.exists("/dev/fd/1"), reason="needs a name for standard output")
def test_standard_output_by_its_name_is_added_to_and_holds_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("before\n")
    with open(out, "ab") as file:
        ran = advisor("record", *YES, "-o", "/dev/fd/1", "--diagram", "p.svg", stdout=file,
                      stderr=subprocess.PIPE, cwd=tmp_path)  # fmt: skip
        assert (ran.communicate()[1].decode().split(), ran.returncode) == (["p.svg"], 0)
    assert re.fullmatch(r"before\n---\n.*\n<!-- advisor-decision [^\n]* -->\n", out.read_text(), re.DOTALL)


@pytest.mark.parametrize("other", ["./a.svg", "link.svg", "sub/../a.svg"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_record_does_not_overwrite_its_own_picture(
    other: str,
    force: tuple[str, ...],
    run: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("link.svg").symlink_to("a.svg")
    before = sorted(os.listdir())
    ran = run("record", *YES, "-o", "a.svg", "--diagram", other, *force)
    assert (ran.code, "are the same file" in ran.err) == (1, True)
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize("record", ["none/r.md", "folder.md/r.md", "taken.md", "read-only.md", "pipe.md"])
def test_a_record_that_cannot_be_written_leaves_the_picture_as_it_was(
    record: str, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.md").touch()
    Path("taken.md").touch()
    Path("read-only.md").touch(0o444)
    os.mkfifo("pipe.md")
    Path("old.svg").write_text("mine")
    before = sorted(os.listdir())
    force = [] if record == "taken.md" else ["--force"]
    assert run("record", *YES, "-o", record, "--diagram", "new.svg", *force).code == 1
    assert run("record", *YES, "-o", record, "--diagram", "old.svg", *force).code == 1
    assert sorted(os.listdir()) == before
    assert Path("old.svg").read_text() == "mine"


def test_a_file_that_is_taken_away_in_the_last_moment_brings_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, names = os.replace, [str(tmp_path / name) for name in ("new", "old", "locked")]
    Path(names[1]).write_text("mine")

    def refuse(source: str, target: str) -> None:
        if target == names[2]:
            raise PermissionError(13, "Permission denied")  # what Windows says of a file that is open
        replace(source, target)

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(AdvisorError, match="locked: cannot be written: Permission denied"):
        files.write_all([(name, "text") for name in names], force=True)
    assert os.listdir(tmp_path) == ["old"]
    assert Path(names[1]).read_text() == "mine"


def test_a_name_as_long_as_a_system_takes_can_be_written(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert run("diagram", "-o", tmp_path / f"{'a' * 250}.svg").code == 0


def test_what_another_program_makes_is_put_to_its_place_or_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with contextlib.suppress(KeyboardInterrupt), files.placed(str(path)) as made:
        Path(made).write_text("half")
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []
    with files.placed(str(path)) as made:
        Path(made).write_text("all of it")
        assert path.read_text() == ""  # the name is taken
    assert (os.listdir(tmp_path), path.read_text()) == (["a.csv"], "all of it")
    with pytest.raises(files.Exists), files.placed(str(path)):
        pytest.fail("what stands there needs force")
    path.chmod(0o640)
    with files.placed(str(path), force=True) as made:
        Path(made).write_text("again")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("again", 0o640)


def test_a_pipe_is_given_what_another_program_made_when_all_of_it_is_there(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    handle = os.open(pipe, os.O_WRONLY)  # waits until it reads
    with files.placed(str(pipe)) as made:
        Path(made).write_bytes(b"x" * 3_000_000)
    os.close(handle)
    reader.join()
    assert got == [b"x" * 3_000_000]


# --- folders of records ---------------------------------------------------------------------------


def test_eight_at_once_get_eight_numbers(tmp_path: Path) -> None:
    outcomes = [YES, ["--set", "base_model_suffices=no", "--set", "training_examples=5"]]  # two titles
    running = [advisor("record", *outcomes[number % 2], "-o", str(tmp_path), stdout=subprocess.PIPE)
               for number in range(8)]  # fmt: skip
    told = {ran.communicate()[0].decode().strip() for ran in running}
    assert [ran.returncode for ran in running] == [0] * 8
    assert sorted(name[:5] for name in os.listdir(tmp_path)) == [f"000{number}-" for number in range(1, 9)]
    assert told == {str(path) for path in tmp_path.iterdir()}


@pytest.mark.parametrize(("there", "next_"), [
    ([], "0001-"), (["0006-a.md", "0007-b.json", "notes.md"], "0008-"), (["9999-a.md"], "10000-"),
    (["9999-a.md", "10000-b.md"], "10001-"), (["2026-11-25-meeting.md"], "0001-"),
    (["0003-a.md", "2025-10-01-a.md", "2026-11-25-meeting.md", "20261125-b.md", "25-11-2026-c.md", "2026-roadmap.md"],
     "0004-"),
    (["1899-a.md", "1900-b.md"], "1901-"), (["001-a.md", "012-b.md"], "013-"), (["9-a.md"], "10-"),
    (["ADR-0007-a.md"], "ADR-0008-"), (["adr_12_a.md"], "adr_13-"), (["ADR-007 a.md", "top-10-reasons.md"], "ADR-008-"),
    (["phase-2-plan.md"], "0001-"), (["0002-a.md", "RFC-0099-b.md"], "0003-"), ([".0004-a.md"], "0001-"),
])  # fmt: skip
def test_a_record_is_numbered_as_its_folder_is(
    there: list[str], next_: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    for name in there:
        (tmp_path / name).touch()
    assert run("record", *YES, "-o", tmp_path).out == f"{tmp_path / next_}stay-with-prompts.md\n"
    assert len(os.listdir(tmp_path)) == len(there) + 1


@pytest.mark.parametrize(("title", "slug"), [("Für Größe – déjà vu", "fur-grosse-deja-vu"),
                                             ("Fu\u0308r", "fur"), ("温泉", "wenquan"), ("…", "leave_it")])  # fmt: skip
def test_a_title_keeps_what_its_accents_stand_for(
    title: str, slug: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    rules, records = tmp_path / "rules", tmp_path / "records"
    rules.mkdir()
    records.mkdir()
    text = (SMALL / "rules.yaml").read_text()
    (rules / "rules.yaml").write_text(
        re.sub(r"(leave_it: \{.*?title: )[^,}]*", rf'\g<1>"{title}"', text, flags=re.DOTALL)
    )
    answers = sets({"is_raining": "no", "chance": 0})
    assert run("record", *answers, "--rules", rules, "-o", records).code == 0
    assert os.listdir(records) == [f"0001-{slug}.md"]
