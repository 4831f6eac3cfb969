/** Threads of notes: what people write, put in other words, settle or take up again. */

import * as commands from "./commands";
import { type Sender } from "./forms";

/** The key of the KPI that a form is about. */
export function kpiOf(form: HTMLFormElement): string {
  return form.dataset.kpi ?? "";
}

function noteOf(form: HTMLFormElement): string {
  return form.dataset.note ?? "";
}

export const threadSenders: Readonly<Record<string, Sender>> = {
  note: ({ text = "", period, until }, form) => commands.noteKpi(kpiOf(form), text, { period, until }),
  reply: ({ text = "" }, form) => commands.noteKpi(kpiOf(form), text, { parent: noteOf(form) }),
  edit: ({ text = "" }, form) => commands.editNote(noteOf(form), text, Number(form.dataset.version)),
  resolve: (_, form) => commands.resolveNote(noteOf(form)),
  reopen: ({ text }, form) => commands.reopenNote(noteOf(form), text),
  review: ({ period }, form) => commands.stampReview(kpiOf(form), period),
};
