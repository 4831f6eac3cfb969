/**
 * One group of a definition sheet while it is edited. Only what changed is sent; where somebody
 * else has changed the same field meanwhile, both texts are shown and the person chooses.
 */

import * as commands from "./commands";
import { jsonOf } from "./contact";
import { part, PATIENCE_MS } from "./page";
import { sendNow } from "./outbox";
import { fieldsOf, type Fields, SheetField, writtenOut } from "./sheetfields";

export class SheetForm {
  private before: Fields;
  private version: number;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly kpi: string,
    private readonly measure: string,
  ) {
    form.setAttribute("data-keep", ""); // what others change does not reach into an open form
    form.hidden = false;
    this.version = Number(form.dataset.version);
    this.before = fieldsOf(form, measure);
    form.addEventListener("change", this.suit);
    this.suit();
  }

  get changed(): boolean {
    return this.changes().length > 0;
  }

  close(): void {
    this.form.removeEventListener("change", this.suit);
    this.form.reset();
    this.clear();
    this.form.hidden = true;
    this.form.removeAttribute("data-keep");
  }

  /** Whether all that was changed stands in the hub now. */
  async save(): Promise<boolean> {
    this.clear();
    const faults = [...this.fields()].map((field) => field.read()).filter((read) => read.fault);
    for (const { name, fault } of faults) this.fault(name, fault);
    if (faults.length) return this.toFirstFault();
    const changes = Object.fromEntries(this.changes());
    if (!Object.keys(changes).length) return true;
    const reply = await sendNow(commands.editKpi(this.kpi, this.version, changes));
    if (reply?.ok) return true;
    if (!reply) this.say("No connection to the hub. What you wrote stays here: save again in a moment.");
    else if (reply.status === 409) await this.compare();
    else this.explain(await jsonOf(reply));
    return this.toFirstFault();
  }

  private fields(): readonly SheetField[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-field]")].map((host) => new SheetField(host, this.measure));
  }

  private changes(): readonly (readonly [string, unknown])[] {
    const now = fieldsOf(this.form, this.measure);
    return Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(this.before[name]));
  }

  /** Somebody else was quicker: their sheet is fetched, and what both changed is asked about. */
  private async compare(): Promise<void> {
    const reply = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    if (!reply?.ok) return this.say("Somebody else changed this sheet, and it cannot be fetched now. What you wrote stays here.");
    const wanted = new DOMParser().parseFromString(await reply.text(), "text/html");
    const theirs = part<HTMLFormElement>(`#${this.form.id}`, wanted);
    const now = fieldsOf(theirs, this.measure);
    const mine = new Map(this.changes());
    const both = [...mine.keys()].filter((name) => JSON.stringify(now[name]) !== JSON.stringify(this.before[name]));
    for (const field of this.fields()) {
      const other = part(`#${CSS.escape(field.host.id)}`, theirs);
      if (!mine.has(field.top)) field.take(other);
      else if (both.includes(field.top)) this.offer(field, other);
    }
    this.before = now;
    this.version = Number(theirs.dataset.version);
    this.say(
      both.length
        ? "Somebody else changed the marked fields meanwhile. Keep your words or take theirs, then save again."
        : "Somebody else changed other fields of this sheet meanwhile; they are brought in here. Save again.",
    );
  }

  private offer(field: SheetField, other: HTMLElement): void {
    const place = part(`[data-theirs-of="${field.name}"]`, this.form);
    const said = document.createElement("p");
    said.textContent = `It says now: ${writtenOut(other) || "nothing"}`;
    const take = document.createElement("button");
    take.type = "button";
    take.className = "plain";
    take.textContent = "Take theirs";
    take.addEventListener("click", () => {
      field.take(other);
      place.hidden = true;
      field.focus();
    });
    place.replaceChildren(said, take);
    place.hidden = false;
  }

  /** The hub's problems begin with the name of the field, such as `trigger.who: needs words`. */
  private explain(answer: Record<string, unknown>): void {
    const problems = Array.isArray(answer.problems) ? answer.problems.map(String) : [];
    for (const problem of problems.length ? problems : [String(answer.error ?? "The hub did not take it.")]) {
      const [, name = "", words = problem] = /^([a-z_][\w.]*): (.*)$/s.exec(problem) ?? [];
      if (!this.fault(name, words)) this.say(problem);
    }
  }

  /** Shows words beside the field, or the field that it is a part of; whether there is one. */
  private fault(name: string, words: string): boolean {
    const top = name.split(".")[0] ?? "";
    const place = [...this.form.querySelectorAll<HTMLElement>("[data-fault-of]")].find(
      ({ dataset }) => dataset.faultOf === name || dataset.faultOf === top || (dataset.faultOf ?? "").split(".")[0] === name,
    );
    if (!place) return false;
    place.textContent = words.charAt(0).toUpperCase() + words.slice(1);
    place.hidden = false;
    place.closest(".field")?.querySelector("input, textarea, select")?.setAttribute("aria-invalid", "true");
    return true;
  }

  private say(words: string): void {
    const place = part("[data-fault]", this.form);
    place.textContent = place.hidden ? words : `${place.textContent} ${words}`;
    place.hidden = false;
  }

  private clear(): void {
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-fault], [data-fault-of], [data-theirs-of]")) place.hidden = true;
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  private toFirstFault(): boolean {
    this.form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    return false;
  }

  /** Only the fields that the chosen preset has a use for. */
  private readonly suit = (): void => {
    const preset = this.form.querySelector<HTMLSelectElement>("#field-thresholds-preset")?.value;
    if (!preset) return;
    for (const host of this.form.querySelectorAll<HTMLElement>("[data-presets]")) {
      host.hidden = !(host.dataset.presets ?? "").split(" ").includes(preset);
    }
  };
}
