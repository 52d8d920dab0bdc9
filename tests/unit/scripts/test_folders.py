from __future__ import annotations

from pathlib import Path

from scripts.folders import folder_fault


def test_a_folder_that_nothing_can_be_written_in_is_told_with_its_setting(tmp_path: Path) -> None:
    in_the_way = tmp_path / "var"
    in_the_way.touch()

    assert folder_fault("VAR_DIR", in_the_way) == (
        f"VAR_DIR: nothing can be written in {in_the_way} (File exists): name another folder."
    )


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    assert folder_fault("VAR_DIR", tmp_path / "new" / "var") is None
    assert (tmp_path / "new" / "var").is_dir()
