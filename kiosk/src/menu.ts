/** A menu of what can be done with a card: the tap's way to everything a drag can do. */

import { part } from "./page";

/** One line of a card's `data-menu`. */
export interface Choice {
  readonly label: string;
  readonly do: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const GAP_PX = 10;
const REACH_PX = 480;

/** Opens the menu of `card`, or closes it if it is open. */
export function openMenu(card: HTMLElement, choose: (choice: Choice) => void): void {
  const layer = part("#menus");
  const open = layer.querySelector<HTMLElement>(`[data-of="${CSS.escape(card.id)}"]`);
  if (open) return open.remove();
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.dataset.of = card.id;
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", card.dataset.menuTitle ?? "What to do with this card");
  const choices = JSON.parse(card.dataset.menu ?? "[]") as Choice[];
  menu.append(...choices.map((choice) => line(choice.label, () => choose(choice))), line("Close", () => undefined, "quiet"));
  menu.addEventListener("click", () => close(menu, card));
  menu.addEventListener("keydown", (event) => walk(event, menu, card));
  layer.append(menu);
  place(menu, card.getBoundingClientRect());
  closeOnPressElsewhere(menu, card);
  menu.querySelector<HTMLElement>("button")?.focus();
}

function line(label: string, act: () => void, tone = ""): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.className = tone;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function close(menu: HTMLElement, card: HTMLElement): void {
  const back = menu.contains(document.activeElement);
  menu.remove();
  if (back) document.getElementById(card.id)?.focus();
}

function walk(event: KeyboardEvent, menu: HTMLElement, card: HTMLElement): void {
  const lines = [...menu.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close(menu, card);
  else if (step) lines[(lines.indexOf(document.activeElement as HTMLButtonElement) + step + lines.length) % lines.length]?.focus();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

/** A press within arm's reach of the menu puts it away; one farther off is another person's. */
function closeOnPressElsewhere(menu: HTMLElement, card: HTMLElement): void {
  const watch = (event: PointerEvent): void => {
    if (menu.isConnected && (menu.contains(event.target as Node) || card.contains(event.target as Node))) return;
    if (menu.isConnected && distance(menu.getBoundingClientRect(), event.clientX, event.clientY) > REACH_PX) return;
    removeEventListener("pointerdown", watch, true);
    menu.remove();
  };
  addEventListener("pointerdown", watch, true);
}

function distance(box: DOMRect, x: number, y: number): number {
  return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
}

function place(menu: HTMLElement, card: DOMRect): void {
  const left = Math.min(card.left, innerWidth - menu.offsetWidth - GAP_PX);
  const below = card.bottom + GAP_PX;
  const fits = below + menu.offsetHeight + GAP_PX <= innerHeight;
  const top = fits ? below : Math.max(GAP_PX, card.top - menu.offsetHeight - GAP_PX);
  menu.style.left = `${Math.max(GAP_PX, left)}px`;
  menu.style.top = `${top}px`;
}
