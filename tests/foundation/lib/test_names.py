import pytest

from foundation.lib import names


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        (["Tom Whitfield", "Ada Lovelace"], ["Tom", "Ada"]),
        (["Tom Whitfield", "Tom Baker"], ["Tom W", "Tom B"]),
        (["Tom Whitfield", "Tom Wong", "Tom Baker"], ["Tom Wh", "Tom Wo", "Tom B"]),
        (["Tom", "Tom Whitfield"], ["Tom", "Tom W"]),
        (["Tom W", "Tom Whitfield"], ["Tom W", "Tom Wh"]),
        (["Tom Wong", "Tom Wong"], ["Tom", "Tom"]),
        (["Tom Wong", "Tom Wong", "Tom Wolff"], ["Tom Won", "Tom Won", "Tom Wol"]),
        (["Dr Priya Shah", "priya Nair"], ["Priya S", "priya N"]),
        (["Żofia Łaska", "Zofia Lind"], ["Żofia Ła", "Zofia Li"]),
        (["Ana van der Berg", "Ana de Vries"], ["Ana v", "Ana d"]),
        (["Prince", ""], ["Prince", ""]),
        ([], []),
    ],
)
def test_names_are_shortened_as_far_as_people_stay_apart(whole, shown):
    assert names.shortened(whole) == shown


def test_shortening_three_thousand_namesakes_takes_no_time():
    whole = [f"Tom {number:04}" for number in range(3000)]

    assert len(set(names.shortened(whole))) == 3000


@pytest.mark.parametrize(
    ("typed", "folded"), [("Małgorzata", "malgorzata"), ("MÜLLER", "muller"), ("Straße", "strasse"), ("Øre", "ore")]
)
def test_folding_takes_accents_and_case_away(typed, folded):
    assert names.fold(typed) == folded
