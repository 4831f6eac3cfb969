/** All notes: found by what they are about, answered, settled and put in other words in place. */

import "./due";
import * as commands from "./commands";
import { Forms, type Sender } from "./forms";
import { HUB, part } from "./page";
import { threadSenders } from "./threads";
import { turnTo } from "./leaf";

const filters = part<HTMLFormElement>("#filters");
const meetingSenders: Readonly<Record<string, Sender>> = {
  meet: ({ of = "", title = "", held }) => commands.recordMeeting(of, title, held ? new Date(held).toISOString() : undefined),
  unmeet: ({ reason = "" }, form) => commands.withdrawMeeting(form.dataset.meeting ?? "", reason),
};
const { feed } = new Forms({ ...threadSenders, ...meetingSenders });

/** The address of what the filters ask for; empty ones are left out. */
function address(): string {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(filters)) if (String(value).trim()) said.set(name, String(value).trim());
  return `${location.origin}${HUB}/notes?${said}`;
}

function find(): void {
  turnTo(address(), () => void feed.refresh());
}

filters.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
filters.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement) find();
});

/** Going back puts into the filters what the address says. */
addEventListener("popstate", () => {
  const said = new URLSearchParams(location.search);
  for (const field of filters.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = said.get(field.name) ?? "";
  }
});
part("#clear").addEventListener("click", (event) => {
  event.preventDefault();
  for (const field of filters.elements) {
    if ((field instanceof HTMLInputElement && field.type !== "hidden") || field instanceof HTMLSelectElement) field.value = "";
  }
  find();
});
