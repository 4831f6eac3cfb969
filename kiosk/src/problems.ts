/** Problems at the desk: their steps, what is known of them, and their countermeasures. */

import "./due";
import { taken, versionSeen } from "./begun";
import * as commands from "./commands";
import { Forms, type Sender } from "./forms";
import { part } from "./page";
import { planOf, takeStep } from "./solving";

/** The step of the problem that the form is about. */
const step: Sender = (values, form) => {
  const { issue = "", step: name = form.dataset.send ?? "" } = form.dataset;
  return takeStep(name, values, { issue, version: versionSeen(form), words: words(form) });
};

function words(form: HTMLFormElement): string {
  return `${part("h1").textContent ?? ""}: ${part("[type=submit]", form).textContent ?? ""}`;
}

/** The measure of the KPI that is chosen in a form of a countermeasure. */
function measure(form: HTMLFormElement): string {
  return part<HTMLSelectElement>("[name=effect_kpi]", form).selectedOptions[0]?.dataset.measure ?? "";
}

const issue = (form: HTMLFormElement): string => form.dataset.issue ?? "";
const countermeasure = (form: HTMLFormElement): string => form.dataset.countermeasure ?? "";

const senders: Readonly<Record<string, Sender>> = {
  triage: step,
  edit: step,
  advance: step,
  close: step,
  park: step,
  reopen: step,
  escalate: step,
  answer: step,
  merge: step,
  measure: (values, form) => commands.addCountermeasure(issue(form), planOf(values, measure(form))),
  remeasure: (values, form) =>
    commands.editCountermeasure(issue(form), countermeasure(form), { ...planOf(values, measure(form)), version: versionSeen(form) }),
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
