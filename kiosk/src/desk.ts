/** The desk: where a person enters figures, notes KPIs and raises problems. */

import * as commands from "./commands";
import { complete, type Values, valuesOf } from "./editor";
import { Feed } from "./feed";
import { figureIn } from "./figures";
import { refreshPage, turnPages } from "./leaf";
import { LinkState } from "./linkstate";
import { showRefusals } from "./notices";
import { Outbox, type Refusal } from "./outbox";
import { pageAddress, part } from "./page";
import { sift } from "./search";

const seek = part<HTMLInputElement>("#seek");
const found = part("#found");
const link = new LinkState(part("#link"));
const inForms = new Set<string>();

const outbox = new Outbox((contents) => {
  link.holds(contents);
  const late = contents.refused.filter((refusal) => !inForms.has(refusal.id));
  const dismiss = (refusal: Refusal): void => void outbox.dismiss(refusal.id);
  showRefusals(late, { dismiss, insist: dismiss }); // nothing on the desk edits, so nothing insists
});
const feed = new Feed(
  () => refreshPage((root) => void sift(root, seek.value)),
  (contact) => link.heard(contact),
);

/** What a form asks for, as a command; throws words for the person where it makes no sense. */
const senders: Readonly<Record<string, (values: Values, form: HTMLFormElement) => commands.Command>> = {
  note: ({ text = "" }, form) => commands.noteKpi(kpiOf(form), text),
  figure: (values, form) => figure(values, form),
  raise: ({ title = "", statement = "" }, form) => commands.raiseIssue(title, kpiOf(form), statement),
};

function kpiOf(form: HTMLFormElement): string {
  return form.dataset.kpi ?? "";
}

function figure(values: Values, form: HTMLFormElement): commands.Command {
  const when = values.at ? { at: new Date(values.at).toISOString() } : { period: values.period };
  const numbers = values.value
    ? { value: number(values.value, form) }
    : { numerator: number(values.numerator, form), denominator: number(values.denominator, form) };
  const words = `Figure of ${kpiOf(form)} for ${values.period ?? values.at}: ${values.value ?? `${values.numerator} / ${values.denominator}`}`;
  return commands.enterFigure(kpiOf(form), { ...when, ...numbers }, words);
}

function number(text: string | undefined, form: HTMLFormElement): number {
  if (!text) throw new Error(form.dataset.missing ?? "Enter a figure.");
  const found = figureIn(text, form.dataset.measure ?? "");
  if (found === null) throw new Error(`“${text}” is not a figure.`);
  return found;
}

async function send(form: HTMLFormElement): Promise<void> {
  const sender = senders[form.dataset.send ?? ""];
  if (!sender || !complete(form)) return;
  try {
    await sendCommand(sender(valuesOf(form), form), form);
  } catch (error) {
    fault(form, error instanceof Error ? error.message : String(error));
  }
}

async function sendCommand(command: commands.Command, form: HTMLFormElement): Promise<void> {
  inForms.add(command.id);
  const outcome = await outbox.push(command);
  if (outcome.kind === "refused") {
    fault(form, outcome.refusal.words);
    await outbox.dismiss(command.id);
  } else {
    form.reset();
    done(form, outcome.kind === "sent" ? (form.dataset.done ?? "Saved.") : "No connection: it is kept here and sent as soon as the hub answers.");
    if (outcome.kind === "sent" && "issue" in command) pointTo(form, String(command.issue));
  }
  inForms.delete(command.id);
  await feed.refresh();
}

function fault(form: HTMLFormElement, words: string): void {
  done(form, "");
  const place = part("[data-fault]", form);
  place.textContent = words;
  place.hidden = false;
}

function done(form: HTMLFormElement, words: string): void {
  part("[data-fault]", form).hidden = true;
  part("[data-done]", form).textContent = words;
}

/** The way from the form to the problem just raised with it. */
function pointTo(form: HTMLFormElement, issue: string): void {
  const way = document.createElement("a");
  way.href = pageAddress("board", { issue });
  way.textContent = "Open it on the board";
  part("[data-done]", form).append(" ", way);
}

document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || !event.target.dataset.send) return;
  event.preventDefault();
  void send(event.target);
});
seek.addEventListener("input", () => {
  const count = sift(document, seek.value);
  found.textContent = seek.value.trim() ? `${count} KPI${count === 1 ? "" : "s"} found` : "";
});
turnPages(() => void feed.refresh());
feed.onLine(() => outbox.nudge());
