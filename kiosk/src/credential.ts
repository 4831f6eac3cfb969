/** What a paired screen keeps for good: its credential, or the secret that it waits with. */

import { HUB, LOOK_PATIENCE_MS } from "./page";

const KEY = `hub.display:${HUB}`;
const WAITING = `hub.pairing:${HUB}`;

/** A code that is on the screen, and the secret that its credential is collected with. */
export interface Waiting {
  readonly id: string;
  readonly device: string;
  readonly code: string;
  readonly check: string;
  readonly expires_at: string;
  readonly approve: string;
  readonly qr: string;
}

export function credential(): string {
  return localStorage.getItem(KEY) ?? "";
}

export function keepCredential(secret: string): void {
  localStorage.setItem(KEY, secret);
  localStorage.removeItem(WAITING);
}

export function dropCredential(): void {
  localStorage.removeItem(KEY);
}

export function waiting(): Waiting | null {
  const kept = localStorage.getItem(WAITING);
  return kept ? (JSON.parse(kept) as Waiting) : null;
}

export function keepWaiting(asked: Waiting): void {
  localStorage.setItem(WAITING, JSON.stringify(asked));
}

/** A request of this screen; the hub knows it by its credential. */
export function ask(address: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = {};
  if (credential()) headers.Authorization = `Bearer ${credential()}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return fetch(address, {
    method: body === undefined ? "GET" : "POST",
    headers,
    cache: "no-cache",
    signal: AbortSignal.timeout(LOOK_PATIENCE_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
