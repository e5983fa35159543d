from networking.domain import sector_words


def test_a_question_names_sectors_by_their_words():
    asked = {
        "How do banks plan?": ["finance"],
        "Who runs projects in healthcare or for a charity?": ["health", "charity"],
        "Is anybody from the public sector here?": ["public"],
        "How do others plan a year?": [],
        "What should I do or buy?": [],
        "": [],
    }

    assert {question: sector_words.asked_about(question) for question in asked} == asked
