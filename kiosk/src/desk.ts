/** The desk: where a person enters figures, notes KPIs and raises problems. */

import "./due";
import * as commands from "./commands";
import { type Values } from "./editor";
import { figureIn, noFigure } from "./figures";
import { Forms } from "./forms";
import { pageAddress, part } from "./page";
import { sift } from "./search";
import { kpiOf, threadSenders } from "./threads";

const seek = part<HTMLInputElement>("#seek");
const found = part("#found");

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
  if (found === null) throw new Error(noFigure(text));
  return found;
}

/** The way from the form to the problem just raised with it. */
function pointTo(command: commands.Command, form: HTMLFormElement): void {
  if (!("issue" in command)) return;
  const way = document.createElement("a");
  way.href = pageAddress("board", { issue: String(command.issue) });
  way.textContent = "Open it on the board";
  part("[data-done]", form).append(" ", way);
}

new Forms(
  {
    ...threadSenders,
    figure,
    raise: ({ title = "", statement = "" }, form) => commands.raiseIssue(title, kpiOf(form), { statement, place: "desk" }),
  },
  { prepare: (root) => void sift(root, seek.value), sent: pointTo },
);
seek.addEventListener("input", () => {
  const count = sift(document, seek.value);
  found.textContent = seek.value.trim() ? `${count} KPI${count === 1 ? "" : "s"} found` : "";
});
