/** The pages of a month: figures are drafted and submitted, challenged, answered, locked, restated. */

import "./due";
import * as commands from "./commands";
import { type Values } from "./editor";
import { figureIn, noFigure } from "./figures";
import { Forms, type Sender } from "./forms";
import { part } from "./page";

type Numbers = Record<string, number>;

/** The figure that a form has, and whether it must have one; throws words for the person. */
function numbersOf(values: Values, form: HTMLFormElement, wanted: boolean): Numbers {
  const found: Numbers = {};
  for (const name of values.value ? ["value"] : ["numerator", "denominator"]) {
    if (values[name]) found[name] = number(name, values[name], form);
  }
  const parts = Object.keys(found).length;
  if (parts && !("value" in found) && parts < 2) throw new Error("Enter the numerator and the denominator.");
  if (wanted && !parts) throw new Error("Enter a figure.");
  if (values.people) found.people = whole(values.people, form);
  return found;
}

function number(name: string, text: string, form: HTMLFormElement): number {
  return figureIn(text, form.dataset.measure ?? "") ?? wrong(name, noFigure(text), form);
}

function whole(text: string, form: HTMLFormElement): number {
  if (!/^\d+$/.test(text)) wrong("people", `\u201c${text}\u201d is not a number of people.`, form);
  return Number(text);
}

/** The field is shown to be the one that is meant; nothing of it is lost. */
function wrong(name: string, words: string, form: HTMLFormElement): never {
  const field = part<HTMLInputElement>(`[name=${name}]`, form);
  field.setAttribute("aria-invalid", "true");
  field.focus();
  throw new Error(words);
}

/** A step whose words are those that were entered. */
function step(name: string, said: string): Sender {
  return (values, form) => sent(form, name, { ...values }, `${said}: ${of(form)}`);
}

/** A step that may come with a figure beside its words. */
function figured(name: string, said: string, wanted: boolean): Sender {
  return (values, form) => {
    const { value: _value, numerator: _top, denominator: _bottom, people: _people, ...words } = values;
    const whence = { source: "Returns page" };
    const numbers = numbersOf(values, form, wanted);
    return sent(form, name, { ...words, ...(Object.keys(numbers).length ? { ...numbers, ...whence } : {}) }, `${said}: ${of(form)}`);
  };
}

function sent(form: HTMLFormElement, name: string, body: Record<string, unknown>, words: string): commands.Command {
  const { kpi = "", period = "", version } = form.dataset;
  return commands.stepSubmission(kpi, period, name, { ...body, version: Number(version) }, words);
}

function of(form: HTMLFormElement): string {
  return `${form.dataset.kpi}, ${form.dataset.period}`;
}

const page = new Forms(
  {
    submit: figured("submit", "Submit", true),
    draft: figured("draft", "Draft", false),
    answer: figured("answer", "Answer", false),
    restate: figured("restate", "Restate", true),
    nil: step("nil", "Nil return"),
    await: step("await", "Awaiting supplier"),
    challenge: step("challenge", "Challenge"),
    return: step("return", "Return"),
    accept: step("accept", "Accept"),
    lock: step("lock", "Lock"),
    pack: (_values, form) => {
      const { unit = "", period = "", step: taken = "", rows = "[]" } = form.dataset;
      return commands.stepPack(unit, period, taken, JSON.parse(rows));
    },
  },
  { sent: (_command, form) => told(form) },
);

/** What was sent goes away with its form: it is said, and the focus is where the work goes on. */
function told(form: HTMLFormElement): void {
  warn(form);
  if (form.dataset.send === "draft") return;
  const card = form.closest("article");
  part("#said").textContent = [form.dataset.done ?? "Done.", card?.dataset.name].join(" ").trim();
  const id = card ? goesOnAt(card, form) : "figure-title";
  document.getElementById(id)?.focus(); // by name: another one may stand in its place by now
}

/** The next figure that is due, where this one is off the list; the list's end where none is. */
function goesOnAt(card: HTMLElement, form: HTMLFormElement): string {
  if (form.dataset.send === "await") return card.id;
  const due = [...document.querySelectorAll<HTMLElement>("#todo article")];
  const at = due.indexOf(card);
  return (due[at + 1] ?? due.find((other) => other !== card))?.id ?? "month-title";
}

/** What the process does, said as soon as a figure is outside of it. */
function warn(form: HTMLFormElement): void {
  const place = form.querySelector("[data-warn]");
  if (!place) return;
  const outside = isOutside(form);
  const words = outside ? `Outside the usual range: ${form.dataset.limits}. Say why.` : "";
  if (place.textContent !== words) place.textContent = words;
  const narrative = form.querySelector<HTMLTextAreaElement>("[name=narrative]");
  if (narrative) narrative.required = outside;
}

function isOutside(form: HTMLFormElement): boolean {
  const { low, high, measure = "" } = form.dataset;
  if (low === undefined || high === undefined) return false;
  const written = (name: string): number | null =>
    figureIn(form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "", measure);
  const [value, top, bottom] = [written("value"), written("numerator"), written("denominator")];
  const rate = top !== null && bottom ? (top / bottom) * (measure === "percent" ? 100 : 1) : null;
  const figure = value ?? rate;
  return figure !== null && (figure < Number(low) || figure > Number(high));
}

document.addEventListener("input", ({ target }) => {
  const form = target instanceof Element ? target.closest("form") : null;
  if (!form) return;
  part("#said").textContent = "";
  if (target instanceof HTMLInputElement) choose(form, target.name);
  warn(form);
});

/** A figure is a value or a fraction: whoever writes the one takes back the other. */
function choose(form: HTMLFormElement, written: string): void {
  const [value, rate] = [["value"], ["numerator", "denominator"]];
  const other = written === "value" ? rate : rate.includes(written) ? value : [];
  for (const name of other) {
    const field = form.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = "";
  }
}

/** A refresh of the page takes the demand away: it is made anew before anything is sent. */
document.addEventListener(
  "submit",
  ({ target }) => {
    if (target instanceof HTMLFormElement && target.dataset.send !== "draft") warn(target);
  },
  true,
);

/** A draft is saved as it is, without what its submission will want. */
document.addEventListener("click", ({ target }) => {
  const form = target instanceof Element ? target.closest("[data-draft]")?.closest("form") : null;
  if (!form) return;
  const wanted = [...form.querySelectorAll<HTMLTextAreaElement>(":required")];
  const { send, done } = form.dataset;
  for (const field of wanted) field.required = false;
  Object.assign(form.dataset, { send: "draft", done: "The draft is saved." });
  form.requestSubmit();
  Object.assign(form.dataset, { send, done });
  for (const field of wanted) field.required = true;
});

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement) target.closest<HTMLFormElement>("#chooser")?.requestSubmit();
});

for (const form of document.forms) warn(form);
void page;
