import pytest

from networking.domain import wall_board
from networking.domain.board import Board, Heading
from networking.domain.wall_board import HEIGHT, Page

SHORT = "Ask twice"
LONG = "Everybody here keeps the risk log for the auditor and nobody for themselves. " * 3


def board(*headings):
    return Board("Patterns", "What did you notice?", headings)


def heading(name, count, words=SHORT, waiting=0):
    return Heading(name, tuple(f"{words} {number}" for number in range(count)), waiting)


def told(pages):
    """What stands on all pages, in the order of reading."""
    return [words for page in pages for column in page.columns for part in column for words in part.words]


def test_board_that_fits_is_not_cut_into_pages():
    assert wall_board.write(board(heading("Help", 4), heading("Check", 4), heading("Both", 0))) == ()
    assert wall_board.write(board()) == ()


def test_words_go_on_in_the_next_column_under_their_heading():
    helps, checks = heading("Help", 8), heading("Check", 2, waiting=3)

    [page] = wall_board.write(board(helps, checks))

    assert page == Page(
        (
            (Heading("Help", helps.words[:6], 0),),
            (Heading("Help", helps.words[6:], 0), Heading("Check", checks.words, 3)),
        )
    )


@pytest.mark.parametrize("words", [SHORT, LONG])
@pytest.mark.parametrize("counts", [(60,), (1, 40, 2), (9, 9, 9, 9, 9), (0, 30, 0)])
def test_all_is_told_in_order_and_no_column_is_too_high(words, counts):
    headings = [heading(f"Heading {number}", count, words) for number, count in enumerate(counts)]

    pages = wall_board.write(board(*headings))

    assert told(pages) == [each for one in headings for each in one.words]
    columns = [column for page in pages for column in page.columns]
    assert all(0 < sum(wall_board._height(part, 26) for part in column) <= HEIGHT for column in columns)
    assert {part.name for column in columns for part in column} == {one.name for one in headings}


def test_words_too_long_for_any_column_have_one_of_their_own():
    words = "Portfoliobüros " * 18

    pages = wall_board.write(board(heading("Help", 3, words)))

    assert [len(part.words) for page in pages for column in page.columns for part in column] == [1, 1, 1]


def test_count_of_what_lies_face_down_is_not_lost_at_the_end_of_a_column():
    full = heading("Help", 6, waiting=2)

    [page] = wall_board.write(board(full, heading("Check", 6)))

    assert page.columns[:2] == (
        (Heading("Help", full.words, 0),),
        (Heading("Help", (), 2), Heading("Check", page.columns[1][1].words, 0)),
    )
