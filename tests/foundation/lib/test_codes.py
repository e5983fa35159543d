from foundation.lib import codes


def test_codes_differ_by_label_subject_issue_and_version(settings):
    settings.TICKET_SECRETS = ["new", "old"]

    made = {
        codes.derive(label, subject=subject, issue=issue, version=version)
        for label in ("manage", "door")
        for subject in ("1", "2")
        for issue in (1, 2)
        for version in (0, 1)
    }

    assert len(made) == 16
    assert {len(code) for code in made} == {26}


def test_a_new_first_secret_leaves_old_codes_alone(settings):
    settings.TICKET_SECRETS = ["old"]
    before = codes.derive("door", subject="7", issue=1, version=codes.current_version())

    settings.TICKET_SECRETS = ["new", "old"]

    assert codes.derive("door", subject="7", issue=1, version=0) == before
    assert codes.derive("door", subject="7", issue=1, version=codes.current_version()) != before


def test_a_typed_code_is_read_kindly():
    assert codes.normalise(" AB-OI L2 ") == "ab0112"


def test_a_pseudonym_is_the_same_in_any_case_and_with_any_new_secret(settings):
    settings.TICKET_SECRETS = ["old"]
    before = codes.pseudonym("ada@mail.example")

    settings.TICKET_SECRETS = ["new", "old"]

    assert codes.pseudonym(" Ada@Mail.example") == before
    assert codes.pseudonym("ben@mail.example") != before
