/** The page of all displays: lets screens in, and looks after those that hang. */

import * as commands from "./commands";
import { type Values } from "./editor";
import { Forms } from "./forms";
import { HUB, part, PATIENCE_MS } from "./page";
import { followPictures } from "./thumbnails";

const LOOK_MS = 5_000; // what a display says of itself is told to nobody: the page looks
const WAIT_MS = 250;
const MOST = 8; // columns or rows

function hanging(values: Values): Record<string, unknown> {
  const { name = "", room, new_title = "", new_unit = "", visibility = "" } = values;
  if (!room && !new_title) throw new Error("Say what the new room is called.");
  return {
    name,
    ...(room ? { room } : { new_room: { title: new_title, of: new_unit } }),
    visibility,
    diagonal: Number(values.diagonal),
    distance: Number(values.distance),
    part: partOf(values),
  };
}

/** None where the picture is on one screen. */
function partOf(values: Values): Record<string, number> | null {
  const [columns, rows] = [Number(values.columns ?? 1), Number(values.rows ?? 1)];
  if (columns * rows < 2) return null;
  const [column, row] = (values.cell ?? "").split(",").map(Number);
  if (!column || !row) throw new Error("Say which part of the wide picture this screen shows.");
  return { columns, rows, column, row, gap: Number(values.gap ?? 0) };
}

function display(form: HTMLFormElement): string {
  return form.dataset.display ?? "";
}

function ask(verb: string): (values: Values, form: HTMLFormElement) => commands.Command {
  return (_values, form) => commands.askDisplay(display(form), verb);
}

const page = new Forms(
  {
    approve: (values) => commands.approvePairing(values.code ?? "", values.check ?? "", hanging(values)),
    edit: (values, form) => commands.editDisplay(display(form), Number(form.dataset.version), hanging(values)),
    identify: ask("identify"),
    reload: ask("reload"),
    revoke: ask("revoke"),
  },
  { sent: (_command, form) => settled(form) },
);
followPictures(part("#main"));
setInterval(() => void page.feed.refresh(), LOOK_MS);

/** The code was used up: the form is for another screen. */
function settled(form: HTMLFormElement): void {
  if (form.id === "approve") {
    for (const name of ["code", "check"]) part<HTMLInputElement>(`[name=${name}]`, form).value = "";
    history.replaceState(null, "", location.pathname + (document.body.dataset.theme === "dark" ? "?theme=dark" : ""));
  }
  prepare();
}

// -- a screen that is to hang somewhere ---------------------------------------------------------

function form(): HTMLFormElement {
  return part<HTMLFormElement>("#setting form");
}

/** Gets the form ready that is shown: which part of a wide picture, and whether letters will do. */
function prepare(): void {
  drawCells(form());
  void judge(form());
}

function drawCells(within: HTMLFormElement): void {
  const host = part("[data-cells]", within);
  const [columns, rows] = [count(within, "columns"), count(within, "rows")];
  const size = `${columns} ${rows}`;
  host.hidden = columns * rows < 2;
  if (host.dataset.size === size) return;
  const before = host.querySelector<HTMLInputElement>(":checked")?.value ?? `${host.dataset.column},${host.dataset.row}`;
  host.dataset.size = size;
  host.style.setProperty("--columns", String(columns));
  for (const label of host.querySelectorAll("label")) label.remove();
  for (let row = 1; row <= rows; row++) for (let column = 1; column <= columns; column++) host.append(cell(column, row, before));
}

function cell(column: number, row: number, chosen: string): HTMLElement {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "cell", value: `${column},${row}`, checked: chosen === `${column},${row}` });
  input.setAttribute("aria-label", `Column ${column}, row ${row}`);
  label.append(input);
  return label;
}

function count(within: HTMLFormElement, name: string): number {
  const number = Math.floor(Number(part<HTMLInputElement>(`[name=${name}]`, within).value));
  return Math.min(MOST, Math.max(1, number || 1));
}

let asked = 0;

async function judge(within: HTMLFormElement): Promise<void> {
  const place = part("[data-legible]", within);
  const names = ["diagonal", "distance", "columns", "rows"];
  const said = new URLSearchParams(names.map((name) => [name, part<HTMLInputElement>(`[name=${name}]`, within).value]));
  const turn = ++asked;
  const reply = await fetch(`${HUB}/displays/legibility?${said}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (turn !== asked) return;
  const found = reply?.ok ? ((await reply.json()) as { words: string; warns: boolean }) : { words: "", warns: false };
  place.toggleAttribute("data-warns", found.warns);
  if (place.textContent !== found.words) place.textContent = found.words;
}

let wait = 0;

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.form !== form()) return;
  drawCells(form());
  clearTimeout(wait);
  if (/^(diagonal|distance|columns|rows)$/.test(target.name)) wait = setTimeout(() => void judge(form()), WAIT_MS);
});

// another form may come up as the page turns from one display to the next
new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some((node) => node instanceof HTMLFormElement))) prepare();
}).observe(part("#setting"), { childList: true });
prepare();
