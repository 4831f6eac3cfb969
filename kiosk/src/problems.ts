/** Problems at the desk: their steps, what is known of them, and their countermeasures. */

import { taken, versionSeen } from "./begun";
import * as commands from "./commands";
import { type Values } from "./editor";
import { figureIn, noFigure } from "./figures";
import { Forms, type Sender } from "./forms";
import { part } from "./page";

/** One step of the problem that the form is about, with what `told` says. */
function step(path: string, told: (values: Values, form: HTMLFormElement) => Record<string, unknown>): Sender {
  return (values, form) => {
    const body = { ...told(values, form), version: versionSeen(form) };
    return commands.stepIssue(form.dataset.issue ?? "", path, body, words(form));
  };
}

function words(form: HTMLFormElement): string {
  return `${part("h1").textContent ?? ""}: ${part("[type=submit]", form).textContent ?? ""}`;
}

/** What is known of a problem; what was emptied is taken away. */
function known({ owner, severity, due, category = "", containment = "" }: Values): Record<string, unknown> {
  return { owner: owner ?? null, severity: severity ?? null, due: due ?? null, category, containment };
}

/** What is said of a countermeasure. */
function plan(values: Values, form: HTMLFormElement): Record<string, unknown> & { readonly text: string } {
  const { text = "", owner, due, cause = null, strength = null, effect_kpi = null, check_on = null } = values;
  return { text, owner, due, cause, strength, effect_kpi, check_on, predicted: level(values.predicted, form) };
}

function level(text: string | undefined, form: HTMLFormElement): number | null {
  if (!text) return null;
  const chosen = part<HTMLSelectElement>("[name=effect_kpi]", form).selectedOptions[0];
  const found = figureIn(text, chosen?.dataset.measure ?? "");
  if (found === null) throw new Error(noFigure(text));
  return found;
}

const issue = (form: HTMLFormElement): string => form.dataset.issue ?? "";
const countermeasure = (form: HTMLFormElement): string => form.dataset.countermeasure ?? "";

const senders: Readonly<Record<string, Sender>> = {
  triage: step("triage", known),
  edit: step("", (values) => ({ ...known(values), title: values.title, statement: values.statement ?? "" })),
  advance: step("state", ({ reason = "" }, form) => ({ step: form.dataset.step, reason })),
  close: step("close", ({ reason = "" }) => ({ waiver: reason })),
  park: step("park", ({ reason, review_on }) => ({ reason, review_on })),
  reopen: step("reopen", ({ reason }) => ({ reason })),
  escalate: step("escalations", ({ reason }) => commands.named({ reason })),
  answer: step("escalations/answer", ({ accepted, answer }) => ({ accepted: accepted === "yes", answer })),
  merge: step("merge", ({ into }) => ({ into })),
  measure: (values, form) => commands.addCountermeasure(issue(form), plan(values, form)),
  remeasure: (values, form) =>
    commands.editCountermeasure(issue(form), countermeasure(form), { ...plan(values, form), version: versionSeen(form) }),
  move: ({ stage = "", evidence = "" }, form) =>
    commands.moveCountermeasure(issue(form), countermeasure(form), stage, versionSeen(form), form.dataset.title ?? "", evidence),
  judge: ({ decision, because = "" }, form) => {
    const said = { decision: decision ?? null, because, version: versionSeen(form) };
    return commands.checkEffect(issue(form), countermeasure(form), said, form.dataset.title ?? "");
  },
};

/** The form of a step goes as the step is taken: whoever sent it by keyboard is not left nowhere. */
function sent(command: commands.Command, form: HTMLFormElement, reply: Readonly<Record<string, unknown>>): void {
  taken(form, command.body.version, reply.version);
  if (form.dataset.leaves === undefined) return;
  part("#said").textContent = form.dataset.done ?? "";
  part("#steps-title").focus();
}

new Forms(senders, { sent });
