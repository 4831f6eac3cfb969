/** The fields of a definition sheet as JSON values: a scorecard file writes them the same way. */

import { figureIn, noFigure } from "./figures";

export type Fields = Readonly<Record<string, unknown>>;
type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Read {
  readonly name: string;
  readonly value: unknown;
  readonly fault: string;
}

/** One field where it stands in its form. */
export class SheetField {
  readonly name: string;
  /** The name of the whole that it is a part of: `trigger` of `trigger.who`. */
  readonly top: string;

  constructor(
    readonly host: HTMLElement,
    private readonly measure: string,
  ) {
    this.name = host.dataset.field ?? "";
    this.top = this.name.split(".")[0] ?? "";
  }

  /** What is entered, or what is wrong with it. */
  read(): Read {
    try {
      return { name: this.name, value: this.value(), fault: "" };
    } catch (error) {
      return { name: this.name, value: null, fault: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Enter what stands in the same field of another form. */
  take(other: HTMLElement): void {
    const theirs = inputsOf(other);
    if (this.host.dataset.kind === "targets") {
      const rows = part(other).cloneNode(true);
      part(this.host).replaceWith(rows);
      return;
    }
    for (const [index, input] of inputsOf(this.host).entries()) {
      const their = theirs[index];
      if (!their) continue;
      if (input instanceof HTMLInputElement && their instanceof HTMLInputElement) input.checked = their.checked;
      if (input.type !== "checkbox") input.value = their.value;
    }
  }

  focus(): void {
    inputsOf(this.host)[0]?.focus();
  }

  private value(): unknown {
    const [input] = inputsOf(this.host);
    switch (this.host.dataset.kind) {
      case "keys":
        return this.keys();
      case "flag":
        return input instanceof HTMLInputElement && input.checked;
      case "targets":
        return this.targets();
      case "steps":
        return this.steps(input?.value ?? "");
      default:
        return this.single((input?.value ?? "").trim());
    }
  }

  private single(text: string): unknown {
    const { kind = "", empty = "" } = this.host.dataset;
    const counted = kind === "number" || kind === "share" || kind === "whole";
    if (!text) return counted || empty === "null" ? null : "";
    return counted ? this.figure(text, kind === "number" ? this.measure : "") : text;
  }

  private figure(text: string, measure = this.measure): number {
    const found = figureIn(text, measure);
    if (found === null) throw new Error(noFigure(text));
    return found;
  }

  private keys(): readonly string[] {
    return inputsOf(this.host).flatMap((input) => (input instanceof HTMLInputElement && input.checked ? [input.value] : []));
  }

  private targets(): readonly unknown[] {
    return [...this.host.querySelectorAll("[data-row]")].flatMap((row) => {
      const since = row.querySelector<HTMLInputElement>("[data-since]")?.value ?? "";
      const value = row.querySelector<HTMLInputElement>("[data-value]")?.value.trim() ?? "";
      if (!since && !value) return [];
      if (!since) throw new Error(`Say from which day on ${value} is the target.`);
      if (!value) return []; // a row without its figure is taken away
      return [{ since, value: this.figure(value) }];
    });
  }

  private steps(text: string): readonly unknown[] {
    const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.map((line) => {
      const [upTo = "", label = "", status = ""] = line.split("|").map((cell) => cell.trim());
      if (!label || !status) throw new Error(`“${line}” is not a step such as 3 | Amber/red | amber.`);
      return { up_to: this.figure(upTo), label, status };
    });
  }
}

/** All fields of a form by their top names; one at fault counts as null here. */
export function fieldsOf(form: HTMLElement, measure: string): Fields {
  const found: Record<string, unknown> = {};
  for (const host of form.querySelectorAll<HTMLElement>("[data-field]:not([data-locked])")) {
    const field = new SheetField(host, measure);
    const { value } = field.read();
    if (field.top === field.name) found[field.top] = value;
    else found[field.top] = { ...(found[field.top] as object | undefined), [field.name.slice(field.top.length + 1)]: value };
  }
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, name === "trigger" && empty(value) ? null : value]));
}

/** A field as words, for the person who has to choose. */
export function writtenOut(host: HTMLElement): string {
  if (host.dataset.kind === "keys" || host.dataset.kind === "flag") {
    const ticked = [...host.querySelectorAll<HTMLInputElement>("input:checked")];
    return ticked.map((input) => input.closest("label")?.textContent?.trim() ?? "").join(", ");
  }
  const chosen = host.querySelector<HTMLSelectElement>("select")?.selectedOptions[0];
  if (chosen) return chosen.textContent ?? "";
  return inputsOf(host).map((input) => input.value).filter(Boolean).join(" ");
}

/** A trigger of which nothing is filled in is none. */
function empty(value: unknown): boolean {
  return Object.values(value as object).every((each) => each === null || each === "");
}

function inputsOf(host: HTMLElement): readonly Input[] {
  return [...host.querySelectorAll<Input>("input, textarea, select")];
}

function part(host: HTMLElement): Element {
  return host.querySelector("fieldset") ?? host;
}
