/** Reading panels: all the words of a card, and what can be done with it, beside the finger. */

import { standBeside } from "./editor";
import { part } from "./page";

const REACH_PX = 480;

/** Opens what the `<template id="reading-…">` of `id` holds, or puts it away if it is open. */
export function openReading(id: string, from: HTMLElement | SVGElement): void {
  const layer = part("#editors");
  const open = layer.querySelector<HTMLElement>(`[data-of="${CSS.escape(id)}"]`);
  if (open) return open.remove();
  const panel = panelOf(id);
  layer.append(panel);
  const box = from.getBoundingClientRect();
  standBeside(panel, box.left + box.width / 2);
  closeWithPanel(panel, from);
  closeOnPressElsewhere(panel, from);
  panel.focus();
}

function panelOf(id: string): HTMLElement {
  const frame = part<HTMLTemplateElement>("#reading").content.cloneNode(true) as DocumentFragment;
  const panel = part("section", frame);
  const words = part<HTMLTemplateElement>(`#reading-${CSS.escape(id)}`).content.cloneNode(true);
  part("[data-words]", panel).append(words);
  panel.dataset.of = id;
  const title = part("h2", panel);
  title.id = `reading-title-${id}`;
  panel.setAttribute("aria-labelledby", title.id);
  return panel;
}

/** Close, Escape and whatever is chosen in the panel put it away; focus goes back to the card. */
function closeWithPanel(panel: HTMLElement, from: HTMLElement | SVGElement): void {
  const close = (): void => {
    panel.remove();
    (document.getElementById(from.id) ?? from).focus();
  };
  panel.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-close], [data-do]")) close();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
}

/** A press within arm's reach of the panel puts it away; one farther off is another person's. */
function closeOnPressElsewhere(panel: HTMLElement, from: Element): void {
  const watch = ({ target, clientX, clientY }: PointerEvent): void => {
    if (panel.isConnected) {
      if (panel.contains(target as Node) || from.contains(target as Node)) return;
      if (distance(panel.getBoundingClientRect(), clientX, clientY) > REACH_PX) return;
    }
    removeEventListener("pointerdown", watch, true);
    panel.remove();
  };
  addEventListener("pointerdown", watch, true);
}

function distance(box: DOMRect, x: number, y: number): number {
  return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
}
