/**
 * A page that turns without being left: links with `data-turn` change the address and refresh what
 * is marked `data-fresh`, so that other people's open editors, the search and the scroll stay.
 *
 * Where the hub is out of reach the page goes back to the address of what it shows, and says so.
 */

import { Refused, wordsOf } from "./contact";
import { morph } from "./morph";
import { hideAway, showAway } from "./notices";
import { part, PATIENCE_MS } from "./page";

/** Prepares a tree that is about to be shown. */
export type Prepare = (root: ParentNode) => void;

/** Which of the entries of the history the page shows; each has its number in its state. */
let shown = entry();
let turningBack = false;

/**
 * Fetch the page's own address (`fitted` to this screen) and morph its fresh parts, if `free`
 * still says so by then; resolves to the topics of `main`.
 */
export async function refreshPage(
  prepare: Prepare,
  free: () => boolean = () => true,
  fitted: (address: string) => string = (address) => address,
): Promise<readonly string[]> {
  const address = location.href;
  const page = await textOf(fitted(address)).catch((error: unknown) => {
    if (address === location.href && isAway(error)) turnBack();
    throw error;
  });
  hideAway();
  const wanted = new DOMParser().parseFromString(page, "text/html");
  if (address === location.href && free()) show(wanted, prepare);
  return topicsShown();
}

async function textOf(address: string): Promise<string> {
  const reply = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!reply.ok) throw new Refused(reply.status, await wordsOf(reply));
  return reply.text();
}

/** Whether nobody has answered, rather than that the hub has refused. */
function isAway(error: unknown): boolean {
  return !(error instanceof Refused) || error.status >= 500;
}

/** Somebody has turned to what cannot be fetched: back to what is shown, whichever way that is. */
function turnBack(): void {
  if (onShown() || turningBack) return;
  showAway();
  turningBack = true;
  addEventListener("popstate", () => (turningBack = false), { once: true });
  history.go(shown - entry());
}

/** Whether the address is that of what is shown: nobody has just turned to another one. */
export function onShown(): boolean {
  return entry() === shown;
}

function entry(): number {
  return Number(history.state?.entry ?? 0);
}

/** The topics that what is shown depends on. */
export function topicsShown(): readonly string[] {
  return (part("main").dataset.topics ?? "").split(/\s+/).filter(Boolean);
}

function show(wanted: Document, prepare: Prepare): void {
  shown = entry();
  const focused = document.activeElement?.id;
  prepare(wanted);
  document.title = wanted.title;
  for (const next of wanted.querySelectorAll("[data-fresh]")) {
    const shown = document.getElementById(next.id);
    if (shown) morph(shown, next);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

/** Follow `data-turn` links in place; `turned` is called when the address has changed. */
export function turnPages(turned: () => void): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-turn]") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turnTo(link.href, turned);
  });
  addEventListener("popstate", turned);
}

export function turnTo(address: string, turned: () => void): void {
  if (address !== location.href) history.pushState({ entry: entry() + 1 }, "", address);
  turned();
}
