// What this phone keeps of one evening: the state as last heard, and what it did and has not sent. In IndexedDB, so that
// it outlives the browser, also one that is killed.

const STRICT = { durability: "strict" };

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export const open = async (event) => {
  const name = `tonight-${event}`;
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("facts");
  const base = await settled(request);
  base.onversionchange = () => base.close(); // another window forgets this evening: it must not wait for this one

  const read = (key) => settled(base.transaction("facts").objectStore("facts").get(key));
  const write = (key, value) => new Promise((resolve, reject) => {
    const transaction = base.transaction("facts", "readwrite", STRICT);
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    transaction.objectStore("facts").put(value, key);
  });

  return {
    // {found, validator, made, heard}: the evening, when the server made it, and when this phone heard it.
    kept: () => read("kept"),
    keep: (kept) => write("kept", kept),
    // In the order in which they were done.
    acts: async () => (await read("acts")) ?? [],
    keepActs: (acts) => write("acts", acts),
    forget: async () => {
      base.close();
      await settled(indexedDB.deleteDatabase(name));
    },
  };
};
