from networking.domain import tables
from networking.models import RoomTable


def test_no_two_tables_look_or_are_called_the_same_however_many_there_are():
    looks = [tables.look(number) for number in range(1, tables.MOST + 1)]

    assert len({(look.colour, look.shape) for look in looks}) == tables.MOST == 100  # three hundred people in threes
    assert len({look.word for look in looks}) == len({look.name for look in looks}) == tables.MOST


def test_tables_beyond_sixty_have_shapes_of_their_own():
    assert [tables.look(number).name for number in (61, 80, 100)] == [
        "BLUE MOON ☾ table",
        "BROWN ARROW ↑ table",
        "BROWN CLOUD ☁ table",
    ]


def test_second_table_of_a_colour_says_its_shape_in_words():
    assert [tables.look(number).name for number in (10, 11)] == ["BROWN ★ table", "BLUE TRIANGLE ▲ table"]


def test_table_says_colour_shape_and_place(event):
    RoomTable.objects.create(event=event, number=1, where="by the window")

    found = tables.looks(event.pk, numbers=[2, 1])

    assert [str(look) for look in found.values()] == ["BLUE ● table, by the window", "YELLOW ▲ table"]


def test_tables_of_one_colour_stand_together():
    looks = [tables.look(number) for number in range(1, 23)]

    assert [look.number for look in tables.by_colour(looks)][:6] == [1, 11, 21, 2, 12, 22]
