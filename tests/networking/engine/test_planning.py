"""The planner on the published cases, by an independent scorer, and on random evenings."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import score
from networking.engine import Impossible, plan
from networking.engine.instance import pairs_of, read

CASES = json.loads((Path(__file__).parents[2] / "data" / "mixing" / "cases.json").read_text())["cases"]
SHORT = 0.2  # seconds' worth of moves: the bars of a whole second are for bench/README.md


def scored(case, *, seconds=SHORT, seed=1):
    found = plan(read(score.export(case)), seconds=seconds, seed=seed)
    if isinstance(found, Impossible):
        return score.score(case, {"error": {"code": found.code, "people": list(found.people)}})
    return score.score(case, {"rounds": found.rounds})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_case_has_a_valid_plan_or_a_plain_error(case):
    seen = scored(case)

    assert (seen["valid"], seen["hard"]) == (True, [])


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["kind"] in ("plain", "uneven") and case["proven"]["distinct"]],
    ids=lambda case: case["id"],
)
def test_what_is_proven_best_is_reached(case):
    seen = scored(case)

    assert (seen["distinct"], seen["worst"]) == (case["best_known"]["distinct"], case["best_known"]["worst"])


@pytest.mark.parametrize("case", [case for case in CASES if case["first_timers"]], ids=lambda case: case["id"])
def test_first_timers_sit_with_a_regular_and_sectors_mix(case):
    seen = scored(case)

    assert (seen["coverage"], seen["sector_mix"] >= 0.8) == (1.0, True)


@pytest.mark.parametrize("case", [case for case in CASES if case.get("expect")], ids=lambda case: case["id"])
def test_impossible_wishes_name_the_people(case):
    found = plan(read(score.export(case)), seconds=SHORT)

    assert isinstance(found, Impossible)
    assert found.code == case["reason"]
    assert len(found.people) >= 2


def test_same_seed_gives_the_same_bytes_and_the_command_line_too():
    case = next(case for case in CASES if case["id"] == "rules-24-4-4")
    asked = json.dumps(score.export(case))

    first, second = (
        subprocess.run(
            [sys.executable, "-m", "networking.engine", "--seconds", "0.1", "--seed", "7"],
            input=asked, capture_output=True, text=True, check=True,
        ).stdout
        for _ in "12"
    )  # fmt: skip

    assert first == second
    assert json.loads(first)["rounds"] == plan(read(json.loads(asked)), seconds=0.1, seed=7).rounds


def test_what_is_no_instance_is_refused_in_words():
    refused = subprocess.run(
        [sys.executable, "-m", "networking.engine"], input='{"n": 3, "groups": [2]}', capture_output=True, text=True
    )

    assert (refused.returncode, refused.stderr) == (
        2, "not an instance: a group would have fewer than two people\n",
    )  # fmt: skip


@st.composite
def evenings(draw):
    """People who come and go, with one round played, some blocked and some wanted pairs."""
    n, rounds = draw(st.integers(8, 26)), draw(st.integers(2, 4))
    anybody = st.integers(0, n - 1)
    pairs = st.lists(st.tuples(anybody, anybody).filter(lambda both: both[0] != both[1]), max_size=4)
    absent = draw(st.lists(anybody, max_size=2, unique=True))
    later = [who for who in range(n) if who not in absent]
    present = [list(range(n)), *[later] * (rounds - 1)]
    groups = [max(1, len(there) // 4) for there in present]
    first = [list(range(n))[start :: groups[0]] for start in range(groups[0])]
    return {
        "id": "random", "n": n, "k": 4, "R": rounds, "groups": groups, "present": present, "played": [first],
        "history": [], "blocked": [list(both) for both in draw(pairs)], "together": [list(b) for b in draw(pairs)],
        "sectors": draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)),
        "first_timers": draw(st.lists(anybody, max_size=n // 3, unique=True)),
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(evenings())
def test_random_evenings_keep_every_rule_and_what_was_played(case):
    case["blocked"] = [both for both in case["blocked"] if tuple(sorted(both)) not in pairs_of(case["played"][0])]

    found = plan(read(case), seconds=0.05)

    if isinstance(found, Impossible):
        assert set(found.people) <= {who for both in case["blocked"] + case["together"] for who in both}
        return
    assert score.hard_faults(case, found.rounds) == []
    assert found.rounds[0] == case["played"][0]
    for groups in found.rounds:
        sizes = {len(group) for group in groups}
        assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("seed", [1, 2])
def test_another_numbering_of_the_same_people_is_planned_as_well(seed):
    case = next(case for case in CASES if case["id"] == "rules-24-4-4")
    turned = dict(score.export(case))
    number = {who: (who * 7 + 3) % case["n"] for who in range(case["n"])}  # 7 and 24 have no common factor
    for key in ("blocked", "together"):
        turned[key] = [[number[a], number[b]] for a, b in turned[key]]
    turned["sectors"] = [s for _, s in sorted((number[who], s) for who, s in enumerate(case["sectors"]))]
    turned["first_timers"] = [number[who] for who in case["first_timers"]]

    one, other = scored(case, seed=seed), scored({**case, **turned}, seed=seed)

    assert abs(one["score"] - other["score"]) <= 1.5


def test_three_hundred_people_and_eight_rounds_fit_into_the_evening():
    everybody = {
        "n": 300, "groups": [60] * 8, "history": [[i, (i * 7 + 1) % 300, 0.5] for i in range(0, 300, 3)],
        "blocked": [[2 * i, 2 * i + 1] for i in range(40)], "together": [[100 + 2 * i, 101 + 2 * i] for i in range(40)],
        "sectors": [i % 7 for i in range(300)], "first_timers": list(range(0, 300, 5)), "id": "large", "R": 8, "k": 5,
        "played": [], "present": None,
    }  # fmt: skip
    everybody["together"] = [both for both in everybody["together"] if both not in everybody["blocked"]]

    seen = scored(everybody, seconds=1)

    assert (seen["valid"], seen["coverage"], seen["score"] > 99) == (True, 1.0, True)


@st.composite
def told_evenings(draw):
    """Tables that people were told, then some left, some came, and some must be kept apart."""
    n, k = draw(st.integers(9, 30)), 4
    groups = n // k
    told = [[0, who, who % groups] for who in range(n)]
    gone = draw(st.sets(st.integers(0, n - 1), max_size=3))
    late = draw(st.integers(0, 3))
    there = [who for who in range(n + late) if who not in gone]
    anybody = st.sampled_from(there)
    blocked = draw(st.lists(st.tuples(anybody, anybody).filter(lambda both: both[0] != both[1]), max_size=2))
    return {
        "n": n + late, "k": k, "R": 2, "groups": [len(there) // k] * 2, "present": [there, there], "played": [],
        "history": [], "blocked": [list(both) for both in blocked], "together": [], "sectors": None,
        "first_timers": [], "told": told,
    }  # fmt: skip


def moved(case, found):
    sits = {who: group for group, people in enumerate(found.rounds[0]) for who in people}
    return sum(sits[who] != group for _, who, group in case["told"] if who in sits)


def fewest(case):
    """How many must move for the sizes alone, whichever groups are the larger ones."""
    there, groups = set(case["present"][0]), case["groups"][0]
    size, larger = divmod(len(there), groups)
    count = sorted(sum(who in there for _, who, at in case["told"] if at == group) for group in range(groups))[::-1]
    homeless = sum(who in there for _, who, at in case["told"] if at >= groups)
    return homeless + sum(max(0, people - size - (at < larger)) for at, people in enumerate(count))


@settings(max_examples=40, deadline=None)
@given(told_evenings())
def test_of_those_who_were_told_as_few_move_as_must(case):
    """With nobody kept apart exactly as few as the sizes force; with some, at most two more for each pair."""
    found = plan(read(case), seconds=0.05)

    if isinstance(found, Impossible):
        assert case["blocked"]
        return
    assert score.hard_faults(case, found.rounds) == []
    assert fewest(case) <= moved(case, found) <= fewest(case) + 2 * len(case["blocked"])


@settings(max_examples=20, deadline=None)
@given(evenings(), st.data())
def test_friends_begin_together_in_the_first_round_that_is_planned(case, data):
    there = case["present"][1]
    case["blocked"], case["together"] = [], []
    case["together_first"] = [data.draw(st.lists(st.sampled_from(there), min_size=2, max_size=2, unique=True))]

    found = plan(read(case), seconds=0.05)

    assert score.hard_faults(case, found.rounds) == []
    assert tuple(sorted(case["together_first"][0])) in pairs_of(found.rounds[1])


@pytest.mark.parametrize(
    ("first", "blocked", "code"),
    [
        ([[0, 1], [1, 2], [2, 3], [3, 4]], [], "too_many_together_at_once"),
        ([[0, 1], [1, 2]], [[0, 2]], "same_pair_blocked_and_together"),
        ([[0, 11]], [], "pair_never_there_at_once"),
    ],
)
def test_friends_who_cannot_begin_together_are_named(first, blocked, code):
    there = [list(range(11)), list(range(12))]
    case = {"n": 12, "groups": [3, 3], "present": there, "together_first": first, "blocked": blocked}

    found = plan(read(case), seconds=0.05)

    assert found == Impossible(code, tuple(sorted({who for both in first for who in both})))
