/** What people do about a problem as a whole and set against it, whichever page they say it on. */

import * as commands from "./commands";
import { type Values } from "./editor";
import { figureIn, noFigure } from "./figures";

/** What the person saw when they decided on a step, and what to call the step. */
export interface Seen {
  readonly issue: string;
  readonly version: number;
  readonly words: string;
}

/** Where a step is sent, and what it tells. */
interface Way {
  readonly path: string;
  readonly told: (values: Values, step: string) => Record<string, unknown>;
}

const ADVANCE: Way = { path: "state", told: ({ reason = "" }, step) => ({ step, reason }) };
const WAYS: Readonly<Record<string, Way>> = {
  triage: { path: "triage", told: known },
  edit: { path: "", told: (values) => ({ ...known(values), title: values.title, statement: values.statement ?? "" }) },
  close: { path: "close", told: ({ reason = "" }) => ({ waiver: reason }) },
  park: { path: "park", told: ({ reason, review_on }) => ({ reason, review_on }) },
  reopen: { path: "reopen", told: ({ reason }) => ({ reason }) },
  escalate: { path: "escalations", told: ({ reason }) => commands.named({ reason }) },
  answer: { path: "escalations/answer", told: ({ accepted, answer }) => ({ accepted: accepted === "yes", answer }) },
  merge: { path: "merge", told: ({ into }) => ({ into }) },
};

/** A step of a problem; any that has no way of its own leads to the next state. */
export function takeStep(step: string, values: Values, { issue, version, words }: Seen): commands.Command {
  const { path, told } = WAYS[step] ?? ADVANCE;
  return commands.stepIssue(issue, path, { ...told(values, step), version }, words);
}

/** What is known of a problem; what was emptied is taken away. */
function known({ owner, severity, due, category = "", containment = "" }: Values): Record<string, unknown> {
  return { owner: owner ?? null, severity: severity ?? null, due: due ?? null, category, containment };
}

/** What is said of a countermeasure; `measure` is that of the KPI that it is to move. Throws words for the person. */
export function planOf(values: Values, measure: string): Record<string, unknown> & { readonly text: string } {
  const { text = "", owner, due, cause = null, strength = null, effect_kpi = null, check_on = null } = values;
  return { text, owner, due, cause, strength, effect_kpi, check_on, predicted: level(values.predicted, measure) };
}

function level(text: string | undefined, measure: string): number | null {
  if (!text) return null;
  const found = figureIn(text, measure);
  if (found === null) throw new Error(noFigure(text));
  return found;
}
