/**
 * Dragging cards between columns. Every finger owns its own drag, so several people can move
 * cards at once. What is seen while dragging is this page's own; the drop is a command.
 */

const START_PX = 12;
const REST_MS = 120;
const ECHO_MS = 350;

interface Press {
  readonly card: HTMLElement;
  readonly x: number;
  readonly y: number;
  readonly rest: number;
}

interface Held {
  readonly card: HTMLElement;
  readonly ghost: HTMLElement;
  readonly slot: HTMLElement;
  readonly grip: { readonly x: number; readonly y: number };
  readonly from: { readonly x: number; readonly y: number };
  x: number;
  y: number;
  frame: number;
}

/** What a drag ends in: a drop on another column, or a rest that was only a slow tap. */
export interface Ends {
  dropped(card: HTMLElement, column: HTMLElement): void;
  tapped(card: HTMLElement): void;
  /** The last finger has let go. */
  idle(): void;
}

/**
 * Watches `root` for `[data-drag]` cards that are taken to `[data-drop]` columns. Those of a
 * drawing stay in it: its cards go to no other column, and no other card to its columns.
 */
export class Drags {
  private readonly presses = new Map<number, Press>();
  private readonly held = new Map<number, Held>();
  private last: { readonly card: HTMLElement; readonly at: number } | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly layer: HTMLElement,
    private readonly ends: Ends,
  ) {
    root.addEventListener("pointerdown", (event) => this.press(event));
    root.addEventListener("pointermove", (event) => this.move(event));
    root.addEventListener("pointerup", (event) => this.release(event, true));
    root.addEventListener("pointercancel", (event) => this.release(event, false));
    root.addEventListener("touchmove", (event) => this.keep(event), { passive: false });
    root.addEventListener("click", (event) => this.swallow(event), true);
    root.addEventListener("dragstart", (event) => event.preventDefault());
    root.addEventListener("contextmenu", (event) => cardAt(event) && event.preventDefault());
  }

  /** How many fingers are dragging now. */
  get count(): number {
    return this.held.size;
  }

  private press(event: PointerEvent): void {
    const card = cardAt(event);
    if (!card || event.button !== 0) return;
    const rest = event.pointerType === "mouse" ? 0 : setTimeout(() => this.lift(event.pointerId), REST_MS);
    this.presses.set(event.pointerId, { card, x: event.clientX, y: event.clientY, rest });
  }

  private move(event: PointerEvent): void {
    const press = this.presses.get(event.pointerId);
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) >= START_PX) {
      if (scrolls(press, event)) this.forget(event.pointerId);
      else this.lift(event.pointerId);
    }
    const held = this.held.get(event.pointerId);
    if (!held) return;
    held.x = event.clientX;
    held.y = event.clientY;
    held.frame ||= requestAnimationFrame(() => this.paint(held));
  }

  private lift(pointer: number): void {
    const press = this.presses.get(pointer);
    this.forget(pointer);
    if (!press || !press.card.isConnected || this.holds(press.card)) return;
    this.root.setPointerCapture(pointer);
    const held = pickUp(press, this.layer);
    this.held.set(pointer, held);
    this.paint(held);
  }

  /** A list scrolls under a quick finger, but no more once a card has been lifted from it. */
  private keep(event: TouchEvent): void {
    const card = cardAt(event);
    if (card && event.cancelable && this.holds(card)) event.preventDefault();
  }

  private holds(card: HTMLElement): boolean {
    return [...this.held.values()].some((held) => held.card === card);
  }

  private paint(held: Held): void {
    held.frame = 0;
    held.ghost.style.translate = `${held.x - held.grip.x}px ${held.y - held.grip.y}px`;
    const column = columnAt(held);
    const away = column !== held.card.closest("[data-drop]");
    if (column && away) itemsOf(column).append(held.slot);
    else held.slot.remove();
    this.light();
  }

  /** Columns that a finger is over stand out. */
  private light(): void {
    const over = new Set([...this.held.values()].map(columnAt));
    for (const column of this.root.querySelectorAll<HTMLElement>("[data-drop]")) {
      column.toggleAttribute("data-over", over.has(column));
    }
  }

  private release(event: PointerEvent, meant: boolean): void {
    this.forget(event.pointerId);
    const held = this.held.get(event.pointerId);
    if (!held) return;
    cancelAnimationFrame(held.frame);
    this.held.delete(event.pointerId);
    this.last = { card: held.card, at: performance.now() };
    const column = columnAt(held);
    putDown(held);
    this.light();
    if (meant) this.finish(held, column);
    if (!this.held.size) this.ends.idle();
  }

  private finish(held: Held, column: HTMLElement | null): void {
    if (column && column !== held.card.closest("[data-drop]")) {
      itemsOf(column).append(held.card.closest("li") ?? held.card);
      this.ends.dropped(held.card, column);
    } else if (Math.hypot(held.x - held.from.x, held.y - held.from.y) < START_PX) this.ends.tapped(held.card);
  }

  /** The click that browsers send after a drag or a slow tap has been answered already. */
  private swallow(event: MouseEvent): void {
    if (!this.last || cardAt(event) !== this.last.card || performance.now() - this.last.at > ECHO_MS) return;
    event.stopPropagation();
    event.preventDefault();
  }

  private forget(pointer: number): void {
    clearTimeout(this.presses.get(pointer)?.rest);
    this.presses.delete(pointer);
  }
}

/** The list inside a column that its cards hang in. */
export function itemsOf(column: HTMLElement): HTMLElement {
  return column.querySelector<HTMLElement>("[data-items]") ?? column;
}

function cardAt(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drag]") : null;
}

/** Whether a finger that goes up or down at once means the list, of which there is more, and not the card. */
function scrolls({ card, x, y }: Press, { pointerType, clientX, clientY }: PointerEvent): boolean {
  const upright = Math.abs(clientY - y) > Math.abs(clientX - x);
  return upright && pointerType !== "mouse" && getComputedStyle(card).touchAction === "pan-y";
}

function columnAt(held: Held): HTMLElement | null {
  const drawing = held.card.closest("svg");
  for (const element of document.elementsFromPoint(held.x, held.y)) {
    const column = element.closest<HTMLElement>("[data-drop]");
    if (column && column.closest("svg") === drawing) return column;
  }
  return null;
}

function pickUp({ card, x, y }: Press, layer: HTMLElement): Held {
  const box = card.getBoundingClientRect();
  const ghost = copyOf(card);
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("ghost");
  Object.assign(ghost.style, { width: `${box.width}px`, height: `${box.height}px` });
  const slot = document.createElement("li");
  slot.className = "slot";
  slot.style.height = `${box.height}px`;
  card.setAttribute("data-held", "");
  layer.append(ghost);
  return { card, ghost, slot, grip: { x: x - box.left, y: y - box.top }, from: { x, y }, x, y, frame: 0 };
}

/** What follows the finger; a part of a drawing needs a drawing of its own for that. */
function copyOf(card: Element): HTMLElement {
  const copy = card.cloneNode(true) as HTMLElement;
  copy.removeAttribute("id");
  if (!(card instanceof SVGGraphicsElement)) return copy;
  const { x, y, width, height } = card.getBBox();
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.removeAttribute("transform"); // the box is the card's own, from before it was moved
  drawing.append(copy);
  const frame = document.createElement("div");
  frame.append(drawing);
  return frame;
}

function putDown({ card, ghost, slot }: Held): void {
  ghost.remove();
  slot.remove();
  card.removeAttribute("data-held");
}
