/** The commands these pages send, and the only place that knows their addresses. */

import { uuid } from "./identity";

type Body = Readonly<Record<string, unknown>>;

/** One thing a person asked for, with the identity it got at the tap. */
export interface Command {
  readonly id: string;
  /** Commands of one lane are sent in the order they were given. */
  readonly lane: string;
  readonly path: string;
  readonly body: Body;
  /** What it does, for the person who may have to read it again. */
  readonly words: string;
  readonly at: string;
}

function command(lane: string, path: string, body: Body, words: string): Command {
  return { id: uuid(), lane, path: `/api/v1/${path}`, body, words, at: new Date().toISOString() };
}

const part = encodeURIComponent;

export function noteKpi(kpi: string, text: string): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/notes`, { id: uuid(), text }, `Note: ${text}`);
}

/** `figure` has a period or an instant, and a value or a numerator and a denominator. */
export function enterFigure(kpi: string, figure: Body, words: string): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/measurements`, figure, words);
}

export function raiseIssue(title: string, kpi: string, statement: string): Command & { readonly issue: string } {
  const issue = uuid();
  const body = { id: issue, title, kpi, statement };
  return { ...command(`issue:${issue}`, "issues", body, `New problem: ${title}`), issue };
}

/** `version` is what the person saw; only actions that edit something need one. */
export function actOnTool(issue: string, tool: string, action: string, args: Body, version?: number): Command {
  const body = version === undefined ? { action, arguments: args } : { action, arguments: args, version };
  const said = Object.values(args).find((value) => typeof value === "string" && value.includes(" "));
  const words = typeof said === "string" ? said : action.replaceAll("_", " ");
  return command(`issue:${issue}`, `issues/${part(issue)}/tools/${part(tool)}`, body, words);
}

export function addCountermeasure(issue: string, plan: Body & { readonly text: string }): Command {
  const path = `issues/${part(issue)}/countermeasures`;
  return command(`issue:${issue}`, path, { id: uuid(), ...plan }, `Countermeasure: ${plan.text}`);
}

export function moveCountermeasure(
  issue: string,
  countermeasure: string,
  stage: string,
  version: number,
  title: string,
): Command {
  const path = `issues/${part(issue)}/countermeasures/${part(countermeasure)}/stage`;
  return command(`issue:${issue}`, path, { stage, version }, `Move to ${stage}: ${title}`);
}

/** The same wish again, made after seeing what the other person wrote. */
export function insist(refused: Command, version: number): Command {
  return { ...refused, id: uuid(), body: { ...refused.body, version }, at: new Date().toISOString() };
}
