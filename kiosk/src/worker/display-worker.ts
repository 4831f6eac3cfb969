/** Keeps the page of a paired screen, so that it opens again while the hub is away. */

const scope = self as unknown as ServiceWorkerGlobalScope;
const STORE = "hub-display";

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
  try {
    const reply = await fetch(request);
    if (reply.ok) await store.put(request, reply.clone());
    return reply.ok ? reply : ((await store.match(request)) ?? reply);
  } catch (error) {
    const kept = await store.match(request);
    if (kept) return kept;
    throw error;
  }
}
