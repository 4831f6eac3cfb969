/** Moves the whole picture round a small ring, so that nothing that stands still burns in. */

import { still } from "./page";

const EVERY_MS = 180_000;
const RADIUS = 4; // px of a wall that is 1080 px high, or wide where it stands upright
const RING = [[0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1]] as const;

/** One transform on the body; the margins of the scenes take it up, and fingers hit what they see.
 * By the clock, so that the screens of one wide picture move together. */
export function shiftPixels(): void {
  const now = Date.now();
  const [x, y] = still() ? [0, 0] : (RING[Math.floor(now / EVERY_MS) % RING.length] ?? [0, 0]);
  const far = Math.round((RADIUS * Math.min(innerWidth, innerHeight)) / 1080) || 1;
  document.body.style.transform = x || y ? `translate(${x * far}px, ${y * far}px)` : "";
  setTimeout(shiftPixels, EVERY_MS - (now % EVERY_MS));
}
