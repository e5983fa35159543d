// What the door says: answers of {kind, word, name, why}, and sentences about the list. Kinds: in, wait, stop.

import { money } from "./amounts.js";
import { companion, lookOut } from "./tonight.js";

export const clock = (at, zone) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));

export const ordinal = (number) => {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" }[new Intl.PluralRules("en-GB", { type: "ordinal" }).select(number)];
  return `${number}${ending}`;
};

export const standing = (person) => (person.first ? "First time here." : person.nth ? `${ordinal(person.nth)} time here.` : "");

const introduction = (other, regular) => {
  if (regular && other?.id === regular.id) return `Introduce to ${other.name}, who looks out for them.`;
  return [regular && `${regular.name} looks out for them.`, other && `Introduce to ${other.name}.`].filter(Boolean).join(" ");
};

// They are in. Money that is owed is said first, then how often they came, then whom they might like to meet.
export const comeIn = (evening, person, more = "") => {
  const meet = introduction(companion(evening, person), lookOut(evening, person));
  const why = [standing(person), meet, person.note, more].filter(Boolean).join(" ");
  if (!person.owes) return { kind: "in", word: "Come in", name: person.name, why };
  const owed = `${money(person.owes, evening.currency)} to pay`;
  return { kind: "wait", word: owed, name: person.name, why: ["Checked in. Take the money and tap how it was paid.", why].join(" ").trim() };
};

export const alreadyIn = (evening, person) => ({
  kind: "stop",
  word: "Already in",
  name: person.name,
  why: `Checked in at ${clock(person.in, evening.zone)} by ${person.by}.`,
});

export const foreign = (text) => ({
  kind: "stop",
  word: "No ticket",
  why: `This code was not made by us. ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`,
});

// A code that the list does not know, and nobody to ask, or no answer in time.
export const unknown = (made, ticket, isHeard) => ({
  kind: "wait",
  word: "Not on this list",
  name: ticket,
  why: `The list is as of ${made}, and ${isHeard ? "the connection is slow" : "there is no connection"}. A ticket that was bought or given away since looks like this one.`,
});

export const unchecked = (made, ticket) => ({
  kind: "wait",
  word: "In, not checked yet",
  name: ticket,
  why: `Not on the list of ${made}. It is checked when there is a connection, and the host sees what was wrong.`,
});

export const notOurs = { kind: "stop", word: "No ticket", why: "This is not one of our tickets." };

export const notOn = { kind: "stop", word: "No entry", why: "This evening is not on." };
export const nobody = { kind: "wait", word: "Nobody found", why: "Try the first name only, or the letters on the ticket. Without a place they can walk in." };
// `act` is what is undone, where this phone did it: with `way` when money was taken.
export const undone = (name, act) => ({ kind: "wait", word: "Undone", name, why: act?.way ? "Give the money back." : "Not checked in any more." });
export const full = { kind: "stop", word: "Full", why: "All places are taken. Only the host may let more people in." };

// The server said something else than the phone had: its words, about this person.
export const corrected = (answer, name) => ({ kind: answer.kind, word: answer.word, name: name || answer.name, why: answer.why });

export const duration = (milliseconds) => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return "under a minute";
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
};

export const unsent = (count) => (count ? `${count} to send` : "Nothing to send");
