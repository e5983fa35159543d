// Puts the evening onto the page, out of the pieces that the page brings.

import { money } from "./amounts.js";
import { clock, ordinal } from "./say.js";
import { byName } from "./tonight.js";

export const MOST_SHOWN = 200;
const at = (id) => document.getElementById(id);
export const piece = (name) => at(`piece-${name}`).content.firstElementChild.cloneNode(true);

export const answer = ({ kind, word, name = "", why = "" }) => {
  const result = piece("result");
  if (kind !== "in") result.classList.add(`result--${kind}`);
  const said = { word, name, why };
  for (const [part, text] of Object.entries(said)) {
    const line = result.querySelector(`.result__${part}`);
    if (text) line.textContent = text;
    else line.remove();
  }
  at("door-answer").replaceChildren(result);
  document.title = `${word}${name ? `: ${name}` : ""} – ${document.querySelector("[data-title]").dataset.title}`;
};

export const button = (label, about, act, kind = "") => {
  const made = piece("button");
  made.firstElementChild.textContent = label;
  made.lastElementChild.textContent = ` ${about}`;
  if (kind) made.classList.add(`button--${kind}`);
  made.addEventListener("click", act);
  return made;
};

export const acts = (buttons) => at("door-acts").replaceChildren(...buttons);

export const state = (words, isWorrying) => {
  at("door-state").hidden = false;
  if (at("door-state").textContent !== words) at("door-state").textContent = words;
  at("door-state").classList.toggle("door-state--wait", isWorrying);
};

export const count = (evening) => {
  const inside = evening.people.filter((person) => person.in).length;
  at("door-count").textContent = `${inside} in, ${evening.people.length - inside} to come`;
};

const tag = (words, kind) => {
  const made = document.createElement("span");
  made.className = kind ? `tag tag--${kind}` : "soft";
  made.textContent = words;
  return made;
};

const row = (evening, person, does) => {
  const made = piece("row");
  made.querySelector(".door-list__name").textContent = person.name;
  const tags = [];
  if (person.in) tags.push(tag(`In since ${clock(person.in, evening.zone)}`, "ok"));
  if (person.unchecked) tags.push(tag("Not checked yet", "wait"));
  if (person.owes) tags.push(tag(`${money(person.owes, evening.currency)} to pay`, "wait"));
  if (person.first) tags.push(tag("First time", "info"));
  else if (person.nth) tags.push(tag(`${ordinal(person.nth)} time`));
  made.querySelector(".small").replaceChildren(...tags);
  made.querySelector(".door-list__note").textContent = person.note ?? "";
  const buttons = [];
  if (person.owes && person.in) buttons.push(button("Paid", person.name, () => does.pay(person)));
  if (person.in) buttons.push(button("Undo", person.name, () => does.undo(person), "quiet"));
  else buttons.push(button("Check in", person.name, () => does.checkIn(person)));
  made.querySelector(".door-list__acts").replaceChildren(...buttons);
  return made;
};

const rows = (evening, people, does) => {
  const made = document.createElement("ul");
  made.className = "door-list";
  made.replaceChildren(...people.slice(0, MOST_SHOWN).map((person) => row(evening, person, does)));
  return made;
};

const empty = (words) => {
  const made = piece("empty");
  made.firstElementChild.textContent = words;
  return made;
};

const tabs = (evening, chosen, does) => {
  const made = piece("tabs");
  const inside = evening.people.filter((person) => person.in).length;
  for (const [link, name, number] of [[0, "expected", evening.people.length - inside], [1, "inside", inside]]) {
    const tab = made.querySelectorAll("a")[link];
    tab.querySelector("span").textContent = number;
    if (name === chosen) tab.setAttribute("aria-current", "page");
    tab.addEventListener("click", (event) => { event.preventDefault(); does.choose(name); });
  }
  return made;
};

// Redraws the list and keeps the focus where it was.
export const list = (evening, view, does) => {
  const focused = document.activeElement?.closest("#door-list") ? document.activeElement.textContent : "";
  const parts = [];
  if (view.found) {
    const head = piece("found");
    head.querySelector("h2").textContent = `Found for “${view.query}”`;
    head.querySelector("button").addEventListener("click", () => does.choose(view.chosen));
    parts.push(head, rows(evening, view.found, does));
  } else {
    const people = evening.people.filter((person) => Boolean(person.in) === (view.chosen === "inside")).sort(byName);
    parts.push(tabs(evening, view.chosen, does));
    parts.push(people.length ? rows(evening, people, does) : empty(view.chosen === "inside" ? "Nobody is in yet" : evening.people.length ? "Everybody is in" : "Nobody has a place yet"));
    if (people.length > MOST_SHOWN) parts.push(tag(`And ${people.length - MOST_SHOWN} more. Search by name to find them.`));
  }
  at("door-list").replaceChildren(...parts);
  if (focused) [...at("door-list").querySelectorAll("button, a")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
};

export const rings = (evening, seen) => at("door-rings").replaceChildren(...evening.rings.map((ring) => {
  const made = piece("ring");
  made.firstElementChild.textContent = `${ring.name} can’t find you`;
  made.children[1].textContent = ring.by ? `${ring.by} has seen it.` : `Since ${clock(ring.at, evening.zone)}.`;
  if (ring.by) made.querySelector("button").remove();
  else {
    made.querySelector("span").textContent = ` ${ring.name}`;
    made.querySelector("button").addEventListener("click", () => seen(ring));
  }
  return made;
}));

export const toLookAt = (notes, done) => {
  at("door-look").hidden = notes.length === 0;
  at("door-look").querySelector("ul").replaceChildren(...notes.map((note) => {
    const made = piece("look");
    made.firstElementChild.textContent = note.words;
    made.querySelector("button span").textContent = ` ${note.words}`;
    made.querySelector("button").addEventListener("click", () => done(note));
    return made;
  }));
};

export const shut = (unsent) => {
  const notice = piece("shut");
  if (unsent) notice.append(`${unsent} that this phone had not sent are lost with it: tell the host.`);
  document.querySelector("main .main").replaceChildren(notice);
  at("door-count").textContent = "";
};
