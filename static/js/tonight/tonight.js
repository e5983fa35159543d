// Tonight on the host's phone. With a connection the server's page stands, and its buttons go through here, so that a
// lost connection harms nothing. Without one the phone goes on by itself: it keeps the plan, draws the page, writes down
// each step and sends them in order when it can.

import { after } from "./evening.js";
import * as paint from "./paint.js";
import { open } from "./store.js";

const EVERY = 10_000;
const PATIENCE = 5_000;
const SOON = 1_500;
const TICK = 1_000;
const root = document.getElementById("tonight");
const base = root.dataset.tonight;

let store;
let kept;
let acts = [];
let token = "";
let timer;
let working; // what is being sent or asked now
let isOwn = root.hasAttribute("data-kept"); // drawn by this phone
let isStranger = false;
let isReady = false;
let isLost = false;
let isAsked = false; // the server, for the time, since this page is open
const notes = [];

// ---- Time --------------------------------------------------------------------------------------

// The evening's time now: the server's when it was last heard, and this phone's stop-watch since.
const now = () => (kept ? new Date(kept.made).getTime() + Date.now() - kept.heard : Date.now());

const tick = () => {
  if (!isAsked && !isOwn) return; // what was kept may be of another time, and this phone's clock wrong
  for (const time of document.querySelectorAll("[data-ends]")) {
    const left = Math.ceil((new Date(time.dateTime).getTime() - now()) / TICK);
    let shown = time.parentElement.querySelector(".run-left");
    if (!shown) {
      shown = document.createElement("span");
      shown.className = "run-left small numbers";
      shown.setAttribute("aria-hidden", "true"); // the clock time says it; this would be read every second
      time.after(shown);
    }
    shown.textContent = left > 0 ? ` ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : " time is up";
  }
};

// ---- Saying ------------------------------------------------------------------------------------

const toSend = () => (acts.length ? ` ${acts.length} ${acts.length === 1 ? "step" : "steps"} to send.` : "");

const say = () => {
  paint.notes(notes);
  if (!kept) return;
  const since = paint.clock(kept.found.zone)(kept.made);
  if (isStranger) paint.said(`Sign in again to send.${toSend()}`, true);
  else if (isLost) paint.said(`No signal since ${since}. This phone goes on by itself.${toSend()}`, true);
  else paint.said(isReady ? `Ready to go on without a signal.${toSend()}` : "", false);
};

const draw = () => {
  isOwn = true;
  paint.draw(root, after(kept.found, acts), act);
  tick();
};

// ---- Speaking with the server ------------------------------------------------------------------

class Shut extends Error {}
class Stranger extends Error {}

const ask = async (path, options = {}) => {
  const answer = await fetch(base + path, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });
  if (answer.status === 404 && (await answer.clone().json().catch(() => ({}))).shut) throw new Shut();
  if (answer.status === 401) throw new Stranger();
  return answer;
};

// What is new: true when the evening is other than before.
const hear = async () => {
  const answer = await ask("state.json", kept ? { headers: { "If-None-Match": kept.validator } } : {});
  if (answer.status !== 200 && answer.status !== 304) throw new Error(`state: ${answer.status}`);
  token = answer.headers.get("X-Token");
  const isNew = answer.status === 200;
  const found = isNew ? await answer.json() : kept.found;
  kept = { found, validator: answer.headers.get("ETag"), made: answer.headers.get("X-Time"), heard: Date.now() };
  await store.keep(kept);
  return isNew;
};

const send = async () => {
  if (!token) await hear();
  const told = acts.map(({ done, at, ...one }) => ({ ...one, ago: Math.max(0, Date.now() - done) }));
  const post = () => ask("acts/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ acts: told }),
  });
  let answer = await post();
  if (answer.status === 403) {
    await hear();
    answer = await post();
  }
  if (answer.status !== 200) throw new Error(`acts: ${answer.status}`);
  for (const { nonce, outcome, why } of (await answer.json()).answers) {
    acts = acts.filter((one) => one.nonce !== nonce);
    if (outcome !== "done") notes.push(why);
  }
  await store.keepActs(acts);
};

// The server's page in place of what stands here.
const show = async () => {
  const answer = await ask("");
  if (answer.status !== 200) throw new Error(`page: ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tonight");
  root.replaceChildren(...fresh.childNodes);
  root.removeAttribute("data-kept");
  isOwn = false;
  tick();
};

const once = async () => {
  const had = acts.length;
  try {
    if (had) await send();
    const isNew = await hear();
    if (!acts.length && (isNew || had || isOwn)) await show();
    isLost = isStranger = false;
  } catch (error) {
    if (error instanceof Shut) {
      await store.forget();
      location.reload();
      return;
    }
    isStranger = error instanceof Stranger;
    if (!isLost && !isStranger && kept) isLost = true;
    if (kept && (acts.length || isOwn)) draw();
  }
  isAsked = true;
  tick();
  say();
};

const sync = () => (working ??= once().finally(() => { working = undefined; }));

const go = async () => {
  clearTimeout(timer);
  await sync();
  clearTimeout(timer);
  timer = setTimeout(go, EVERY);
};

// ---- Doing -------------------------------------------------------------------------------------

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => "0123456789abcdefghjkmnpqrstvwxyz"[byte % 32]).join("");

// On record here first; then the server hears of it, at once or later.
const act = async (what) => {
  if (!kept) return;
  notes.length = 0;
  const nonce = random();
  acts = [...acts, { ...what, nonce, done: Date.now(), at: now() }];
  await store.keepActs(acts);
  if (isLost) draw();
  say();
  setTimeout(() => { if (acts.some((one) => one.nonce === nonce)) draw(); }, SOON); // no answer yet: go on alone
  await working;
  await go();
};

document.addEventListener("submit", (submitted) => {
  const form = submitted.target;
  if (!form.hasAttribute("data-act") || !kept) return;
  submitted.preventDefault();
  const { kind, step, round, seen } = Object.fromEntries(new FormData(form));
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  act({ kind, ...(step && { step }), ...(round && { round: Number(round) }), ...(seen && { seen }) });
});

// ---- Beginning ---------------------------------------------------------------------------------

const begin = async () => {
  store = await open(root.dataset.event);
  [kept, acts] = [await store.kept(), await store.acts()];
  if (kept && now() > new Date(kept.found.closes).getTime()) {
    await store.forget();
    store = await open(root.dataset.event);
    [kept, acts] = [undefined, []];
  }
  if (isOwn && kept) draw();
  else if (isOwn) paint.nothing(root);
  setInterval(tick, TICK);
  tick();
  window.addEventListener("online", go);
  window.addEventListener("beforeunload", (leaving) => { if (acts.length) leaving.preventDefault(); });
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${base}worker.js`, { scope: base }).catch(() => undefined);
    navigator.serviceWorker.ready.then(() => { isReady = true; say(); });
  }
  await go();
};

begin();
