// The door on a phone: answers from its own list, keeps what it does, and tells the server when there is a connection.
// Without this script the page works by forms; with it, it works without a connection.

import { money } from "./amounts.js";
import { canScan, watch } from "./camera.js";
import { beginning, digest, looksOurs, random, read, spoken } from "./codes.js";
import { feel } from "./feel.js";
import * as forms from "./forms.js";
import * as paint from "./paint.js";
import { queue as makeQueue } from "./queue.js";
import * as say from "./say.js";
import { open } from "./store.js";
import { find, search, tonight } from "./tonight.js";

const WAIT_FOR_SERVER = 700;
const WAIT_FOR_LOOK_UP = 4000;
const at = (id) => document.getElementById(id);
const page = document.querySelector("[data-door]");
const { door, event, decoder, site } = page.dataset;
const isOwn = page.hasAttribute("data-kept"); // the page that this phone keeps, without anybody on it
const box = at("door-box");

const view = { chosen: "expected", query: "", found: null };
let store;
let queue;
let kept; // the list with when it was made and heard
let acts = [];
let evening;
let notes = [];
let number = 0;
let listing;
let rang = "";
let isReady = false;
let isShut = false;
let knows;
const known = new Promise((resolve) => { knows = resolve; }); // the list is there

const unsent = () => acts.filter((act) => !act.answer).length;
const productTime = () => (kept ? new Date(kept.made).getTime() + (Date.now() - kept.heard) : Date.now());

// ---- Showing -----------------------------------------------------------------------------------

const age = () => say.duration(Date.now() - kept.heard);
const madeAt = () => say.clock(kept.made, evening.zone);

const connection = () => {
  if (queue.isStranger()) return "open the door’s link again to send";
  if (!queue.isHeard()) return "no connection";
  return isReady ? "works without a connection" : "connected";
};

const showState = () => {
  if (!kept || isShut) return;
  const parts = [`List of ${say.clock(kept.made, evening.zone)}, ${age()} old`, say.unsent(unsent())];
  parts.push(connection());
  paint.state(parts.join(" · "), unsent() > 0 || !queue.isHeard());
  at("door-next").hidden = !(evening.is_closing && queue.isHeard());
};

const show = () => {
  if (!kept || isShut) return;
  evening = tonight(kept.found, acts);
  if (view.query && view.found) view.found = search(evening, view.query);
  paint.count(evening);
  paint.toLookAt(notes, lookedAt);
  hear();
  showState();
  clearTimeout(listing);
  listing = setTimeout(() => { if (!isShut) paint.list(evening, view, does); }); // hundreds of lines: after the answer
};

// Somebody cannot find us. Drawn anew only when something changed, so that it is read out once.
const hear = () => {
  const heard = JSON.stringify(evening.rings);
  if (heard === rang) return;
  const isNew = evening.rings.some((ring) => !ring.by && !rang.includes(`"id":${ring.id},`));
  rang = heard;
  paint.rings(evening, (ring) => queue.say(`rings/${ring.id}/seen/`));
  if (isNew) feel("wait");
};

const answer = (said, buttons = []) => {
  if (isShut) return;
  paint.answer(said);
  paint.acts(buttons);
  feel(said.kind);
  window.scrollTo({ top: 0 });
};

const undoButton = (act, name) => paint.button("Undo", name, () => undoAct(act, name), "quiet");

const payButtons = (person) => [
  paint.button("Paid in cash", person.name, () => paid(person, { way: "cash", given: null })),
  paint.button("Paid by card", person.name, () => paid(person, { way: "card", given: null })),
  paint.button("Work out the change", person.name, () => does.pay(person), "quiet"),
];

// ---- Doing -------------------------------------------------------------------------------------

// On record here first; then there is an answer, from the server if it comes at once.
const act = async (kind, fields, within = WAIT_FOR_SERVER) => {
  const done = { nonce: random(), kind, at: Date.now(), said_at: new Date(productTime()).toISOString(), number: number++, ...fields };
  await store.keepActs([done]);
  acts.push(done);
  show();
  if (queue.isHeard()) return { done, told: await queue.answerOf(done.nonce, within) };
  queue.go();
  return { done };
};

// `how` they were found on the list: the digest of their code, or the name that stood there.
const letIn = async (person, how) => {
  const { done, told } = await act("check-in", { ticket: person.id, ...how });
  const current = evening.people.find((one) => one.id === person.id) ?? person;
  if (told && !told.counted) answer(say.corrected(told, person.name));
  else answer(say.comeIn(evening, current, told?.why), [...(current.owes ? payButtons(current) : []), undoButton(done, person.name)]);
};

const undoAct = async (undone, name) => {
  const { told } = await act("undo", { undoes: undone.nonce, ticket: undone.ticket ?? null });
  answer(told ? say.corrected(told, name) : say.undone(name, undone));
};

const paid = async (person, { way, given }) => {
  const owed = person.owes;
  const { done, told } = await act("paid", { order: person.order, way, given });
  const change = given === null ? "" : ` Give ${money(given - owed, evening.currency)} back.`;
  const words = `${money(owed, evening.currency)} ${way === "cash" ? "in cash" : "by card"}.${given > owed ? change : ""}`;
  if (told && !told.counted) answer(say.corrected(told, person.name));
  else answer({ kind: "in", word: "Paid", name: person.name, why: words }, [undoButton(done, person.name)]);
};

const walkIn = async ({ people, way, given, over, owed }) => {
  if (evening.left < people.length && !over) {
    answer(evening.may_overfill ? { ...say.full, why: "All places are taken. Tick the box to let them in all the same." } : say.full);
    return;
  }
  const { done, told } = await act("walk-in", { people, way, given, over });
  const named = people.map((name) => name.split(" ")[0]).join(", ").replace(/, ([^,]*)$/, " and $1");
  const words = !way ? "" : `${money(owed, evening.currency)} ${way === "cash" ? "in cash" : "by card"}.${given > owed ? ` Give ${money(given - owed, evening.currency)} back.` : ""}`;
  if (told) answer(say.corrected(told, named), told.counted ? [undoButton(done, named)] : []);
  else answer({ kind: "in", word: "Come in", name: named, why: words }, [undoButton(done, named)]);
};

const does = {
  checkIn: (person) => checkIn(person, { name: person.name }),
  undo: async (person) => {
    const { told } = await act("undo", person.nonce ? { undoes: person.nonce, ticket: person.walkedIn || person.unchecked ? null : person.id } : { ticket: person.id });
    answer(told ? say.corrected(told, person.name) : say.undone(person.name, acts.find((one) => one.nonce === person.nonce)));
  },
  pay: (person) => forms.openPaid(evening, person, (how) => paid(person, how)),
  choose: (chosen) => { Object.assign(view, { chosen, query: "", found: null }); box.value = ""; show(); },
};

// Who seems to be in may have been let out by another phone a moment ago: look again before refusing, if one can.
const checkIn = async (person, how) => {
  if (!evening.is_on) return answer(say.notOn);
  let current = person;
  if (person.in && queue.isHeard()) {
    await Promise.race([queue.refresh(), new Promise((resolve) => { setTimeout(resolve, WAIT_FOR_SERVER); })]);
    current = evening.people.find((one) => one.id === person.id) ?? person;
  }
  return current.in ? answer(say.alreadyIn(evening, current)) : letIn(current, how);
};

// A code that the list does not know: the server may. Without an answer in time nothing was done, and they are asked.
const lookUp = async (code) => {
  if (!looksOurs(code)) return answer(say.notOurs);
  const { done, told } = queue.isHeard() ? await act("check-in", { typed: code }, WAIT_FOR_LOOK_UP) : {};
  if (told?.counted) await queue.refresh();
  const person = evening.people.find((one) => one.id === told?.ticket);
  if (told?.counted && person) return answer(say.comeIn(evening, person, told.why), person.owes ? payButtons(person) : []);
  if (told) return answer(say.corrected(told));
  if (done) await takeBack(done);
  const ticket = `Ticket ${spoken(code)}`;
  return answer(say.unknown(madeAt(), ticket, queue.isHeard()), [paint.button("Let in, check later", ticket, () => letInUnchecked(code, done?.nonce))]);
};

// The server may have heard of it in spite of all: so it keeps its name.
const letInUnchecked = async (code, nonce = random()) => {
  const hashes = { code: await digest(code), letters: await digest(beginning(code)) };
  const { done, told } = await act("check-in", { nonce, typed: code, unchecked: true, ...hashes });
  const ticket = `Ticket ${spoken(code)}`;
  answer(told ? say.corrected(told) : say.unchecked(madeAt(), ticket), [undoButton(done, ticket)]);
};

const takeBack = async (done) => {
  await store.dropActs([done]);
  acts = acts.filter((one) => one.nonce !== done.nonce);
  show();
};

const given = async (text) => {
  if (!text.trim()) return;
  await known;
  const meant = read(text, site);
  if (meant.foreign) { answer(say.foreign(meant.foreign)); return; }
  if (meant.code || meant.letters) {
    const { person, refusal } = await find(evening, meant);
    if (person) { await checkIn(person, { code: person.code }); return; }
    if (refusal) { answer(refusal); return; }
    if (meant.code) { await lookUp(meant.code); return; }
  }
  if (meant.letters && looksOurs(meant.letters) && /^\d/.test(meant.name)) { await lookUp(meant.letters); return; } // no name
  const found = search(evening, meant.name);
  if (found.length) { Object.assign(view, { query: meant.name, found }); at("door-answer").replaceChildren(); paint.acts([]); show(); return; }
  Object.assign(view, { query: meant.name, found });
  show();
  answer(say.nobody);
};

// ---- What comes back ---------------------------------------------------------------------------

const changed = async () => {
  if (isShut) return;
  acts = await store.acts();
  kept = await store.fact("list");
  if (kept && productTime() > new Date(kept.found.closes).getTime()) { await shut(); return; }
  show();
  if (kept) knows();
};

// The answer to something done a while ago. Only what went otherwise than thought is worth a word, and it stays.
const answered = async (done) => {
  const told = done.answer;
  if (!told.notable) return;
  const name = evening.people.find((one) => one.id === done.ticket)?.name ?? done.people?.join(", ") ?? (done.unchecked ? `Ticket ${spoken(done.typed)}` : told.name ?? "");
  notes.push({ nonce: done.nonce, words: `${name}: ${told.word}. ${told.why}`.trim() });
  await store.keepFact("notes", notes);
};

const lookedAt = async (note) => {
  notes = notes.filter((one) => one.nonce !== note.nonce);
  await store.keepFact("notes", notes);
  show();
};

const shut = async () => {
  if (isShut) return;
  isShut = true;
  const lost = unsent();
  queue.stop();
  clearInterval(clockwork);
  window.removeEventListener("beforeunload", warn);
  await forget();
  paint.shut(lost);
};

const forget = async () => {
  await store.forget().catch(() => undefined);
  const names = (await caches.keys()).filter((name) => name.startsWith(`door-${event}-`));
  await Promise.all(names.map((name) => caches.delete(name)));
  const registration = await navigator.serviceWorker?.getRegistration(door);
  if (registration && new URL(registration.scope).pathname === door) await registration.unregister();
};

const warn = (leaving) => { if (unsent()) leaving.preventDefault(); };

// ---- Beginning ---------------------------------------------------------------------------------

let clockwork;
let stopWatching;

const scan = async () => {
  if (stopWatching) {
    stopWatching();
    stopWatching = undefined;
  } else {
    try {
      stopWatching = await watch(at("door-camera"), decoder, given);
    } catch {
      at("door-no-camera").hidden = false;
    }
  }
  at("door-scan").setAttribute("aria-pressed", String(Boolean(stopWatching)));
  at("door-scan").textContent = stopWatching ? "Stop scanning" : "Scan codes";
};

// Before anything is waited for: what is typed now is answered, and nothing that comes later moves the list under a thumb.
const listen = () => {
  at("door-search").addEventListener("submit", async (submitted) => {
    if (!kept && !isOwn) return; // the form goes along, and the server answers
    submitted.preventDefault();
    const text = box.value;
    box.value = "";
    await given(text);
  });
  at("door-walk-in").addEventListener("click", (clicked) => {
    if (!evening) return;
    clicked.preventDefault();
    forms.openWalkIn(evening, walkIn);
  });
  at("door-leave").addEventListener("click", (clicked) => {
    if (unsent() && !window.confirm(`${unsent()} not sent yet would be lost. Hand the phone back all the same?`)) clicked.preventDefault();
    else window.removeEventListener("beforeunload", warn);
  });
  at("door-scan").addEventListener("click", scan);
  at("door-camera").hidden = !canScan(decoder);
  at("door-no-camera").hidden = canScan(decoder);
};

const attend = () => {
  window.addEventListener("beforeunload", warn);
  window.addEventListener("online", () => queue.go());
  window.addEventListener("offline", showState);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") queue.go(); });
};

const keepPage = async () => {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(`${door}worker.js`).catch(() => undefined);
  await navigator.serviceWorker.ready;
  isReady = true;
  showState();
};

const begin = async () => {
  history.replaceState(null, "", door);
  listen();
  store = await open(event);
  let phone = await store.fact("phone");
  if (!phone) {
    phone = random();
    await store.keepFact("phone", phone);
  }
  notes = (await store.fact("notes")) ?? [];
  queue = makeQueue({ door, store, phone, changed, answered, shut });
  await queue.start();
  attend();
  await changed();
  if (isShut) return;
  clockwork = setInterval(showState, 5000);
  keepPage();
  await queue.go();
};

begin();
