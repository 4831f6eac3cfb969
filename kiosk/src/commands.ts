/** The commands these pages send, and the only place that knows their addresses. */

import { boardId, uuid } from "./identity";

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
  /** At a shared board: the token of whoever asked for it. */
  readonly by?: string;
  /** The command without which this one makes no sense. */
  readonly after?: string;
}

function command(lane: string, path: string, body: Body, words: string): Command {
  return { id: uuid(), lane, path: `/api/v1/${path}`, body, words, at: new Date().toISOString() };
}

const part = encodeURIComponent;

/** `about` may say a period, a range of periods, or the note that this one answers. */
export function noteKpi(kpi: string, text: string, about: Body = {}): Command {
  const body = { id: uuid(), text, ...about };
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/notes`, body, `Note: ${text}`);
}

/** `version` is of the words that the person saw. */
export function editNote(note: string, text: string, version: number): Command {
  return command(`note:${note}`, `notes/${part(note)}/text`, { text, version }, `Note: ${text}`);
}

export function resolveNote(note: string): Command {
  return command(`note:${note}`, `notes/${part(note)}/resolve`, {}, "Resolve the note");
}

/** `text` says why, if the person said. */
export function reopenNote(note: string, text?: string): Command {
  return command(`note:${note}`, `notes/${part(note)}/reopen`, { text }, `Reopen the note: ${text ?? ""}`);
}

export function stampReview(kpi: string, period?: string): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/reviews`, { id: uuid(), period }, `Reviewed: ${period ?? "newest figure"}`);
}

/** `heldAt` is an instant; without it the meeting is held now. */
export function recordMeeting(of: string, title: string, heldAt?: string): Command {
  return command(`meeting:${of}`, "meetings", { id: uuid(), of, title, held_at: heldAt }, `Meeting: ${title}`);
}

export function withdrawMeeting(meeting: string, reason: string): Command {
  return command(`meeting:${meeting}`, `meetings/${part(meeting)}/withdraw`, { reason }, `Withdraw the meeting: ${reason}`);
}

export function answerKpq(objective: string, kpq: string, text: string, confidence: string): Command {
  const path = `objectives/${part(objective)}/kpqs/${part(kpq)}/answers`;
  return command(`kpq:${objective}/${kpq}`, path, { id: uuid(), text, confidence }, `Answer: ${text}`);
}

/** `said`: complete in %, words, and the milestones that are done, each with its day. */
export function reportProgress(initiative: string, version: number, said: Body): Command {
  const path = `initiatives/${part(initiative)}/progress`;
  return command(`initiative:${initiative}`, path, { version, ...said }, `Progress of ${initiative}: ${String(said.complete)}%`);
}

/** `figure` has a period or an instant, and a value or a numerator and a denominator. */
export function enterFigure(kpi: string, figure: Body, words: string): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/measurements`, figure, words);
}

/** `about`: statement, the period of the figure, the place where it was raised. */
export function raiseIssue(title: string, kpi: string, about: Body): Command & { readonly issue: string } {
  const issue = uuid();
  const body = { id: issue, title, kpi, ...about };
  return { ...command(`issue:${issue}`, "issues", body, `New problem: ${title}`), issue };
}

/** Whether a command is an action of that tool on that problem. */
export function isOfTool({ path }: Command, issue: string, tool: string): boolean {
  return path === `/api/v1/issues/${part(issue)}/tools/${part(tool)}`;
}

/** `version` is what the person saw; only actions that edit something need one. */
export function actOnTool(issue: string, tool: string, action: string, args: Body, words: string, version?: number): Command {
  const seen = version === undefined ? {} : { version };
  const body = { action, arguments: args, board: boardId(), ...seen };
  return command(`issue:${issue}`, `issues/${part(issue)}/tools/${part(tool)}`, body, words || action.replaceAll("_", " "));
}

/** Takes back one's own last action of a tool, whatever it was; this board's, where nobody is known. */
export function undo(issue: string): Command {
  return command(`issue:${issue}`, `issues/${part(issue)}/undo`, { board: boardId() }, "Take back my last action");
}

export function addCountermeasure(issue: string, plan: Body & { readonly text: string }): Command {
  const path = `issues/${part(issue)}/countermeasures`;
  return command(`issue:${issue}`, path, { id: uuid(), ...plan }, `Countermeasure: ${plan.text}`);
}

/** `plan` carries the version that was seen. */
export function editCountermeasure(issue: string, countermeasure: string, plan: Body & { readonly text: string }): Command {
  const path = `issues/${part(issue)}/countermeasures/${part(countermeasure)}`;
  return command(`issue:${issue}`, path, plan, `Countermeasure: ${plan.text}`);
}

export function moveCountermeasure(
  issue: string,
  countermeasure: string,
  stage: string,
  version: number,
  title: string,
  evidence = "",
): Command {
  const path = `issues/${part(issue)}/countermeasures/${part(countermeasure)}/stage`;
  return command(`issue:${issue}`, path, { stage, version, evidence }, `Move to ${stage}: ${title}`);
}

/** `said`: what is decided, because of what, and the version that was seen. */
export function checkEffect(issue: string, countermeasure: string, said: Body, title: string): Command {
  const path = `issues/${part(issue)}/countermeasures/${part(countermeasure)}/check`;
  return command(`issue:${issue}`, path, said, `Check the effect: ${title}`);
}

/** A step of a problem as a whole; `body` carries the version that was seen. */
export function stepIssue(issue: string, step: string, body: Body, words: string): Command {
  const path = ["issues", part(issue), step].filter(Boolean).join("/");
  return command(`issue:${issue}`, path, body, words);
}

/** `body` with an identity of its own, for a thing that is made. */
export function named(body: Body): Record<string, unknown> {
  return { id: uuid(), ...body };
}

/** `changes` are fields of the definition sheet as a scorecard file writes them. */
export function editKpi(kpi: string, version: number, changes: Body): Command {
  const names = Object.keys(changes).join(", ");
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/definition`, { version, changes }, `Definition of ${kpi}: ${names}`);
}

/** Without a value the target of that day is taken away. */
export function setTarget(kpi: string, version: number, since: string, value: number | null): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/targets`, { version, since, value }, `Target from ${since}: ${value ?? "none"}`);
}

export function overrideStatus(kpi: string, status: string, reason: string, until: string | null): Command {
  const body = { id: uuid(), status, reason, until };
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/override`, body, `Status ${status} by hand: ${reason}`);
}

export function liftOverride(kpi: string): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/override/lift`, {}, "The figure speaks for itself again");
}

/** Without a reason the limits are no longer measured anew from there. */
export function rebaseLimits(kpi: string, version: number, period: string, reason: string | null): Command {
  return command(`kpi:${kpi}`, `kpis/${part(kpi)}/rebases`, { version, period, reason }, `Limits anew from ${period}: ${reason ?? "no more"}`);
}

/** One step of the submission of a KPI's figure; `body` carries the version that was seen. */
export function stepSubmission(kpi: string, period: string, step: string, body: Body, words: string): Command {
  const path = `kpis/${part(kpi)}/submissions/${part(period)}/${step}`;
  return command(`submission:${kpi}:${period}`, path, body, words);
}

/** The same step of several figures, all or none of them. */
export function stepPack(unit: string, period: string, step: string, rows: readonly Body[]): Command {
  const words = `${step} ${rows.length} figures of ${unit}, ${period}`;
  return command(`pack:${unit}`, `units/${part(unit)}/packs/${part(period)}/${step}`, { rows }, words);
}

/** `told`: kind, title, text, starts, ends, unit, kpis, visibility, source. */
export function recordEvent(told: Body): Command {
  return command("events", "events", { id: uuid(), ...told }, `Event: ${String(told.title)}`);
}

/** `version` is of what the person saw. */
export function correctEvent(event: string, version: number, told: Body): Command {
  return command(`event:${event}`, `events/${part(event)}`, { ...told, version }, `Event: ${String(told.title)}`);
}

export function withdrawEvent(event: string, reason: string): Command {
  return command(`event:${event}`, `events/${part(event)}/withdraw`, { reason }, `Withdraw an event: ${reason}`);
}

// -- people ----------------------------------------------------------------------------------

/** `of` is the key of a unit, none for the whole hub. */
export function addPerson(name: string, of: string | null): Command {
  return command("people", "people", { id: uuid(), name, of }, `New in the directory: ${name}`);
}

/** `what` is changed of a person: name, badge, pin or retire. */
export function editPerson(person: string, what: string, body: Body): Command {
  return command(`person:${person}`, `people/${part(person)}/${what}`, body, `The ${what} of a person`);
}

// -- walls -----------------------------------------------------------------------------------

/** `hanging`: name, room or new_room, visibility, diagonal, distance, part. */
export function approvePairing(code: string, check: string, hanging: Body): Command {
  return command("displays", "displays", { id: uuid(), code, check, ...hanging }, `Let in the screen that shows ${code}`);
}

export function editDisplay(display: string, version: number, hanging: Body): Command {
  return command(`display:${display}`, `displays/${part(display)}`, { ...hanging, version }, `Display: ${String(hanging.name)}`);
}

/** `verb`: identify, reload or revoke. */
export function askDisplay(display: string, verb: string): Command {
  return command(`display:${display}`, `displays/${part(display)}/${verb}`, {}, `${verb} a display`);
}

/** A new room begins with a playlist of the unit's scenes. */
export function openRoom(title: string, unit: string): Command {
  return command("rooms", "rooms", { title, of: unit }, `New room: ${title}`);
}

export function closeRoom(room: string): Command {
  return command(`room:${room}`, `rooms/${part(room)}/close`, {}, `Close the room ${room}`);
}

/** `setting` carries the version of the room that the person saw. */
export function setRoom(room: string, setting: Body): Command {
  return command(`room:${room}`, `rooms/${part(room)}`, setting, `Room: ${String(setting.title)}`);
}

/** `message`: text, urgent, rooms (none: all of them), ends_at. */
export function postMessage(message: Body): Command {
  return command("messages", "messages", { id: uuid(), ...message }, `Message: ${String(message.text)}`);
}

export function withdrawMessage(message: string): Command {
  return command("messages", `messages/${part(message)}/withdraw`, {}, "Take a message off the walls");
}

/** The same wish again, made after seeing what the other person wrote. */
export function insist(refused: Command, version: number): Command {
  const { after: _, ...wish } = refused;
  return { ...wish, id: uuid(), body: { ...wish.body, version }, at: new Date().toISOString() };
}
