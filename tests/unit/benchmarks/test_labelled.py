from pathlib import Path

import pytest

from benchmarks.labelled import LabelledRowsError, Row, folds, read_rows


def test_rows_come_out_of_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text('text,intent\n"oui, merci",affirm\n', encoding="utf-8")

    assert read_rows(file) == [Row("oui, merci", "affirm")]


def test_rows_come_out_of_a_folder_of_rasa_files(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(
        "nlu:\n- intent: deny\n  examples: |\n    - non\n    - pas du tout\n", encoding="utf-8"
    )

    assert read_rows(tmp_path) == [Row("non", "deny"), Row("pas du tout", "deny")]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("text,label\noui,affirm\n", encoding="utf-8")

    with pytest.raises(LabelledRowsError, match="should be text,intent; it is text,label"):
        read_rows(file)


def test_a_folder_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelledRowsError, match="no rows"):
        read_rows(tmp_path)


def test_each_row_is_tested_once_and_never_trained_on_in_the_same_fold() -> None:
    rows = [Row(f"{intent} {number}", intent) for intent in "ab" for number in range(7)]

    splits = list(folds(rows, 3))

    assert sorted(row.text for _, test in splits for row in test) == sorted(
        row.text for row in rows
    )
    assert all(not set(train) & set(test) for train, test in splits)
    assert splits == list(folds(rows, 3))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"text;intent\noui;affirm\n", "rows.csv:1: the first line should be text,intent; it is"),
        (b"", "rows.csv:1: .* the file is empty"),
        (b"text,intent\noui,affirm\n ,deny\n", "rows.csv:3: the column text is empty"),
        (b"text,intent\noui\n", "rows.csv:2: the column intent is empty"),
        (b"text,intent\noui, merci,affirm\n", "rows.csv:2: too many columns"),
        (b'text,intent\n"oui,affirm\nnon,deny\n', "rows.csv:2: this row's quotes are not closed"),
        (b"text,intent\nd\xe9sol\xe9,deny\n", "rows.csv: should be in UTF-8"),
    ],
)
def test_a_line_that_holds_no_row_is_told_by_its_number(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(content)

    with pytest.raises(LabelledRowsError, match=complaint):
        read_rows(file)


def test_what_spreadsheets_add_to_a_file_is_no_part_of_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b'\xef\xbb\xbftext,intent\r\n"ma ""box"", vite ",box \r\n')

    assert read_rows(file) == [Row('ma "box", vite', "box")]


def test_a_file_that_rasa_could_not_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text("nlu:\n- intent: deny\n", encoding="utf-8")

    with pytest.raises(LabelledRowsError, match="should be one of Rasa's NLU files"):
        read_rows(file)
