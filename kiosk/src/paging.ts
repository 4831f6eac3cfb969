/** Which page of a scene is on: a scene that has more than a picture holds turns its own pages. */

/** Nobody reads a page in less. */
const SHORTEST_MS = 8_000;

/** A page from 1, and in how many ms another one comes; null where none does. */
export interface Turn {
  readonly page: number;
  readonly next: number | null;
}

const FIRST: Turn = { page: 1, next: null };

/**
 * The page that is on when a scene of so many `pages` has been on for `elapsed` ms of the `stays`
 * that it stays: each as long as the others, so a timer that comes late, or a page that is loaded
 * anew, finds the right one.
 */
export function turnAt(elapsed: number, stays: number, pages: number): Turn {
  if (pages < 2) return FIRST;
  const each = Math.max(SHORTEST_MS, stays / pages);
  const turned = Math.floor(Math.max(0, elapsed) / each);
  return { page: (turned % pages) + 1, next: (turned + 1) * each - elapsed };
}
