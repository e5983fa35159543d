"""How the room's screen writes a round: tables while all fit, else first names on pages."""

import pytest

from networking.domain import tables, wall
from networking.domain.tonight import Person, Table

CALLED = ("Ada", "Ben", "Chukwuemeka W", "Dan", "Eve", "Fatima", "Guillermo", "Konstantinos A", "Zoë")


def room(count, size, *, called=CALLED, where=""):
    """So many tables; everybody's name is one of these."""
    return [
        Table(tables.look(number, where=where), tuple(person(number * 10 + seat, called) for seat in range(size)))
        for number in range(1, count + 1)
    ]


def person(number, called):
    name = called[number % len(called)]
    return Person(number, name.split()[0], name, name)


def at_one_table(*called):
    """These people, one to each table, and as many empty tables as it takes until not all fit."""
    seated = [Table(tables.look(number), (Person(number, name, name, name),)) for number, name in enumerate(called, 1)]
    return [*seated, *(Table(tables.look(number), ()) for number in range(len(seated) + 1, 61))]


@pytest.mark.parametrize(
    ("count", "size", "written"),
    [(1, 5, "few"), (6, 4, "few"), (8, 4, "some"), (12, 4, "many"), (12, 5, "many"), (16, 5, "crowd")],
)
def test_tables_are_written_as_large_as_all_of_them_fit(count, size, written):
    assert wall.write(room(count, size)) == wall.Written(tuple(room(count, size)), written)


@pytest.mark.parametrize(("count", "size"), [(20, 5), (12, 10), (16, 6)])
def test_what_does_not_fit_is_by_first_name(count, size):
    names = wall.write(room(count, size, called=("Konstantinos A", "Chukwuemeka W", "Wilhelmina")))

    assert (names.tables, names.size, sum(len(page.people) for page in names.pages)) == ((), "", count * size)


@pytest.mark.parametrize("size", [5, 6, 10])
def test_pages_hold_everybody_once_in_their_order(size):
    found = wall.write(room(20, size))

    listed = [each for page in found.pages for each in page.people]
    seated = [(who.called, table.look) for table in room(20, size) for who in table.people]
    assert len(found.pages) == -(-20 * size // wall.ON_A_PAGE)
    assert all(len(page.people) <= wall.ON_A_PAGE for page in found.pages)
    assert sorted(listed, key=str) == sorted(seated, key=str)
    assert [called for called, _ in listed] == sorted((called for called, _ in listed), key=CALLED.index)


def test_three_hundred_people_are_six_pages_within_a_minute():
    pages = wall.write(room(50, 6)).pages

    assert len(pages) * wall.TURN_EVERY == 60
    assert max(len(page.people) for page in pages) <= wall.ON_A_PAGE


def test_page_ends_between_two_letters_where_one_is_near():
    called = [*(f"Ada {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), *(f"Ben {at:02}" for at in range(36))]

    pages = wall.write(at_one_table(*called[:58])).pages

    assert [(page.label, len(page.people)) for page in pages] == [("A", 26), ("B", 32)]


def test_label_says_as_many_letters_as_tell_two_pages_apart():
    called = ["Ada", *(f"Dan{at:02}" for at in range(27)), *(f"Dora{at:02}" for at in range(28))]

    pages = wall.write(at_one_table(*called)).pages

    assert [(page.label, page.people[-1][0]) for page in pages] == [("A–Da", "Dan26"), ("Do–D", "Dora27")]


def test_label_of_one_first_name_on_two_pages_says_its_letters():
    pages = wall.write(at_one_table(*(f"Tom {letter}{at}" for letter in "AB" for at in range(29)))).pages

    assert [page.label for page in pages] == ["T–Tom A", "Tom B–T"]


def test_accents_and_case_do_not_part_names():
    pages = wall.write(at_one_table("Zoe", "émile", "Emma", "Ännchen")).pages

    assert [[called for called, _ in page.people] for page in pages] == [["Ännchen", "émile", "Emma", "Zoe"]]
    assert [page.label for page in pages] == ["Ä–Z"]


def test_where_the_tables_stand_comes_last_with_fewer_on_a_page_when_it_takes_many_words():
    short, long = (
        wall.write(room(50, 6, where=where)).pages for where in ("by the bar", "upstairs, behind the pillar")
    )

    assert [(page.label, len(page.looks), page.is_wide) for page in short[6:]] == [("Tables", 50, False)]
    assert [(page.label, len(page.looks), page.is_wide) for page in long[6:]] == [
        ("Tables", 36, True),
        ("Tables", 14, True),
    ]


def test_tables_that_everybody_left_are_written_as_tables():
    left = at_one_table()

    assert wall.write(left) == wall.Written(tuple(left), "crowd")
    assert wall.write([]) == wall.Written((), "few")
