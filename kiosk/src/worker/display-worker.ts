/** Keeps the page of a paired screen, so that it opens again while the hub is away. */

const scope = self as unknown as ServiceWorkerGlobalScope;
const STORE = "hub-display";
const PATIENCE_MS = 8_000; // a network that swallows everything would else leave the wall empty for minutes

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  const kept = path === new URL(scope.registration.scope).pathname || path.includes("/static/");
  if (request.method === "GET" && kept) event.respondWith(freshOrKept(request));
});

/** The hub's answer, or the last one where the hub does not answer. */
async function freshOrKept(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  const fresh = fetch(request).then(async (reply) => {
    if (reply.ok) await store.put(request, reply.clone());
    return reply.ok ? reply : (kept ?? reply);
  });
  if (!kept) return fresh;
  const late = new Promise<Response>((give) => setTimeout(() => give(kept), PATIENCE_MS));
  return Promise.race([fresh.catch(() => kept), late]);
}
