"""Every address of the site, asked as every role, against tests/access_matrix.csv."""

import pytest

from tests.support import access

ASKED = [(address, method) for address in access.addresses() for method in access.METHODS]


@pytest.mark.parametrize("role", access.ROLES)
def test_role_gets_what_the_matrix_says(db, role):
    house, rows = access.House(), access.rows()
    listed = [(address, method) for address, method in ASKED if (address.name, method) in rows]

    seen = house.seen(role, listed)

    assert seen == {key: rows[key][role] for key in seen}
    assert house.written == [], "A GET changes nothing, ever: mail scanners follow every link."


def test_matrix_lists_every_address(db):
    rows = access.rows()
    unlisted = [(address, method) for address, method in ASKED if (address.name, method) not in rows]

    house = access.House()
    seen = {role: house.seen(role, unlisted) for role in access.ROLES if unlisted}

    lines = [
        ",".join([address.name, method, *(seen[role][address.name, method] for role in access.ROLES)])
        for address, method in unlisted
    ]
    assert lines == [], "Judge what was seen, then add to tests/access_matrix.csv:\n" + "\n".join(lines)


def test_matrix_names_no_address_that_is_gone():
    known = {(address.name, method) for address, method in ASKED}

    assert sorted(set(access.rows()) - known) == []
