/** Editors: small panels in which a person at the board writes words. Several may be open at once. */

import { markEdges } from "./edges";
import { type Field, keyboardIn } from "./keys";
import { listenToPhrases, showPhrases } from "./phrases";
import { Slip } from "./slips";
import { part } from "./page";
import { uuid } from "./identity";

export type Values = Readonly<Record<string, string>>;

/** What is wanted from the person: a form's fields, where on the screen, and what to do with them. */
export interface Request {
  readonly title: string;
  /** What says that it is meant, if not "Save". */
  readonly word?: string | undefined;
  readonly fields: DocumentFragment;
  readonly near: { readonly x: number };
  /** Throws words for the person where what was written makes no sense. */
  readonly submit: (values: Values) => void;
  /** Shown with the in-page keyboard. */
  readonly keyboard: boolean;
  readonly from: Element | null;
  /** The problem that it is about; empty where there is none yet. */
  readonly issue: string;
}

const GAP_PX = 10;

/** Opens an editor above the command bar, beside those already open. */
export function openEditor(request: Request): void {
  const template = part<HTMLTemplateElement>("#editor");
  const panel = part("section", template.content.cloneNode(true) as DocumentFragment);
  const title = part("[data-title]", panel);
  title.id = `editor-${uuid()}`;
  title.textContent = request.title;
  panel.setAttribute("aria-labelledby", title.id);
  if (request.word) part("[type=submit]", panel).textContent = request.word;
  part("[data-fields]", panel).append(request.fields);
  part("#editors").append(panel);
  new Editor(panel, request);
}

class Editor {
  private readonly form: HTMLFormElement;
  private readonly fields: readonly Field[];
  private current: Field | null;
  private keyboard: Promise<() => void> | null = null;
  private slip: Slip | null = null;

  constructor(
    private readonly panel: HTMLElement,
    private readonly request: Request,
  ) {
    this.form = part<HTMLFormElement>("form", panel);
    this.fields = [...panel.querySelectorAll<Field>("textarea, input[type=text]")];
    this.current = this.fields[0] ?? null;
    this.listen();
    standBeside(panel, request.near.x);
    if (request.keyboard) this.showKeyboard();
    panel.querySelector<HTMLElement>("textarea, input, select, [type=submit]")?.focus();
  }

  private listen(): void {
    const { panel, form } = this;
    panel.addEventListener("focusin", ({ target }) => this.mark(this.fields.find((field) => field === target)));
    panel.addEventListener("keydown", (event) => this.press(event));
    panel.addEventListener("keyboard", () => this.showKeyboard());
    panel.addEventListener("click", ({ target }) => target instanceof HTMLElement && setDay(target));
    part("[data-close]", panel).addEventListener("click", () => this.close());
    listenToPhrases(part("[data-chips]", panel), () => this.current);
    const phone = part("[data-phone]", panel);
    phone.hidden = this.fields.length === 0;
    phone.addEventListener("click", () => this.turnToPhone(phone));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** Where several fields are open the one that the in-page keyboard types into stands out. */
  private mark(field: Field | undefined): void {
    if (!field) return;
    this.current = field;
    showPhrases(part("[data-chips]", this.panel), field);
    markEdges();
    for (const one of this.fields) one.toggleAttribute("data-current", one === field && this.fields.length > 1);
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    else return;
    event.stopPropagation();
  }

  private submit(): void {
    if (!complete(this.form)) return;
    try {
      this.request.submit(valuesOf(this.form));
    } catch (error) {
      return this.refuse(error instanceof Error ? error.message : String(error));
    }
    this.close();
  }

  private refuse(words: string): void {
    const fault = part("[data-fault]", this.form);
    fault.hidden = false;
    fault.textContent = words;
  }

  private showKeyboard(): void {
    if (this.keyboard) return;
    for (const field of this.fields) field.inputMode = "none"; // else the system's keyboard comes up too
    this.panel.setAttribute("data-with-keys", "");
    this.keyboard = keyboardIn(part("[data-keys]", this.panel), () => this.current);
    void this.keyboard.then(() => standBeside(this.panel, this.request.near.x));
  }

  /** The way to a phone takes the place of the keyboard, and gives it back. */
  private turnToPhone(button: HTMLElement): void {
    const [host, field] = [part("[data-slip]", this.panel), this.current];
    host.hidden = !host.hidden;
    button.setAttribute("aria-pressed", String(!host.hidden));
    if (host.hidden || !field || (this.slip?.field === field && !this.slip.over)) return;
    this.slip?.close();
    const about = { asked: askedBy(field) || this.request.title, issue: this.request.issue };
    this.slip = new Slip(field, host, part("[data-landed]", this.panel), about);
  }

  private close(): void {
    this.slip?.close();
    void this.keyboard?.then((remove) => remove());
    this.panel.remove();
    const { from } = this.request;
    if (from instanceof HTMLElement || from instanceof SVGElement) from.focus();
  }
}

/** What a field asks, in the words that stand above it. */
function askedBy(field: Field): string {
  return field.getAttribute("aria-label") ?? field.closest("label")?.querySelector("span")?.textContent?.trim() ?? "";
}

/** A button with `data-days` sets the date beside it to so many days from the hub's today. */
function setDay(button: HTMLElement): void {
  const day = button.closest(".field")?.querySelector<HTMLInputElement>("input[type=date]");
  if (!day || !button.dataset.days) return;
  const then = new Date(`${day.dataset.today}T12:00:00Z`);
  then.setUTCDate(then.getUTCDate() + Number(button.dataset.days));
  day.value = then.toISOString().slice(0, 10);
}

/** Gives every open editor its in-page keyboard. */
export function showKeyboards(): void {
  for (const panel of part("#editors").children) panel.dispatchEvent(new Event("keyboard"));
}

/** Whether the form can be sent; if not, says what is missing and goes there. Spaces alone are nothing. */
export function complete(form: HTMLFormElement): boolean {
  const fault = part("[data-fault]", form);
  const asked = [...form.querySelectorAll<Field>(":is(:invalid, :required):not(fieldset)")];
  const missing = asked.find((field) => !field.validity.valid || !field.value.trim());
  fault.hidden = !missing;
  fault.textContent = missing ? (missing.dataset.missing ?? (missing.validationMessage || "Write something first.")) : "";
  missing?.focus();
  return !missing;
}

/** The filled-in fields by name, trimmed; empty ones are left out. */
export function valuesOf(form: HTMLFormElement): Values {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value));
}

/** As near to the finger as the other panels allow; where there is no room beside, on top. */
export function standBeside(panel: HTMLElement, x: number): void {
  const others = [...part("#editors").children].filter((other) => other !== panel).map((other) => other.getBoundingClientRect());
  const wide = panel.offsetWidth;
  const last = innerWidth - wide - GAP_PX;
  const wish = clamp(x - wide / 2, last);
  const spots = [wish, ...others.flatMap(({ left, right }) => [left - wide - GAP_PX, right + GAP_PX])];
  const free = spots.filter((left) => left >= GAP_PX && left <= last && others.every((other) => left + wide <= other.left || left >= other.right));
  const spot = free.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0];
  panel.style.left = `${spot ?? wish}px`;
  const above = spot === undefined ? Math.max(0, ...others.map((other) => innerHeight - other.top)) : 0;
  const roof = Math.max(0, innerHeight - panel.offsetHeight - GAP_PX);
  panel.style.bottom = above ? `${Math.min(above + GAP_PX, roof)}px` : "";
}

function clamp(left: number, last: number): number {
  return Math.max(GAP_PX, Math.min(left, last));
}
