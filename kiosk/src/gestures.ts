/**
 * Generic gestures: what the server writes on an element says what a tap, a drop or a key does.
 *
 *   data-do="verb" data-args='{"...": ...}'   a tap (or Enter, or Space) does the verb
 *   data-look='{"...": ...}'                  and this board, alone, looks at that from then on
 *   data-ask="name|Label|first text"          words are wanted first; they become args[name]
 *   data-most="20000"                         so many characters, where it is more than a few lines
 *   data-phrases="kind"                       beginnings of that kind are offered (also on a field)
 *   data-recall                               what is written names a cause: like ones are offered
 *   data-sure="Question?|Yes"                 that is asked first
 *   data-form="id of a <template>"            a form is wanted first; its fields join the args
 *   data-new="name"                           args[name] becomes a new identity, made at the tap
 *   data-drag data-args / data-drop="verb" data-args   a card dropped on a column does the verb
 */

import { Drags } from "./drag";
import { openEditor, type Values } from "./editor";
import { uuid } from "./identity";
import { recallInto } from "./memory";
import { part } from "./page";

export type Args = Readonly<Record<string, unknown>>;

/** One act of a person: the element it came from, `words` for it, and the `version` that was seen of what it edits. */
export interface Deed {
  readonly from: HTMLElement | SVGElement;
  readonly words?: string;
  readonly version?: number | undefined;
}

/** Carries out a verb, if there is one. */
export type Act = (verb: string, args: Args, deed: Deed) => void;

const KEYBOARD = "hub:keyboard";

type Part = HTMLElement | SVGElement;

/** Makes parts that can be tapped reachable by keyboard; runs on a tree before it is shown. */
export function dress(root: ParentNode): void {
  for (const element of root.querySelectorAll(":is([data-do], [data-form], [data-look]):not(button):not(a)")) {
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
    if (!element.hasAttribute("role")) element.setAttribute("role", "button");
  }
}

/** Listens on the whole page; returns the drags, which say whether fingers are busy. */
export function listen(act: Act, idle: () => void): Drags {
  let touched = false;
  const tap = (target: Element, x: number): void => {
    const from = target.closest<Part>("[data-do], [data-form], [data-look]");
    if (from) begin(from, x, touched, act);
  };
  addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
  document.addEventListener("click", ({ target, clientX }) => {
    if (target instanceof Element) tap(target, clientX);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!(event.target instanceof Element) || !event.target.matches("[role=button]:not(button)")) return;
    event.preventDefault();
    touched = false;
    tap(event.target, event.target.getBoundingClientRect().left);
  });
  return new Drags(part("#board"), part("#drags"), {
    dropped: (card, column) =>
      act(column.dataset.drop ?? "", { ...argsOf(card), ...argsOf(column) }, { from: column, words: `Move ${nameOf(card)}` }),
    tapped: (card) => tap(card, card.getBoundingClientRect().left),
    idle,
  });
}

/** Whether people at this board want the in-page keyboard even without a touch. */
export function keyboardWanted(): boolean {
  return localStorage.getItem(KEYBOARD) === "on";
}

export function wantKeyboard(wanted: boolean): void {
  localStorage.setItem(KEYBOARD, wanted ? "on" : "off");
}

function begin(from: Part, x: number, touched: boolean, act: Act): void {
  const verb = from.dataset.do ?? "";
  // taken at the tap: while words are written, the board below may move on to a newer version
  const [args, version] = [argsOf(from), versionOf(from)];
  const deed = { from, words: labelOf(from), version };
  if (!from.dataset.ask && !from.dataset.form && !from.dataset.sure) return act(verb, args, deed);
  openEditor({
    title: titleOf(from),
    word: from.dataset.sure?.split("|")[1],
    fields: fieldsFor(from, args),
    near: { x },
    keyboard: !from.dataset.sure && (touched || keyboardWanted()),
    issue: String(args.issue ?? from.closest<Part>("[data-issue]")?.dataset.issue ?? ""),
    from: from.isConnected ? from : document.activeElement, // a panel that was put away handed the focus back
    submit: (values: Values) => act(verb, { ...args, ...values }, { ...deed, words: Object.values(values).join(", ") || deed.words }),
  });
}

/** What the element says it wants done with; a new identity is made now, at the tap. */
function argsOf(from: Part): Args {
  const args = JSON.parse(from.dataset.args ?? "{}") as Args;
  return from.dataset.new ? { ...args, [from.dataset.new]: uuid() } : args;
}

function versionOf(from: Part): number | undefined {
  return from.dataset.version === undefined ? undefined : Number(from.dataset.version);
}

/** What a part is called, but for what it counts: "One more: Networks, 7 so far". */
function labelOf(from: Element): string {
  return (from.getAttribute("aria-label") ?? "").replace(/, \d+( so far)?$/, "");
}

/** What a card is called, without what a tap on it does: "Look at: No script". */
function nameOf(card: Element): string {
  return labelOf(card).replace(/^[^:]*: /, "");
}

function titleOf(from: Part): string {
  const [, label] = (from.dataset.ask ?? "").split("|");
  return from.dataset.title ?? from.dataset.sure?.split("|")[0] ?? label ?? from.getAttribute("aria-label") ?? from.textContent?.trim() ?? "";
}

function copyOf(id: string): DocumentFragment {
  return part<HTMLTemplateElement>(`#${CSS.escape(id)}`).content.cloneNode(true) as DocumentFragment;
}

/** A form begins with what the element says of its fields. */
function filled(fields: DocumentFragment, args: Args): DocumentFragment {
  for (const field of fields.querySelectorAll<HTMLInputElement>("[name]")) {
    const first = args[field.name];
    if (typeof first === "string") field.value = first;
  }
  return fields;
}

function fieldsFor(from: Part, args: Args): DocumentFragment {
  if (from.dataset.sure) return document.createDocumentFragment();
  return from.dataset.form ? filled(copyOf(from.dataset.form), args) : fieldFor(from);
}

function fieldFor(from: Part): DocumentFragment {
  const { ask = "", most } = from.dataset;
  const [name = "text", label = "In your words", ...rest] = ask.split("|");
  const fields = copyOf("ask");
  const area = part<HTMLTextAreaElement>("textarea", fields);
  area.name = name;
  if (most) area.maxLength = Number(most);
  if (most) area.rows = 8;
  area.value = rest.join("|");
  area.setAttribute("aria-label", label);
  if (from.dataset.phrases) area.dataset.phrases = from.dataset.phrases;
  if (from.dataset.recall) recallInto(fields, from.closest<HTMLElement>("[data-issue]")?.dataset.issue ?? "");
  return fields;
}
