// What this phone keeps of one evening: the list, what it did and has not sent, and its own name. In IndexedDB, so that
// it outlives the browser.

const STRICT = { durability: "strict" };

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const committed = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

export const open = async (event) => {
  const name = `door-${event}`;
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("facts");
    request.result.createObjectStore("acts", { keyPath: "nonce" });
  };
  const base = await settled(request);

  const write = async (store, change) => {
    const transaction = base.transaction(store, "readwrite", STRICT);
    const done = committed(transaction);
    change(transaction.objectStore(store));
    await done;
  };

  return {
    fact: (key) => settled(base.transaction("facts").objectStore("facts").get(key)),
    keepFact: (key, value) => write("facts", (facts) => facts.put(value, key)),
    // In the order in which they were done.
    acts: async () => {
      const all = await settled(base.transaction("acts").objectStore("acts").getAll());
      return all.sort((one, other) => one.at - other.at || one.number - other.number);
    },
    keepActs: (acts) => write("acts", (store) => acts.forEach((act) => store.put(act))),
    dropActs: (acts) => write("acts", (store) => acts.forEach((act) => store.delete(act.nonce))),
    forget: async () => {
      base.close();
      await settled(indexedDB.deleteDatabase(name));
    },
  };
};
