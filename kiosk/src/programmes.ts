/** Programmes and projects: where a person reports how far one is. */

import { reportProgress } from "./commands";
import { Forms } from "./forms";

/** The version that a person saw when they began to write: others' reports do not move it. */
const begun = new WeakMap<HTMLFormElement, number>();

document.addEventListener("focusin", ({ target }) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-initiative]") : null;
  if (form && !begun.has(form)) begun.set(form, Number(form.dataset.version));
});

new Forms(
  {
    report: ({ complete = "", words = "" }, form) => {
      const fields = [...form.querySelectorAll<HTMLInputElement>("[data-milestone]")].filter((field) => field.value);
      const milestones = Object.fromEntries(fields.map((field) => [field.dataset.milestone ?? "", field.value]));
      const version = begun.get(form) ?? Number(form.dataset.version);
      begun.delete(form); // who is refused has been told, and looks at it again
      return reportProgress(form.dataset.initiative ?? "", version, { complete: Number(complete), words, milestones });
    },
  },
  { sent: (_command, form) => void begun.delete(form) },
);
