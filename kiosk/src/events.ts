/** Dated events: recorded, put right and withdrawn. */

import "./due";
import * as commands from "./commands";
import { type Values } from "./editor";
import { Forms } from "./forms";
import { part } from "./page";

/** A day, or a time of it that is the unit's own. */
function moment(day: string | undefined, clock: string | undefined): string | null {
  return day ? (clock ? `${day}T${clock}` : day) : null;
}

/** What is told of an event. An end that names a time alone is on the day it began. */
function told(values: Values, form: HTMLFormElement): Record<string, unknown> {
  const { kind, title = "", text = "", unit, visibility, source = "" } = values;
  const chosen = new FormData(form).getAll("kpis").map(String);
  const offered = new Set(ticks(form).filter((tick) => !tick.hidden).map((tick) => part<HTMLInputElement>("input", tick).value));
  return {
    kind,
    title,
    text,
    starts: moment(values.starts_day, values.starts_at),
    ends: moment(values.ends_day ?? (values.ends_at && values.starts_day), values.ends_at),
    unit,
    kpis: chosen.filter((key) => offered.has(key)),
    visibility,
    source,
    illustrative: Boolean(values.illustrative),
  };
}

function ticks(form: HTMLFormElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>("[data-units]")];
}

const event = (form: HTMLFormElement) => form.dataset.event ?? "";

new Forms(
  {
    record: (values, form) => commands.recordEvent(told(values, form)),
    correct: (values, form) => commands.correctEvent(event(form), Number(form.dataset.version), told(values, form)),
    withdraw: ({ reason = "" }, form) => commands.withdrawEvent(event(form), reason),
  },
  { sent: offer },
);

/** Only KPIs of the unit that is chosen, and of those below it, can be ticked. */
function offer(): void {
  const form = document.querySelector<HTMLFormElement>("#telling form");
  if (!form) return;
  const unit = part<HTMLSelectElement>("[name=unit]", form).value;
  for (const tick of ticks(form)) tick.hidden = !(tick.dataset.units ?? "").split(" ").includes(unit);
}

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement && target.name === "unit") offer();
});

// another form may come up as the page turns to an event that is to be put right
new MutationObserver(offer).observe(part("#telling"), { childList: true });
offer();
