from tests.support.factories import EventFactory


def test_a_draft_is_shown_to_its_hosts_as_it_will_be(client, series, host):
    draft = EventFactory(series=series, title="Not yet", draft=True)
    client.force_login(host)

    answer = client.get(f"/desk/events/{draft.pk}/preview/")

    words = answer.content.decode()
    assert "Preview: not public" in words
    assert "Not yet" in words
    assert "Take a place" not in words
    assert "no-store" in answer["Cache-Control"]


def test_nobody_else_sees_a_draft(client, series, ada):
    draft = EventFactory(series=series, slug="draft", draft=True)
    assert client.get("/pmo-london/draft/").status_code == 404

    client.force_login(ada)

    assert client.get(f"/desk/events/{draft.pk}/preview/").status_code == 404
