from networking.domain import ledger_pictures
from networking.domain.ledger_pictures import Bridges, Dot, Label, Line


def test_bridges_are_dots_whose_areas_are_as_the_counts():
    found = ledger_pictures.bridges({("finance", "tech"): 16, ("finance", "finance"): 4})

    assert found == Bridges(
        dots=(
            Dot(15, 45, 13.5, "Banking and insurance and Technology: 16", False),
            Dot(15, 15, 6.8, "Banking and insurance and Banking and insurance: 4", True),
        ),
        labels=(Label(36, 20, "Banking and insurance"), Label(66, 50, "Technology")),
        width=208,
        height=60,
    )


def test_no_bridges_are_an_empty_picture():
    assert ledger_pictures.bridges({}) == Bridges((), (), 0, 0)


def test_line_begins_at_nought_and_has_a_gap_where_a_value_is_unknown():
    found = ledger_pictures.line([0, 2, None, 1, 2])

    assert found == Line(
        runs=("10.0,74.0 75.0,10.0", "205.0,42.0 270.0,10.0"),
        dots=((10.0, 74.0), (75.0, 10.0), (205.0, 42.0), (270.0, 10.0)),
    )


def test_line_of_one_value_or_only_noughts_stands():
    assert ledger_pictures.line([5]) == Line((), ((10.0, 10.0),))
    assert ledger_pictures.line([0, 0]) == Line(("10.0,74.0 270.0,74.0",), ((10.0, 74.0), (270.0, 74.0)))
    assert ledger_pictures.line([]) == Line((), ())
