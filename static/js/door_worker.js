// The service worker of one evening's door: keeps its page and files, so that it opens without a connection. KEPT comes
// from the address that imports this: {door, page, files, name}. It never touches what the page sends or asks.
/* global KEPT */

const keep = async () => {
  const cache = await caches.open(KEPT.name);
  await cache.addAll([KEPT.page, ...KEPT.files]);
  await self.skipWaiting();
};

const clear = async () => {
  const mine = KEPT.name.split("-").slice(0, 2).join("-");
  const old = (await caches.keys()).filter((name) => name.startsWith(`${mine}-`) && name !== KEPT.name);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
};

const kept = (path) => caches.match(path, { cacheName: KEPT.name, ignoreVary: true });

// With a question in the address the server has something to say; without, the kept page is there at once.
const open = async (request, url) => {
  if (!url.search) return (await kept(KEPT.page)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const page = await kept(KEPT.page);
    if (page) return page;
    throw error;
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === KEPT.door) event.respondWith(open(event.request, url));
  else if (KEPT.files.includes(url.pathname)) event.respondWith(kept(url.pathname).then((file) => file ?? fetch(event.request)));
});
