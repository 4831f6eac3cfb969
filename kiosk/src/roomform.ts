/**
 * A room while it is edited. What others change does not reach into a form that somebody has begun
 * to change; who was slower sees both settings beside each other and chooses.
 */

import * as commands from "./commands";
import { jsonOf, wordsOf } from "./contact";
import { complete } from "./editor";
import { sendNow } from "./outbox";
import { part, PATIENCE_MS } from "./page";
import { reorderable } from "./reorder";

type Setting = Readonly<Record<string, unknown>>;

const EVERY_DAY = 7;

export class RoomForm {
  changed = false;

  constructor(
    readonly form: HTMLFormElement,
    private readonly say: (words: string) => void,
    private readonly refresh: () => void,
  ) {
    for (const step of this.items("step")) dressStep(step);
    form.addEventListener("input", ({ target }) => this.change(target));
    form.addEventListener("click", ({ target }) => target instanceof Element && this.press(target));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    reorderable(part("[data-list=step]", form), (step, place) => {
      this.changed = true;
      this.number();
      this.say(`${sceneOf(step)} is number ${place} now.`);
    });
    this.number();
  }

  get room(): string {
    return this.form.dataset.room ?? "";
  }

  private items(list: string): readonly HTMLElement[] {
    return [...part(`[data-list=${list}]`, this.form).children].filter((item): item is HTMLElement => item instanceof HTMLElement);
  }

  private change(target: EventTarget | null): void {
    this.changed = true;
    part("[data-done]", this.form).textContent = "";
    if (!(target instanceof HTMLElement)) return;
    const step = target.closest<HTMLElement>("[data-step]");
    if (step && target.matches("[data-scene]")) dressStep(step);
    if (step && target.matches("[data-subject=unit]")) narrow(step);
    this.number();
  }

  private press(target: Element): void {
    const add = target.closest<HTMLElement>("[data-add]")?.dataset.add;
    if (add) this.add(add);
    if (target.closest("[data-remove]")) this.remove(target.closest("li"));
    if (target.closest("[data-undo]")) this.giveUp();
    if (target.closest("[data-mine]")) void this.save();
    if (target.closest("[data-theirs]")) this.giveUp();
  }

  private add(list: string): void {
    const copy = part<HTMLTemplateElement>(`#new-${list === "step" ? "step" : "span"}`).content.cloneNode(true) as DocumentFragment;
    const item = part<HTMLElement>("li", copy);
    part(`[data-list=${list}]`, this.form).append(item);
    if (list === "step") dressStep(item);
    this.changed = true;
    this.number();
    item.querySelector<HTMLElement>("select, input")?.focus();
  }

  private remove(item: HTMLElement | null): void {
    const list = item?.parentElement;
    if (!item || !list) return;
    if (item.matches("[data-step]") && list.children.length === 1) return this.fault("A playlist has one scene at least.");
    const near = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.changed = true;
    this.number();
    (near?.querySelector<HTMLElement>("[data-remove]") ?? list.parentElement?.querySelector<HTMLElement>("[data-add]"))?.focus();
  }

  /** Every control says which scene of the playlist it belongs to. */
  private number(): void {
    this.items("step").forEach((step, index) => {
      part("[data-entry]", step).setAttribute("aria-label", `Scene ${index + 1}: ${sceneOf(step)}`);
    });
  }

  /** What stands in the hub takes the place of what was entered here. */
  private giveUp(): void {
    this.changed = false;
    this.form.id = `spent-${this.form.id}`;
    this.refresh();
  }

  private fault(words: string): void {
    const place = part("[data-fault]", this.form);
    place.textContent = words;
    place.hidden = !words;
  }

  private async save(): Promise<void> {
    this.fault("");
    if (!complete(this.form)) return;
    const command = this.command();
    if (!command) return;
    const reply = await sendNow(command);
    if (!reply) return this.fault("No connection to the hub. What you entered stays here: save again in a moment.");
    if (reply.status === 409) return this.compare(await wordsOf(reply));
    if (!reply.ok) return this.fault(await wordsOf(reply));
    const { version } = await jsonOf(reply);
    this.form.dataset.version = String(version);
    part("[data-conflict]", this.form).hidden = true;
    part("[data-done]", this.form).textContent = "The room is saved.";
    this.giveUp();
    this.say("The room is saved.");
  }

  /** None where what was entered makes no sense; the form says so. */
  private command(): commands.Command | null {
    try {
      return commands.setRoom(this.room, { ...this.setting(), version: Number(this.form.dataset.version) });
    } catch (error) {
      this.fault(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  // -- what was entered --------------------------------------------------------------------------

  private setting(): Setting {
    const { form } = this;
    return {
      title: valueOf(form, "[data-title]"),
      of: valueOf(form, "[data-unit]") || null,
      idle_seconds: Number(valueOf(form, "[data-idle]")),
      time_zone: form.dataset.zone,
      playlist: this.items("step").map(stepOf),
      hours: this.items("hours").map(spanOf),
      dark: this.items("dark").map(spanOf),
    };
  }

  /** The setting in words, a line for each thing, for people to compare. */
  lines(): readonly string[] {
    const { form } = this;
    return [
      `Title: ${valueOf(form, "[data-title]")}`,
      `Unit: ${chosenIn(part<HTMLSelectElement>("[data-unit]", form))}`,
      `Idle for ${valueOf(form, "[data-idle]")} s`,
      ...this.items("step").map((step) => `${sceneOf(step)}, ${stay(step)}`),
      ...this.items("hours").map((span) => `Lit ${spanned(span)}`),
      ...this.items("dark").map((span) => `Dark theme ${spanned(span)}`),
    ];
  }

  // -- who was slower ----------------------------------------------------------------------------

  private async compare(words: string): Promise<void> {
    const reply = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    const page = reply?.ok ? new DOMParser().parseFromString(await reply.text(), "text/html") : null;
    const found = page?.querySelector<HTMLFormElement>(`form[data-room="${this.room}"][data-version]`);
    if (!found) return this.fault(words);
    const theirs = new RoomForm(document.importNode(found, true), this.say, this.refresh);
    const [mine, others] = apart(this.lines(), theirs.lines());
    const place = part("[data-conflict]", this.form);
    place.replaceChildren(
      heading("Somebody else has changed this room meanwhile"),
      column("You", mine),
      column("It says now", others),
      button("Keep mine", "data-mine"),
      button("Take theirs", "data-theirs"),
    );
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
    this.form.dataset.version = found.dataset.version;
  }
}

/** Fills in what the scene of a step can be about, as far as it is known what was chosen. */
function dressStep(step: HTMLElement): void {
  const scene = part<HTMLSelectElement>("[data-scene]", step).value;
  const about = JSON.parse(step.dataset.about ?? "{}") as Record<string, string>;
  const template = document.querySelector<HTMLTemplateElement>(`#about-${CSS.escape(scene)}`);
  const place = part("[data-choosers]", step);
  for (const field of place.querySelectorAll<HTMLSelectElement | HTMLInputElement>("[data-subject]")) about[field.dataset.subject ?? ""] = field.value;
  place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  for (const field of place.querySelectorAll<HTMLSelectElement | HTMLInputElement>("[data-subject]")) {
    const wanted = about[field.dataset.subject ?? ""];
    const known = !(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === wanted);
    if (wanted && known) field.value = wanted;
  }
  narrow(step);
}

/** Only what belongs to the unit that is chosen beside it: perspectives, objectives, questions. */
function narrow(step: HTMLElement): void {
  const unit = step.querySelector<HTMLSelectElement>("[data-subject=unit]")?.value;
  for (const option of step.querySelectorAll<HTMLOptionElement>("option[data-of]")) {
    const away = unit !== undefined && option.dataset.of !== unit;
    option.hidden = option.disabled = away;
    if (away && option.selected) (option.closest("select") as HTMLSelectElement).selectedIndex = 0;
  }
}

function stepOf(step: HTMLElement): Setting {
  const red = valueOf(step, "[data-red]");
  return {
    scene: valueOf(step, "[data-scene]"),
    about: aboutOf(step),
    seconds: Number(valueOf(step, "[data-seconds]")),
    seconds_when_red: red ? Number(red) : null,
    only_red: part<HTMLInputElement>("[data-only-red]", step).checked,
    days: daysOf(step),
  };
}

/** What nobody can choose here, such as one objective of a map, stays as long as the scene does. */
function aboutOf(step: HTMLElement): Record<string, string> {
  const fields = [...step.querySelectorAll<HTMLSelectElement | HTMLInputElement>("[data-subject]")];
  const kept = step.dataset.first === valueOf(step, "[data-scene]") ? (JSON.parse(step.dataset.about ?? "{}") as Record<string, string>) : {};
  const said = Object.fromEntries(fields.map((field) => [field.dataset.subject ?? "", field.value]));
  return Object.fromEntries(Object.entries({ ...kept, ...said }).filter(([, value]) => value));
}

function spanOf(span: HTMLElement): Setting {
  return { starts: valueOf(span, "[data-starts]"), ends: valueOf(span, "[data-ends]"), days: daysOf(span) };
}

/** None where it is every day. */
function daysOf(item: HTMLElement): readonly number[] {
  const days = checkedDays(item).map((box) => Number(box.value));
  if (!days.length) throw new Error("Choose one weekday at least.");
  return days.length === EVERY_DAY ? [] : days;
}

function checkedDays(item: HTMLElement): readonly HTMLInputElement[] {
  return [...item.querySelectorAll<HTMLInputElement>("[data-day]:checked")];
}

function valueOf(within: HTMLElement, selector: string): string {
  return part<HTMLInputElement | HTMLSelectElement>(selector, within).value.trim();
}

function chosenIn(select: HTMLSelectElement): string {
  return select.selectedOptions[0]?.textContent ?? "";
}

function sceneOf(step: HTMLElement): string {
  const scene = chosenIn(part<HTMLSelectElement>("[data-scene]", step));
  const fields = [...step.querySelectorAll<HTMLSelectElement | HTMLInputElement>("[data-subject]")].filter((field) => field.value);
  const about = fields.map((field) => (field instanceof HTMLSelectElement ? chosenIn(field) : `${field.dataset.subject} ${field.value}`));
  return about.length ? `${scene}: ${about.join(", ")}` : scene;
}

function stay(step: HTMLElement): string {
  const red = valueOf(step, "[data-red]");
  const only = part<HTMLInputElement>("[data-only-red]", step).checked;
  return [`${valueOf(step, "[data-seconds]")} s`, red && `${red} s when red`, only && "only when something is red", week(step)].filter(Boolean).join(", ");
}

function spanned(span: HTMLElement): string {
  return [`${valueOf(span, "[data-starts]")} to ${valueOf(span, "[data-ends]")}`, week(span)].filter(Boolean).join(", ");
}

function week(item: HTMLElement): string {
  const days = checkedDays(item);
  return days.length === EVERY_DAY ? "" : days.map((box) => (box.getAttribute("aria-label") ?? "").slice(0, 3)).join(" ");
}

/** What is in one setting and not in the other; all of both where only the order differs. */
function apart(mine: readonly string[], theirs: readonly string[]): readonly [readonly string[], readonly string[]] {
  const own = mine.filter((line) => !theirs.includes(line));
  const others = theirs.filter((line) => !mine.includes(line));
  return own.length || others.length ? [own, others] : [mine, theirs];
}

function heading(words: string): HTMLElement {
  const made = document.createElement("h3");
  made.textContent = words;
  return made;
}

function column(title: string, lines: readonly string[]): HTMLElement {
  const made = document.createElement("div");
  const name = document.createElement("h4");
  const list = document.createElement("ul");
  name.textContent = title;
  for (const line of lines.length ? lines : ["nothing else"]) list.append(Object.assign(document.createElement("li"), { textContent: line }));
  made.append(name, list);
  return made;
}

function button(words: string, mark: string): HTMLElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: words });
  made.setAttribute(mark, "");
  return made;
}
