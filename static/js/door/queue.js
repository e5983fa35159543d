// Speaking with the server: the list comes down, acts go up in order, and both try again for as long as it takes. The
// page sends; no background service is needed.

const BATCH = 10;
const PATIENCE = 10_000;
const EVERY = 15_000;
const LONGEST = 60_000;
const STILL_HERE = 60_000;

class Shut extends Error {}
class Stranger extends Error {}

// `store` keeps the acts, `phone` is this phone's name. `changed()` is called when list or acts are other than before,
// `answered(act)` for each act that the server answered, `shut()` when the door is not theirs any more.
export const queue = ({ door, store, phone, changed, answered, shut }) => {
  const waiting = new Map();
  let token = "";
  let list;
  let failed = 0;
  let timer;
  let sending;
  let asking;
  let heardAt = 0;
  let isOver = false;
  let isStranger = false;

  const fetchSafely = async (path, options) => {
    const response = await fetch(door + path, {
      ...options,
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 404 && (await response.clone().json().catch(() => ({}))).shut) throw new Shut();
    if (response.status === 401) throw new Stranger();
    return response;
  };

  const ask = async () => {
    const before = await store.acts();
    const response = await fetchSafely("list.json", list ? { headers: { "If-None-Match": list.validator } } : {});
    if (response.status !== 200 && response.status !== 304) throw new Error(`list: ${response.status}`);
    token = response.headers.get("X-Token");
    const time = { made: response.headers.get("X-Time"), heard: Date.now() };
    const found = response.status === 304 ? list.found : await response.json();
    list = { found, validator: response.headers.get("ETag"), ...time };
    await store.keepFact("list", list);
    // What was answered before the list was asked for is part of it now.
    await store.dropActs(before.filter((act) => act.answer));
  };

  const post = async (acts, unsent) => {
    const told = acts.map(({ at, answer, number, said_at, ...act }) => ({ ...act, ago: Math.max(0, Date.now() - at) }));
    const send = () => fetchSafely("acts/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ phone, unsent, acts: told }),
    });
    if (!token) await ask();
    let response = await send();
    if (response.status === 403) {
      await ask();
      response = await send();
    }
    if (response.status !== 200) throw new Error(`acts: ${response.status}`);
    heardAt = Date.now();
    return (await response.json()).answers;
  };

  const send = async () => {
    for (;;) {
      const unsent = (await store.acts()).filter((act) => !act.answer);
      if (!unsent.length && Date.now() - heardAt < STILL_HERE) return;
      const batch = unsent.slice(0, BATCH);
      const answers = new Map((await post(batch, unsent.length - batch.length)).map((answer) => [answer.nonce, answer]));
      const done = batch.filter((act) => answers.has(act.nonce)).map((act) => ({ ...act, answer: answers.get(act.nonce) }));
      await store.keepActs(done);
      for (const act of done) {
        if (waiting.has(act.nonce)) waiting.get(act.nonce)(act.answer);
        else answered(act);
        waiting.delete(act.nonce);
      }
      await changed();
      if (!unsent.length) return;
    }
  };

  const once = async (work) => {
    if (isOver) return;
    try {
      await work();
      failed = 0;
      isStranger = false;
    } catch (error) {
      isStranger = error instanceof Stranger;
      if (error instanceof Shut) {
        isOver = true;
        await shut();
        return;
      }
      failed += 1;
      for (const giveUp of waiting.values()) giveUp(undefined);
      waiting.clear();
    }
    await changed();
  };

  const flush = () => (sending ??= once(send).finally(() => { sending = undefined; }));
  // A list that was asked for before this moment may not know yet what has happened since: so it is asked again.
  const refresh = async () => {
    await asking;
    await (asking ??= once(ask).finally(() => { asking = undefined; }));
  };

  const go = async () => {
    clearTimeout(timer);
    await flush();
    await refresh();
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(go, failed ? Math.min(LONGEST, 1000 * 2 ** failed) : EVERY);
  };

  // Something that only makes sense with a connection; the list says afterwards whether it went through.
  const say = async (path) => {
    await fetchSafely(path, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => undefined);
    await refresh();
  };

  return {
    go,
    say,
    refresh,
    start: async () => { list = await store.fact("list"); },
    stop: () => { isOver = true; clearTimeout(timer); },
    // The browser has lost who it was, as after a crash: nothing is lost, the link opens the door again.
    isStranger: () => isStranger,
    isHeard: () => failed === 0 && navigator.onLine,
    // The server's answer to an act that is in the store, or undefined when it does not come in time.
    answerOf: (nonce, within) => new Promise((resolve) => {
      waiting.set(nonce, resolve);
      setTimeout(() => { waiting.delete(nonce); resolve(undefined); }, within);
      Promise.resolve(sending).then(flush);
    }),
  };
};
