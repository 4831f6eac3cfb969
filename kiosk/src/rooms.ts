/** The page of rooms: playlists, hours and themes, and messages to the walls. */

import { instantOf } from "./clock";
import * as commands from "./commands";
import { type Values } from "./editor";
import { Forms } from "./forms";
import { pageAddress, part, SHIFT_MS } from "./page";
import { RoomForm } from "./roomform";

const MINUTE_MS = 60_000;

function message(values: Values, form: HTMLFormElement): commands.Command {
  const some = [...form.querySelectorAll<HTMLInputElement>("[data-to]:checked")].map((box) => box.value);
  if (values.to === "some" && !some.length) throw new Error("Choose a room, or all of them.");
  const { text = "", urgent } = values;
  return commands.postMessage({ text, urgent: urgent !== undefined, rooms: values.to === "some" ? some : [], ends_at: ends(values) });
}

/** By the hub's own clock. */
function ends(values: Values): string {
  if (values.lasts !== "at") return new Date(Date.now() + SHIFT_MS + Number(values.lasts) * MINUTE_MS).toISOString();
  if (!values.at) throw new Error("Say when the message ends.");
  return instantOf(values.at).toISOString();
}

const page = new Forms(
  {
    open: ({ title = "", unit = "" }) => commands.openRoom(title, unit),
    close: (_values, form) => commands.closeRoom(form.dataset.room ?? ""),
    message,
    withdraw: (_values, form) => commands.withdrawMessage(form.dataset.message ?? ""),
  },
  { prepare: (wanted) => leaveAlone(wanted), sent: (_command, form, reply) => turn(form, reply) },
);

/** To the room that was opened; away from one that was closed. */
function turn(form: HTMLFormElement, reply: Readonly<Record<string, unknown>>): void {
  if (form.id === "open") location.assign(pageAddress("rooms", { room: String(reply.room) }));
  if (form.dataset.send === "close") location.assign(pageAddress("rooms", {}));
}

// -- the room that is edited -----------------------------------------------------------------

let editing: RoomForm | null = null;

function take(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-room][data-version]");
  if (!form || editing?.form === form) return;
  editing = new RoomForm(
    form,
    (words) => (part("#said").textContent = words),
    () => void page.feed.refresh(),
  );
}

/** A form that somebody has begun to change is not exchanged for a newer one. */
function leaveAlone(wanted: ParentNode): void {
  const fresh = wanted.querySelector<HTMLFormElement>("form[data-room][data-version]");
  if (fresh && editing?.changed && fresh.dataset.room === editing.room) fresh.id = editing.form.id;
}

new MutationObserver(take).observe(part("#main"), { childList: true });
take();
addEventListener("beforeunload", (event) => {
  if (editing?.changed) event.preventDefault();
});
