from networking.domain import tables
from networking.models import RoomTable


def test_no_two_of_60_tables_look_the_same():
    looks = {(look.colour, look.shape) for look in map(tables.look, range(1, 61))}

    assert len(looks) == 60


def test_second_table_of_a_colour_says_its_shape_in_words():
    assert [tables.look(number).name for number in (10, 11)] == ["BROWN ★ table", "BLUE TRIANGLE ▲ table"]


def test_table_says_colour_shape_and_place(event):
    RoomTable.objects.create(event=event, number=1, where="by the window")

    found = tables.looks(event.pk, numbers=[2, 1])

    assert [str(look) for look in found.values()] == ["BLUE ● table, by the window", "YELLOW ▲ table"]
