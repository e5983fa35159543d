// The service worker of tonight's page: keeps a page and its files, so that the evening goes on without a connection.
// KEPT comes from the address that imports this: {scope, page, files, name}. It never touches what the page sends or asks.
/* global KEPT */

const PATIENCE = 4_000;

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

// The server's page if it comes in time; a form that was sent gets all the time it needs.
const open = async (request) => {
  const page = await kept(KEPT.page);
  const answer = fetch(request);
  if (!page) return answer;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    return (await (request.method === "GET" ? Promise.race([answer, late]) : answer)) ?? page;
  } catch {
    return page;
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(open(event.request));
  else if (event.request.method === "GET" && KEPT.files.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((file) => file ?? fetch(event.request)));
  }
});
