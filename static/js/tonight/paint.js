// Tonight drawn from what the phone keeps, while there is no connection. The words are those of the server's page.

import { last, live, next } from "./evening.js";

const clockOf = (zone) => {
  const format = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  return (time) => format.format(new Date(time));
};

const el = (tag, className, ...inside) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter(Boolean));
  return made;
};

const button = (label, act, kind) => {
  const made = el("button", `button${kind ? ` button--${kind}` : ""}`, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

const tables = (round) => el("ul", "grid", ...round.tables.map((table) => el(
  "li", "card stack stack--tight",
  el("h3", "", table.name, table.where && el("span", "small soft", ` ${table.where}`)),
  el("p", "", table.people.join(", ")),
)));

const tablesOf = (state) => {
  const shown = state.rounds.filter((round) => round.state !== "closed");
  if (!shown.length) return undefined;
  const section = el("section", "stack", el("h2", "", "Who sits where"));
  for (const round of shown) {
    const isNow = round.state === "live";
    const more = el("details", "details", el("summary", "", `Round ${round.number}${isNow ? ", now" : ""}`), tables(round));
    section.append(more);
  }
  return section;
};

const until = (round, clock) => {
  if (round.paused_at) return el("p", "run-until", `Paused since ${clock(round.paused_at)}`);
  const time = el("time", "numbers", clock(round.ends_at));
  time.dateTime = round.ends_at;
  time.dataset.ends = "";
  return el("p", "run-until", "until ", time);
};

const inRounds = (state, clock, act) => {
  const now = live(state);
  const coming = next(state);
  if (now) {
    const first = now.paused_at ? button("Go on", () => act({ kind: "go-on", round: now.number }), "big")
      : coming ? button("Go: next round", () => act({ kind: "go", round: coming.number }), "big")
        : button("End the round", () => act({ kind: "end", round: now.number }), "big");
    return [
      el("p", "kicker", `Round ${now.number} of ${state.planned}`),
      until(now, clock),
      el("p", "", `Start with: ${now.opener}`),
      el("div", "actions", first),
      el("div", "cluster",
        !now.paused_at && button("Pause", () => act({ kind: "pause", round: now.number }), "quiet"),
        !now.paused_at && button("2 min more", () => act({ kind: "more", round: now.number, seen: now.ends_at }), "quiet"),
        coming && button("End it", () => act({ kind: "end", round: now.number }), "quiet")),
    ];
  }
  if (coming) {
    const isMore = state.rounds.filter((round) => round.state === "draft").length > 1;
    return [
      el("p", "lede", `Round ${coming.number} is ready: ${coming.tables.length} tables, ${coming.minutes} minutes.`),
      el("p", "", `Start with: ${coming.opener}`),
      el("div", "actions", button("Go", () => act({ kind: "go", round: coming.number }), "big")),
      isMore && el("div", "cluster", button("One round fewer", () => act({ kind: "fewer", round: state.planned }), "quiet")),
    ];
  }
  const done = last(state);
  return [el("p", "lede", done ? `All ${done.number} rounds are played.` : "There are no tables yet. To mix, this phone needs a connection.")];
};

const now = (state, clock, act) => {
  const word = state.word && ` Tonight’s word is ${state.word}.`;
  const inside = {
    arrivals: () => [el("p", "lede", `${state.inside} of ${state.expected} were in when this phone last heard.`)],
    welcome: () => [
      el("p", "lede", "Say who you are, where the bar and the toilets are, and what will happen."),
      el("p", "", `${state.planned} rounds of ${state.minutes} minutes, about ${state.size} at a table.${word || ""}`),
    ],
    activity: () => (state.activity
      ? [
        el("h2", "", state.activity.title),
        state.step_ends_at && until({ ends_at: state.step_ends_at }, clock),
        el("p", "pre-line", state.activity.how),
        el("p", "lede", state.activity.prompt),
        state.step_ends_at && el("div", "cluster", button("2 min more", () => act({ kind: "longer", seen: state.step_ends_at }), "quiet")),
      ]
      : [el("p", "lede", "No activity chosen for tonight. The rounds do it alone.")]),
    rounds: () => inRounds(state, clock, act),
    close: () => [el("p", "lede", "Thank everybody, and say when the next evening is.")],
  }[state.step]();
  const section = el("section", "card room stack", ...inside);
  section.setAttribute("aria-label", "Now");
  return section;
};

const ways = (state, act) => {
  const at = state.steps.findIndex(([step]) => step === state.step);
  const before = state.steps[at - 1];
  const after = state.steps[at + 1];
  const isBusy = state.step === "rounds" && (!last(state) || live(state) || next(state));
  return el("div", "actions",
    after && button(`On to: ${after[1]}`, () => act({ kind: "step", step: after[0] }), isBusy ? "quiet" : "big"),
    before && button(`Back to: ${before[1]}`, () => act({ kind: "step", step: before[0] }), "quiet"));
};

export const said = (words, isWaiting) => {
  const place = document.getElementById("tonight-state");
  if (place.textContent !== words) place.textContent = words; // said aloud only when it is new
  place.hidden = !words;
  place.classList.toggle("door-state--wait", isWaiting);
};

export const notes = (words) => {
  document.getElementById("tonight-notes").replaceChildren(...words.map((one) => el("li", "", one)));
};

// The whole evening, in place of what stood there.
export const draw = (root, state, act) => {
  const clock = clockOf(state.zone);
  const [, label] = state.steps.find(([step]) => step === state.step);
  const title = el("h1", "", label);
  title.tabIndex = -1;
  root.replaceChildren(
    el("header", "stack stack--tight", el("p", "kicker", `Tonight, ${state.title}`), title),
    now(state, clock, act),
    ways(state, act),
    ...[tablesOf(state)].filter(Boolean),
    el("p", "soft", "Mixing, late-comers and changed tables wait for a connection."),
  );
  title.focus({ preventScroll: true });
};

// It looked, and keeps nothing of this evening.
export const nothing = (root) => {
  const words = "This phone has not kept this evening yet. Open it once with a connection.";
  root.replaceChildren(el("h1", "", "Tonight"), el("p", "", words));
};

export const clock = clockOf;
