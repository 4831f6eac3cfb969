/** What the server wrote on the page: where the hub is mounted and how it is reached. */

const { hub = "", namespace = "/hub", socket, timeZone, theme, shift } = document.body.dataset;

/** The prefix the hub is mounted under, without a slash at its end; empty at the root. */
export const HUB = hub;
export const NAMESPACE = namespace;
export const SOCKET_PATH = socket ?? `${hub}/socket.io`;
export const TIME_ZONE = timeZone ?? "Europe/London";
export const THEME = theme ?? "light";
/** How far the hub's now is ahead of the true time; below 0 where it shows a day that is past. */
export const SHIFT_MS = 1000 * Number(shift ?? 0);

/** The address of one of the hub's pages, in the theme of this one. */
export function pageAddress(name: string, about: Readonly<Record<string, string>> | URLSearchParams): string {
  const said = new URLSearchParams(about);
  if (THEME !== "light") said.set("theme", THEME);
  return `${HUB}/${name}?${said}`;
}

/** How long a request may take before it counts as lost. */
export const PATIENCE_MS = 20_000;

/** How long a look at the picture may take: with the time in which a socket notices that its line is
 * dead, within the 30 s after which a wall has to say so. */
export const LOOK_PATIENCE_MS = 10_000;

/** The element the page cannot do without; a template that lost it is a mistake worth a stop. */
export function part<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`this page has no ${selector}`);
  return found;
}

/** Whether fades and tilts are unwanted here. */
export function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
