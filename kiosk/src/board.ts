/** The problem board: several people at one touch screen, on line or not. */

import { Chain } from "./chain";
import * as commands from "./commands";
import { itemsOf } from "./drag";
import { followScrolling, markEdges } from "./edges";
import { showKeyboards, type Values } from "./editor";
import { Feed } from "./feed";
import { type Args, type Deed, dress, keyboardWanted, listen, wantKeyboard } from "./gestures";
import { onShown, refreshPage, topicsShown, turnPages, turnTo } from "./leaf";
import { Ink } from "./ink";
import { readyKeyboard } from "./keys";
import { LinkState } from "./linkstate";
import { closeMenus } from "./menu";
import { showRefusals } from "./notices";
import { Outbox, type Refusal } from "./outbox";
import { pageAddress, part } from "./page";
import { openReading } from "./reading";
import { Zoom } from "./zoom";
import { planOf, takeStep } from "./solving";
import { showUnsent, unsentWords } from "./unsent";
import { Who } from "./who";

/** Tools draw targets of 56 px; 48 px of the screen is the least. */
const SMALLEST = 48 / 56;
const REM = 16;
/** Begins what an address says of where the board looks on its tool's drawing. */
const LOOK = "look.";
/** Drawings are asked for with so many px a side at least. */
const LEAST = 320;
/** Without a touch for so long, the board goes back to its beginning. */
const RETURN_MS = 10 * 60_000;

const link = new LinkState(part("#link"));
const said = part("#said");
let waiting: readonly commands.Command[] = [];
let chosen = "";

const chain = new Chain();
const ink = new Ink(part("#board"), act);
const outbox = new Outbox((contents) => {
  waiting = contents.waiting;
  chain.hears(waiting);
  ink.hears(saidOfTool(waiting), saidOfTool(contents.refused.map(({ command }) => command)));
  link.holds(contents);
  showOffline();
  showRefusals(contents.refused, { dismiss: (refusal) => void outbox.dismiss(refusal.id), insist });
});
const who = new Who(part("#who"), said, rest);
const drags = listen(act, () => void feed.refresh());
const zoom = new Zoom(part("#board"), markEdges);
const feed = new Feed(look, (contact) => {
  link.heard(contact);
  showOffline();
});

/** While the hub is out of reach, what waits for the problem on the board is said in words. */
function showOffline(): void {
  const { issue = "" } = document.querySelector<HTMLElement>("section[data-tool]")?.dataset ?? {};
  showUnsent(part("#unsent"), link.offline ? unsentWords(waiting, issue) : []);
}

/** Nobody has touched the board for so long: it goes back to where it begins, unless words are begun. */
function rest(ms: number): void {
  if (ms < RETURN_MS || link.offline || atStart()) return;
  const begun = [...document.querySelectorAll<HTMLInputElement>("#editors :is(input[type=text], textarea)")].some(({ value }) => value.trim());
  if (begun) return;
  part("#editors").replaceChildren();
  turnTo(new URL(pageAddress("board", {}), location.href).href, () => void feed.refresh());
}

/** Whether the board shows the first of its problems, by the tool that it begins with. */
function atStart(): boolean {
  const shown = document.querySelector<HTMLElement>(".problems [aria-current]");
  const first = document.querySelector(".problems .card");
  const tool = document.querySelector<HTMLElement>("[data-tool]");
  const begins = document.querySelector<HTMLElement>("#tools")?.dataset.first ?? tool?.dataset.tool;
  const closer = [...new URL(location.href).searchParams.keys()].some((name) => name.startsWith(LOOK));
  return shown === first && tool?.dataset.tool === begins && !closer && !document.querySelector("#editors > *");
}

/** Fetches the board, but not from under a finger that is dragging. */
async function look(): Promise<readonly string[]> {
  if (drags.count) return topicsShown();
  stay();
  const asked = withRoom(location.href);
  const answered = ink.answered(saidOfTool(waiting));
  const edited = chain.answered(waiting);
  const topics = await refreshPage(prepare, () => drags.count === 0, () => asked);
  for (const command of waiting) showWaiting(command);
  chain.settle(edited);
  ink.settle(answered, saidOfTool(waiting));
  zoom.fit(SMALLEST * scale()); // a drawing that has outgrown its room scrolls before its targets get too small
  showChosen();
  markEdges();
  if (withRoom(location.href) !== asked) void feed.refresh(); // its head left the tool more or less room
  return topics;
}

/** What commands say that are actions of the tool on the board. */
function saidOfTool(all: readonly commands.Command[]): readonly Args[] {
  const { issue = "", tool = "" } = document.querySelector<HTMLElement>("section[data-tool]")?.dataset ?? {};
  return all.filter((each) => commands.isOfTool(each, issue, tool)).map(({ body }) => body.arguments as Args);
}

/** What was looked at is to be in sight again once the fetched page is shown. */
function prepare(fetched: ParentNode): void {
  dress(fetched);
  zoom.hold();
}

/** A board keeps to the problem it shows: one raised elsewhere is not to take its place. */
function stay(): void {
  const { issue, tool } = document.querySelector<HTMLElement>("[data-tool]")?.dataset ?? {};
  if (!issue || !tool || !onShown() || new URL(location.href).searchParams.has("issue")) return;
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

/** The problem on the board is in sight in the list, once it has been chosen. */
function showChosen(): void {
  const row = document.querySelector<HTMLElement>(".problems [aria-current]");
  if (!row || row.id === chosen) return;
  chosen = row.id;
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** A verb of the page itself, or else an action of the tool it was tapped in. */
function act(verb: string, args: Args, { from, words = "", version }: Deed): void {
  const { issue = "", tool } = from.closest<HTMLElement>("[data-tool]")?.dataset ?? {};
  if (!tool) return verbs[verb]?.(args, from);
  const seen = lookingAt(from);
  if (!verb) return turnTo(seen, () => void feed.refresh());
  void send(commands.actOnTool(issue, tool, verb, args, words, version), seen);
}

/** The address of the board when it looks at what the element says; where it says nothing, as it is. */
function lookingAt(from: HTMLElement | SVGElement): string {
  const url = new URL(location.href);
  const { look } = from.dataset;
  if (look === undefined) return url.href;
  for (const name of [...url.searchParams.keys()]) if (name.startsWith(LOOK)) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(JSON.parse(look) as Args)) url.searchParams.set(LOOK + name, String(value));
  return url.href;
}

const verbs: Readonly<Record<string, (args: Args, from: HTMLElement | SVGElement) => void>> = {
  read: ({ id }, from) => openReading(String(id), from),
  stage: ({ issue, id, stage, version, title, evidence = "" }) =>
    void send(commands.moveCountermeasure(String(issue), String(id), String(stage), Number(version), String(title), String(evidence))),
  countermeasure: ({ issue, ...said }) => void send(commands.addCountermeasure(String(issue), planned(said))),
  remeasure: ({ issue, id, version, title: _, ...said }) =>
    void send(commands.editCountermeasure(String(issue), String(id), { ...planned(said), version })),
  judge: ({ issue, id, version, title, decision = null, because = "" }) =>
    void send(commands.checkEffect(String(issue), String(id), { decision, because, version }, String(title))),
  step: ({ issue, version, words, step, ...said }) =>
    void send(takeStep(String(step), said as Values, { issue: String(issue), version: Number(version), words: told(String(words), said) })),
  zoom: ({ way }) => zoom.go(String(way)),
  undo: ({ issue }) => void send(commands.undo(String(issue))),
  raise: ({ title, kpi, ...said }) => void raise(String(title), String(kpi), said),
};

/** What an editor says of a countermeasure; throws words for the person. */
function planned(said: Args): ReturnType<typeof planOf> {
  const { content } = part<HTMLTemplateElement>("#countermeasure-form");
  const chosen = content.querySelector<HTMLElement>(`[name=effect_kpi] [value="${CSS.escape(String(said.effect_kpi ?? ""))}"]`);
  return planOf(said as Values, chosen?.dataset.measure ?? "");
}

/** The step with what was said of it: who lost a race reads it again. */
function told(words: string, said: Args): string {
  return [words, ...Object.values(said)].join(", ");
}

/** A new problem is opened for work as soon as the hub has it. */
async function raise(title: string, kpi: string, about: Args): Promise<void> {
  const command = commands.raiseIssue(title, kpi, about);
  if (await send(command)) turnTo(new URL(pageAddress("board", { issue: command.issue }), location.href).href, () => void feed.refresh());
}

/** Sends it; unless it is refused, the board goes on at the address `next`. */
async function send(wanted: commands.Command, next = location.href): Promise<boolean> {
  const command = chain.linked(who.sign(wanted), waiting);
  const before = location.href;
  history.replaceState(history.state, "", next);
  showWaiting(command);
  const outcome = await outbox.push(command);
  if (outcome.kind === "refused" && location.href === next) history.replaceState(history.state, "", before);
  if (outcome.kind === "refused") chain.broken(command);
  said.textContent = { sent: "Saved", refused: "Not accepted", waiting: "Offline, it is kept and will be sent" }[outcome.kind];
  await feed.refresh();
  return outcome.kind === "sent";
}

/** Until the hub has answered, a card stays where it was put. */
function showWaiting(command: commands.Command): void {
  const card = cardOf(command.path);
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
  const moved = cardOf(path) ?? headOf(path);
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

/** The card of the countermeasure that a command of this address is about. */
function cardOf(path: string): HTMLElement | null {
  const [, id] = /countermeasures\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  return id ? document.getElementById(`card-${decodeURIComponent(id)}`) : null;
}

/** The way to the steps of the problem that a command of this address takes on, if it is on the board. */
function headOf(path: string): HTMLElement | null {
  const [, issue] = /issues\/([^/]+)(\/(?!tools|undo|countermeasures).*)?$/.exec(path) ?? [];
  const way = document.getElementById("next-step");
  return issue && JSON.parse(way?.dataset.args ?? "{}").issue === decodeURIComponent(issue) ? way : null;
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
readyKeyboard();
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
