/** The page of the directory: who there is, and by which badge or PIN a shared board knows them. */

import { listenForBadges } from "./badge";
import * as commands from "./commands";
import { Forms } from "./forms";

const person = (form: HTMLFormElement): string => form.dataset.person ?? "";

new Forms({
  add: ({ name = "", of }) => commands.addPerson(name, of ?? null),
  name: ({ name = "" }, form) => commands.editPerson(person(form), "name", { name, version: Number(form.dataset.version) }),
  badge: ({ badge = "" }, form) => commands.editPerson(person(form), "badge", { badge }),
  unbadge: (_values, form) => commands.editPerson(person(form), "badge", { badge: null }),
  pin: ({ pin = "" }, form) => commands.editPerson(person(form), "pin", { pin }),
  unpin: (_values, form) => commands.editPerson(person(form), "pin", { pin: null }),
  retire: (_values, form) => commands.editPerson(person(form), "retire", {}),
});

/** What a reader types goes into the form that waits for it, and nowhere else. */
listenForBadges((badge) => {
  const waiting = document.querySelector<HTMLInputElement>("details[open] [data-badge]");
  if (!waiting) return;
  waiting.value = badge;
  waiting.form?.requestSubmit();
});
