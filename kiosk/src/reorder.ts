/** Lists that people put in order: by dragging at a grip, with a finger or a mouse, or by buttons. */

/** Listens on `list`; `moved` is told of the item and its place, counted from 1. */
export function reorderable(list: HTMLElement, moved: (item: HTMLElement, place: number) => void): void {
  list.addEventListener("pointerdown", (event) => {
    const item = event.button === 0 && event.target instanceof Element && event.target.closest("[data-grip]") ? itemOf(list, event.target) : null;
    if (item) drag(list, item, event, moved);
  });
  list.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-move]") : null;
    const item = button && itemOf(list, button);
    if (!button || !item) return;
    step(item, Number(button.dataset.move));
    button.focus();
    moved(item, placeOf(list, item));
  });
}

function step(item: HTMLElement, by: number): void {
  if (by < 0) item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
}

function drag(list: HTMLElement, item: HTMLElement, press: PointerEvent, moved: (item: HTMLElement, place: number) => void): void {
  press.preventDefault();
  const before = placeOf(list, item);
  const follow = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    const next = [...list.children].find((other) => other !== item && event.clientY < middleOf(other));
    if (next ? next !== item.nextElementSibling : item !== list.lastElementChild) list.insertBefore(item, next ?? null);
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== press.pointerId) return;
    for (const name of ["pointerup", "pointercancel"] as const) removeEventListener(name, end);
    removeEventListener("pointermove", follow);
    item.removeAttribute("data-held");
    if (placeOf(list, item) !== before) moved(item, placeOf(list, item));
  };
  item.setAttribute("data-held", "");
  addEventListener("pointermove", follow);
  for (const name of ["pointerup", "pointercancel"] as const) addEventListener(name, end);
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function itemOf(list: HTMLElement, within: Element): HTMLElement | null {
  return [...list.children].find((child): child is HTMLElement => child instanceof HTMLElement && child.contains(within)) ?? null;
}

function placeOf(list: HTMLElement, item: Element): number {
  return [...list.children].indexOf(item) + 1;
}
