// The evening as this phone knows it: the server's list, and on top of it what the phone did since. Nothing here touches
// the page or the network.

import { beginning, digest, fold, spoken } from "./codes.js";

// Everybody with a place, and how many places are left.
export const tonight = (list, acts) => {
  const people = new Map(list.people.map((person) => [person.id, { ...person }]));
  let left = list.left;
  const undone = new Set(acts.filter((act) => act.kind === "undo" && act.undoes).map((act) => act.undoes));
  for (const act of acts) {
    if (act.answer && !act.answer.counted) continue;
    const person = people.get(act.ticket ?? act.answer?.ticket);
    if (act.kind === "check-in" && person) Object.assign(person, { in: person.in ?? act.said_at, by: person.by || "this phone", nonce: act.nonce });
    else if (act.unchecked && !undone.has(act.nonce)) people.set(act.nonce, unchecked(act));
    if (act.kind === "undo" && person) Object.assign(person, { in: null, by: "", nonce: undefined });
    if (act.kind === "paid" && !undone.has(act.nonce)) for (const one of people.values()) if (one.order === act.order) one.owes = 0;
    if (act.kind === "walk-in" && !undone.has(act.nonce)) {
      left -= act.people.length;
      act.people.forEach((name, seat) => people.set(`${act.nonce}-${seat}`, walkedIn(act, name, seat)));
    }
  }
  return { ...list, left, people: [...people.values()] };
};

const walkedIn = (act, name, seat) => ({
  id: `${act.nonce}-${seat}`,
  name: name.split(" ")[0],
  in: act.said_at,
  by: "this phone",
  owes: 0,
  nth: null,
  first: false,
  look_out: null,
  meet: [],
  nonce: act.nonce,
  walkedIn: true,
});

// Whom the list did not know, by the code that they had.
const unchecked = (act) => ({
  id: act.nonce,
  name: `Ticket ${spoken(act.typed)}`,
  code: act.code,
  letters: act.letters,
  in: act.said_at,
  by: "this phone",
  owes: 0,
  nth: null,
  first: false,
  meet: [],
  nonce: act.nonce,
  unchecked: true,
});

// Who has this code: {person}, {refusal} when it lets nobody in, or nothing.
export const find = async (evening, { code, letters }) => {
  if (code) {
    const hash = await digest(code);
    const person = evening.people.find((one) => one.code === hash);
    const refusal = evening.void.find((one) => one.code === hash);
    return { person, refusal };
  }
  const hash = await digest(beginning(letters));
  const people = evening.people.filter((one) => one.letters === hash);
  return people.length === 1 ? { person: people[0] } : {};
};

// Those whom a word of the query fits, best first: the list shows only the beginning of a surname, so one word is enough.
export const search = (evening, query) => {
  const asked = fold(query).split(/\s+/).filter(Boolean);
  const fits = (word, shown) => shown.startsWith(word) || (word.startsWith(shown) && shown.length > 1);
  const points = (person) => {
    const shown = fold(person.name).split(/\s+/);
    return asked.filter((word) => shown.some((one) => fits(word, one))).length;
  };
  const found = evening.people.map((person) => [points(person), person]).filter(([count]) => count > 0);
  const most = Math.max(0, ...found.map(([count]) => count));
  return found.filter(([count]) => count === most).map(([, person]) => person).sort(byName);
};

export const byName = (one, other) => fold(one.name).localeCompare(fold(other.name)) || (one.id > other.id ? 1 : -1);

// Somebody who is in already and suits, the server's best first.
export const companion = (evening, person) => {
  const inside = new Map(evening.people.filter((one) => one.in && !one.walkedIn).map((one) => [one.id, one]));
  return person.meet.map((id) => inside.get(id)).find(Boolean);
};

// The regular who said they would look out for this person, here already or not.
export const lookOut = (evening, person) => evening.people.find((one) => one.id === person.look_out);
