/** The problem board: several people at one touch screen, on line or not. */

import * as commands from "./commands";
import { itemsOf } from "./drag";
import { showKeyboards } from "./editor";
import { Feed } from "./feed";
import { type Args, dress, keyboardWanted, listen, wantKeyboard } from "./gestures";
import { refreshPage, topicsShown, turnPages, turnTo } from "./leaf";
import { LinkState } from "./linkstate";
import { showRefusals } from "./notices";
import { Outbox, type Refusal } from "./outbox";
import { HUB, part } from "./page";

const link = new LinkState(part("#link"));
const said = part("#said");
let waiting: readonly commands.Command[] = [];

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
  const topics = await refreshPage(dress, () => drags.count === 0);
  for (const command of waiting) showWaiting(command);
  return topics;
}

/** A verb of the page itself, or else an action of the tool it was tapped in. */
function act(verb: string, args: Args, from: Element): void {
  const tool = from.closest<HTMLElement>("[data-tool]");
  if (tool) void send(toolAction(tool, verb, args, from));
  else verbs[verb]?.(args);
}

function toolAction(tool: HTMLElement, action: string, args: Args, from: Element): commands.Command {
  const version = from.getAttribute("data-version");
  const { issue = "", tool: name = "" } = tool.dataset;
  return commands.actOnTool(issue, name, action, args, version === null ? undefined : Number(version));
}

const verbs: Readonly<Record<string, (args: Args) => void>> = {
  stage: ({ issue, id, stage, version, title }) =>
    void send(commands.moveCountermeasure(String(issue), String(id), String(stage), Number(version), String(title))),
  countermeasure: ({ issue, text, cause, owner, due }) =>
    void send(commands.addCountermeasure(String(issue), { text: String(text), cause, owner, due })),
  raise: ({ title, kpi, statement }) => void raise(String(title), String(kpi), String(statement ?? "")),
};

/** A new problem is opened for work as soon as the hub has it. */
async function raise(title: string, kpi: string, statement: string): Promise<void> {
  const command = commands.raiseIssue(title, kpi, statement);
  if (await send(command)) turnTo(`${HUB}/board?issue=${command.issue}`, () => void feed.refresh());
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
  const [, id] = /countermeasures\/([^/]+)\/stage$/.exec(command.path) ?? [];
  const card = id && document.getElementById(`card-${decodeURIComponent(id)}`);
  const column = document.getElementById(`stage-${String(command.body.stage)}`);
  if (card && column && card.closest("[data-drop]") !== column) itemsOf(column).append(card.closest("li") ?? card);
  for (const one of document.querySelectorAll<HTMLElement>("[data-drop]")) {
    part("[data-count]", one).textContent = String(itemsOf(one).querySelectorAll("[data-drag]").length);
  }
}

function insist(refusal: Refusal, version: number): void {
  void outbox.dismiss(refusal.id);
  void send(commands.insist(refusal.command, version));
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
});
dress(document);
turnPages(() => void feed.refresh());
feed.onLine(() => outbox.nudge());
