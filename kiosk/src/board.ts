/** The problem board: several people at one touch screen, on line or not. */

import * as commands from "./commands";
import { itemsOf } from "./drag";
import { followScrolling, markEdges } from "./edges";
import { showKeyboards } from "./editor";
import { Feed } from "./feed";
import { type Args, dress, keyboardWanted, listen, wantKeyboard } from "./gestures";
import { refreshPage, topicsShown, turnPages, turnTo } from "./leaf";
import { LinkState } from "./linkstate";
import { closeMenus } from "./menu";
import { showRefusals } from "./notices";
import { Outbox, type Refusal } from "./outbox";
import { pageAddress, part } from "./page";
import { openReading } from "./reading";

/** Tools draw targets of 56 px; 48 px of the screen is the least. */
const SMALLEST = 48 / 56;
const REM = 16;
/** Drawings are asked for with so many px a side at least. */
const LEAST = 320;

const link = new LinkState(part("#link"));
const said = part("#said");
let waiting: readonly commands.Command[] = [];
let chosen = "";

const outbox = new Outbox((contents) => {
  waiting = contents.waiting;
  link.holds(contents);
  showRefusals(contents.refused, { dismiss: (refusal) => void outbox.dismiss(refusal.id), insist });
});
const drags = listen(act, () => void feed.refresh());
const feed = new Feed(look, (contact) => link.heard(contact));

/** Fetches the board, but not from under a finger that is dragging. */
async function look(): Promise<readonly string[]> {
  if (drags.count) return topicsShown();
  stay();
  const asked = withRoom(location.href);
  const topics = await refreshPage(dress, () => drags.count === 0, () => asked);
  for (const command of waiting) showWaiting(command);
  keepTargetsLarge();
  showChosen();
  markEdges();
  if (withRoom(location.href) !== asked) void feed.refresh(); // its head left the tool more or less room
  return topics;
}

/** A board keeps to the problem it shows: one raised elsewhere is not to take its place. */
function stay(): void {
  const { issue, tool } = document.querySelector<HTMLElement>("[data-tool]")?.dataset ?? {};
  if (!issue || !tool || new URL(location.href).searchParams.has("issue")) return;
  history.replaceState(history.state, "", pageAddress("board", { issue, tool }));
}

/** px of the screen for one px of the tool's drawing; on a small screen no less than one. */
function scale(): number {
  return Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / REM);
}

/** The address with the room there is for the tool's drawing; where it is low, as small as it may be touched. */
function withRoom(address: string): string {
  const tool = document.querySelector<HTMLElement>("[data-tool]");
  if (!tool) return address;
  const grown = Math.min(1 / SMALLEST, Math.max(1, (LEAST * scale()) / tool.offsetHeight)) / scale();
  const [width, height] = [tool.offsetWidth, tool.offsetHeight].map((side) => Math.max(LEAST, Math.floor(side * grown)));
  const url = new URL(address);
  url.searchParams.set("size", `${width}x${height}`);
  return url.href;
}

/** A drawing that has outgrown its room scrolls before what can be touched in it gets too small. */
function keepTargetsLarge(): void {
  const drawing = document.querySelector<SVGSVGElement>("[data-tool] > svg");
  if (drawing) drawing.style.minWidth = `${drawing.viewBox.baseVal.width * SMALLEST * scale()}px`;
}

/** The problem on the board is in sight in the list, once it has been chosen. */
function showChosen(): void {
  const row = document.querySelector<HTMLElement>(".problems [aria-current]");
  if (!row || row.id === chosen) return;
  chosen = row.id;
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** A verb of the page itself, or else an action of the tool it was tapped in. */
function act(verb: string, args: Args, from: HTMLElement | SVGElement, version?: number): void {
  const { issue = "", tool } = from.closest<HTMLElement>("[data-tool]")?.dataset ?? {};
  if (tool) void send(commands.actOnTool(issue, tool, verb, args, version));
  else verbs[verb]?.(args, from);
}

const verbs: Readonly<Record<string, (args: Args, from: HTMLElement | SVGElement) => void>> = {
  read: ({ id }, from) => openReading(String(id), from),
  stage: ({ issue, id, stage, version, title }) =>
    void send(commands.moveCountermeasure(String(issue), String(id), String(stage), Number(version), String(title))),
  countermeasure: ({ issue, text, cause, owner, due, strength }) =>
    void send(commands.addCountermeasure(String(issue), { text: String(text), cause, owner, due, strength })),
  undo: ({ issue }) => void send(commands.undo(String(issue))),
  raise: ({ title, kpi, ...said }) => void raise(String(title), String(kpi), said),
};

/** A new problem is opened for work as soon as the hub has it. */
async function raise(title: string, kpi: string, about: Args): Promise<void> {
  const command = commands.raiseIssue(title, kpi, about);
  if (await send(command)) turnTo(new URL(pageAddress("board", { issue: command.issue }), location.href).href, () => void feed.refresh());
}

async function send(command: commands.Command): Promise<boolean> {
  showWaiting(command);
  const outcome = await outbox.push(command);
  said.textContent = { sent: "Saved", refused: "Not accepted", waiting: "Offline, it is kept and will be sent" }[outcome.kind];
  await feed.refresh();
  return outcome.kind === "sent";
}

/** Until the hub has answered, a card stays where it was put. */
function showWaiting(command: commands.Command): void {
  const card = movedBy(command.path);
  const column = document.getElementById(`stage-${String(command.body.stage)}`);
  if (card && column && card.closest("[data-drop]") !== column) moveInto(column, card);
  for (const one of document.querySelectorAll<HTMLElement>("[data-drop]:has([data-count])")) {
    part("[data-count]", one).textContent = String(itemsOf(one).querySelectorAll("[data-drag]").length);
  }
}

/** What is moved in a page loses the focus; whoever works by keyboard keeps it. */
function moveInto(column: HTMLElement, card: HTMLElement): void {
  const focused = document.activeElement === card;
  itemsOf(column).append(card.closest("li") ?? card);
  if (focused) card.focus();
}

/** The same wish again, with the version that the board shows by now. */
function insist(refusal: Refusal): void {
  const version = versionShown(refusal.command);
  if (version === null) return;
  void outbox.dismiss(refusal.id);
  void send(commands.insist(refusal.command, version));
}

function versionShown({ path, body }: commands.Command): number | null {
  const moved = movedBy(path);
  if (moved) return numberIn(JSON.parse(moved.dataset.args ?? "{}").version);
  const wanted = JSON.stringify(body.arguments);
  for (const part of document.querySelectorAll<SVGElement>("[data-tool] [data-version]")) {
    const own = Object.entries(JSON.parse(part.dataset.args ?? "{}") as Args);
    const same = own.every(([name, value]) => wanted.includes(`${JSON.stringify(name)}:${JSON.stringify(value)}`));
    if (part.dataset.do === body.action && same) return numberIn(Number(part.dataset.version));
  }
  return null;
}

function numberIn(version: unknown): number | null {
  return typeof version === "number" && Number.isFinite(version) ? version : null;
}

/** The card that a command of this address moves. */
function movedBy(path: string): HTMLElement | null {
  const [, id] = /countermeasures\/([^/]+)\/stage$/.exec(path) ?? [];
  return id ? document.getElementById(`card-${decodeURIComponent(id)}`) : null;
}

function toggle(button: HTMLElement, on: boolean): boolean {
  button.setAttribute("aria-pressed", String(on));
  return on;
}

const keyboard = part("#keyboard");
toggle(keyboard, keyboardWanted());
keyboard.addEventListener("click", () => {
  wantKeyboard(toggle(keyboard, !keyboardWanted()));
  if (keyboardWanted()) showKeyboards();
});
const lower = part("#lower");
lower.addEventListener("click", () => {
  const on = toggle(lower, lower.getAttribute("aria-pressed") !== "true");
  document.body.toggleAttribute("data-lowered", on);
  chosen = "";
  void feed.refresh();
});
new ResizeObserver(() => void feed.refresh()).observe(part("#board"));
followScrolling();
closeMenus(part("#tools"));
dress(document);
turnPages(() => void feed.refresh());
feed.onLine(() => outbox.nudge());
raiseAtOnce();

/** Somebody has pressed a KPI on a wall for long, and is here to raise a problem about it. */
function raiseAtOnce(): void {
  document.querySelector<HTMLElement>("#raise[data-now]")?.click();
  const url = new URL(location.href);
  for (const name of ["raise", "period", "place"]) url.searchParams.delete(name);
  history.replaceState(history.state, "", url.href);
}
