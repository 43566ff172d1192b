{% load static %}// Opens the log page without a connection: from the network where there is one, else as it was
// kept. Sends nothing: what waits is sent by the page itself.
const STORE = "log";
const PARTS = [
  "{% static 'vendor/bootstrap.min.css' %}", "{% static 'css/tokens.css' %}", "{% static 'css/portal.css' %}",
  "{% static 'css/log.css' %}", "{% static 'js/base.js' %}", "{% static 'js/log-queue.js' %}",
  "{% static 'js/log-form.js' %}", "{% static 'js/log-photos.js' %}", "{% static 'js/log.js' %}", "{% static 'img/icon.svg' %}",
];
const PATIENCE = 6000;

const within = (milliseconds, promise) =>
  Promise.race([promise, new Promise((_, fail) => setTimeout(fail, milliseconds, new Error("slow")))]);

const worthKeeping = (request, response) =>
  response.ok && !response.redirected && !new URL(request.url).search;

const answer = async (request) => {
  const store = await caches.open(STORE);
  const fresh = fetch(request).then((response) => {
    if (worthKeeping(request, response)) store.put(request, response.clone());
    return response;
  });
  const kept = await store.match(request, { ignoreSearch: request.mode === "navigate" });
  if (!kept) return fresh;
  try {
    return await within(PATIENCE, fresh);
  } catch {
    return kept;
  }
};

self.addEventListener("install", (event) => {
  // What does not come now comes with the next page: one part that fails undoes nothing.
  const keep = (store) => Promise.allSettled(PARTS.map((part) => store.add(part)));
  event.waitUntil(caches.open(STORE).then(keep));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  const isPart = PARTS.includes(path);
  if (request.method === "GET" && (request.mode === "navigate" || isPart)) event.respondWith(answer(request));
});
