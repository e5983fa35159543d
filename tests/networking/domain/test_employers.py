import pytest

from networking.domain import employers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Barclays", "BARCLAYS UK plc", True),
        ("NHS England", "NHS", True),
        ("Société Générale", "societe generale", True),
        ("Sainsbury's", "Sainsburys Ltd", True),
        ("Bank of England", "Bank of Ireland", False),
        ("Acme", "Barclays", False),
        ("", "Barclays", False),
        ("", "", False),
    ],
)
def test_same_employer_however_it_is_written(one, other, same):
    assert (employers.same(one, other), employers.same(other, one)) == (same, same)
