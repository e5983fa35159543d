// The evening after what this phone did: the same rules as on the server (networking.domain.rounds). Pure.

const MINUTE = 60_000;
const MORE = 2;

export const onTheMinute = (ms) => Math.round(ms / MINUTE) * MINUTE;
const iso = (ms) => new Date(ms).toISOString();
const ms = (text) => new Date(text).getTime();

export const live = (state) => state.rounds.find((round) => round.state === "live");
export const next = (state) => state.rounds.find((round) => round.state === "draft");
export const last = (state) => state.rounds.filter((round) => round.state === "closed").at(-1);

const change = (state, number, fields) => ({
  ...state,
  rounds: state.rounds.map((round) => (round.number === number ? { ...round, ...fields } : round)),
});

const closeLive = (state, at) => {
  const now = live(state);
  return now ? change(state, now.number, { state: "closed", ends_at: iso(Math.min(ms(now.ends_at), at)), paused_at: null }) : state;
};

const DOES = {
  step: (state, { step }, at) => {
    if (state.step === step) return state;
    const ends = step === "activity" && state.activity ? iso(onTheMinute(at + state.activity_minutes * MINUTE)) : null;
    return { ...state, step, step_ends_at: ends };
  },
  longer: (state, { seen }) => {
    if (!state.step_ends_at || ms(state.step_ends_at) !== ms(seen)) return state;
    return { ...state, step_ends_at: iso(ms(seen) + MORE * MINUTE) };
  },
  go: (state, { round }, at) => {
    const found = next(state);
    if (found?.number !== round) return state;
    const ends = onTheMinute(at + found.minutes * MINUTE);
    const begun = change(closeLive(state, at), round, { state: "live", starts_at: iso(at), ends_at: iso(ends) });
    return { ...begun, step: "rounds", step_ends_at: null };
  },
  pause: (state, { round }, at) => {
    const found = live(state);
    return found?.number === round && !found.paused_at ? change(state, round, { paused_at: iso(at) }) : state;
  },
  "go-on": (state, { round }, at) => {
    const found = live(state);
    if (found?.number !== round || !found.paused_at) return state;
    const ends = Math.max(onTheMinute(ms(found.ends_at) + at - ms(found.paused_at)), ms(found.ends_at));
    return change(state, round, { paused_at: null, ends_at: iso(ends) });
  },
  more: (state, { round, seen }) => {
    const found = live(state);
    if (found?.number !== round || ms(found.ends_at) !== ms(seen)) return state;
    return change(state, round, { ends_at: iso(ms(seen) + MORE * MINUTE) });
  },
  end: (state, { round }, at) => (live(state)?.number === round ? closeLive(state, at) : state),
  fewer: (state, { round }) => {
    const isDraft = state.rounds.find((one) => one.number === round)?.state === "draft";
    if (round !== state.planned || round === 1 || !isDraft) return state;
    return { ...state, planned: round - 1, rounds: state.rounds.filter((one) => one.number < round) };
  },
};

// `at` of an act is in the evening's time, in milliseconds.
export const after = (state, acts) => acts.reduce((before, act) => DOES[act.kind]?.(before, act, act.at) ?? before, state);
