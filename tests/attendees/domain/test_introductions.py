from attendees.domain import introductions
from attendees.domain.introductions import Person


def test_people_of_one_sector_are_brought_together_and_the_party_is_left_out():
    people = [Person(1, 1, "tech"), Person(2, 1, "tech"), Person(3, 3, "tech"), Person(4, 4, "health")]

    assert introductions.candidates(people) == {1: [3], 2: [3], 3: [1, 2], 4: []}


def test_whose_sector_a_question_is_about_comes_first():
    asking = Person(1, 1, "tech", "How do banks plan a year?")
    people = [asking, Person(2, 2, "tech"), Person(3, 3, "finance")]

    assert introductions.candidates(people)[1] == [3, 2]


def test_ties_go_round():
    people = [Person(pk, pk, "public") for pk in (1, 2, 3)]

    assert introductions.candidates(people) == {1: [2, 3], 2: [3, 1], 3: [1, 2]}


def test_nobody_is_brought_together_by_what_they_did_not_say():
    people = [Person(1, 1), Person(2, 2), Person(3, 3, "other"), Person(4, 4, "other")]

    assert set(map(tuple, introductions.candidates(people).values())) == {()}


def test_five_are_enough():
    people = [Person(pk, pk, "tech") for pk in range(1, 12)]

    assert introductions.candidates(people)[9] == [10, 11, 1, 2, 3]


def test_a_question_names_sectors_by_their_words():
    asked = {
        "How do banks plan?": ["finance"],
        "Who runs projects in healthcare or for a charity?": ["health", "charity"],
        "Is anybody from the public sector here?": ["public"],
        "How do others plan a year?": [],
        "What should I do or buy?": [],
        "": [],
    }

    assert {question: introductions.asked_about(question) for question in asked} == asked
