/** The page of a definition sheet: each group of fields is edited in its place. */

import "./due";
import * as commands from "./commands";
import { figureIn, noFigure } from "./figures";
import { Forms } from "./forms";
import { part } from "./page";
import { SheetForm } from "./sheetform";

const main = part("main");

function kpi(): string {
  return main.dataset.kpi ?? "";
}

function version(): number {
  return Number(main.dataset.version);
}

function figure(text: string): number {
  const found = figureIn(text, main.dataset.measure ?? "");
  if (found === null) throw new Error(noFigure(text));
  return found;
}

const page = new Forms({
  target: ({ since = "", value }) => commands.setTarget(kpi(), version(), since, value === undefined ? null : figure(value)),
  override: ({ status = "", reason = "", until }) => commands.overrideStatus(kpi(), status, reason, until ?? null),
  lift: () => commands.liftOverride(kpi()),
  rebase: ({ period = "", reason = "" }) => commands.rebaseLimits(kpi(), version(), period, reason),
  unbase: (_, form) => commands.rebaseLimits(kpi(), version(), form.dataset.period ?? "", null),
});

const editing = new Map<HTMLFormElement, SheetForm>();

function open(form: HTMLFormElement): void {
  if (editing.has(form)) return close(form);
  editing.set(form, new SheetForm(form, kpi(), main.dataset.measure ?? ""));
  const button = buttonOf(form);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("data-keep", "");
  form.querySelector<HTMLElement>("input:not(:disabled), textarea:not(:disabled), select:not(:disabled)")?.focus();
}

function close(form: HTMLFormElement): void {
  editing.get(form)?.close();
  editing.delete(form);
  const button = buttonOf(form);
  button.setAttribute("aria-expanded", "false");
  button.removeAttribute("data-keep");
  button.focus();
  void page.feed.refresh();
}

function buttonOf(form: HTMLFormElement): HTMLElement {
  return part(`[data-open="${form.id}"]`);
}

async function save(form: HTMLFormElement): Promise<void> {
  if (await editing.get(form)?.save()) close(form);
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const opener = target.closest<HTMLElement>("[data-open]");
  if (opener) open(part<HTMLFormElement>(`#${opener.dataset.open}`));
  const closer = target.closest("[data-close]")?.closest("form");
  if (closer) close(closer);
});
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || !("edit" in event.target.dataset)) return;
  event.preventDefault();
  void save(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-edit]") : null;
  if (form && event.key === "Escape") close(form);
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
addEventListener("beforeunload", (event) => {
  if ([...editing.values()].some((form) => form.changed)) event.preventDefault();
});
