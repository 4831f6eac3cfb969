/**
 * A close look at a tool's drawing: two fingers zoom and move it, one moves it where it is larger
 * than its room. How closely a board looks, and where, is its own: it stays as it is when other
 * people change the drawing, and while another problem is on the board.
 *
 * A finger on `[data-drag]` takes that card along, and one on `[data-ink]` draws. Two that land
 * there together are a pinch: what they have begun is cancelled.
 */

import { Fingers, type Spot } from "./fingers";
import { part } from "./page";

const FARTHEST = 0.5; // of the size in which a drawing comes
const CLOSEST = 4;
const STEP = 1.3;
const STRIDE_PX = 120;
const LONE_MS = 60; // badge readers type faster, and what they type is no wish of anybody's
const SAME = 0.04; // sizes that differ by less are one
const SLACK_PX = 8; // what is around the parts of a drawing is no more of it
const WHEEL_PX = 400; // that a wheel turns for e times the size

/** As it comes, or all of it where no target gets too small by that; all of it at once; or so many px
 * of the screen for one of the drawing. */
type Size = "natural" | "whole" | number;

interface View {
  size: Size;
  left: number;
  top: number;
}

/** A part of the drawing, and where it stands in the room. */
interface Anchor {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Where two fingers hold the drawing: in parts of its width and height. */
interface Grip {
  readonly u: number;
  readonly v: number;
  readonly scale: number;
}

export class Zoom {
  private readonly views = new Map<string, View>();
  private shown = { key: "", issue: "", tool: "" };
  private anchor: Anchor | null = null;
  private least = 1;
  private keyed = 0;

  /** `board` holds the room of the drawing; `changed` hears that what is seen of it has. */
  constructor(
    private readonly board: HTMLElement,
    private readonly changed: () => void,
  ) {
    const grips = { take: (at: Spot) => this.grip(at), moved: this.pinch.bind(this), rested: () => this.rest() };
    new Fingers(() => this.room, grips);
    document.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** Remembers what is looked at; runs before the drawing changes. */
  hold(): void {
    const { room, drawing } = this;
    if (!room || !drawing) return;
    Object.assign(this.view, { left: room.scrollLeft, top: room.scrollTop });
    this.anchor = nearest(drawing, room);
  }

  /** Shows the drawing as this board looks at it; `least` px of the screen are one of the drawing at least. */
  fit(least: number): void {
    this.least = least;
    const { key } = this.shown;
    this.turn();
    this.apply();
    if (this.shown.key === key) this.keep();
    else this.room?.scrollTo(this.view.left, this.view.top);
    this.anchor = null;
  }

  /** One step closer, one farther away, or the whole drawing and back again. */
  go(way: string): void {
    const room = this.room;
    if (!room) return;
    if (way === "whole") this.take(this.view.size === "whole" ? "natural" : "whole");
    else this.to(this.scale * (way === "in" ? STEP : 1 / STEP), middleOf(room));
  }

  private get room(): HTMLElement | null {
    return this.board.querySelector<HTMLElement>("section[data-tool]");
  }

  private get drawing(): SVGSVGElement | null {
    return this.room?.querySelector<SVGSVGElement>(":scope > svg") ?? null;
  }

  private get view(): View {
    const { key } = this.shown;
    const known = this.views.get(key) ?? { size: "natural", left: 0, top: 0 };
    this.views.set(key, known);
    return known;
  }

  /** px of the screen for one of the drawing. */
  private get scale(): number {
    const drawing = this.drawing;
    return drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
  }

  /** The sizes in which the drawing comes and in which all of it is seen. */
  private get sizes(): { readonly natural: number; readonly whole: number } {
    const { room, drawing } = this;
    if (!room || !drawing) return { natural: 1, whole: 1 };
    const { width, height } = drawing.viewBox.baseVal;
    const across = Math.max(room.clientWidth / width, this.least);
    const whole = Math.min((room.offsetWidth - 1) / width, (room.offsetHeight - 1) / height);
    const fits = across * width <= room.offsetWidth + SLACK_PX && across * height <= room.offsetHeight + SLACK_PX;
    return { natural: fits || whole < this.least ? across : whole, whole };
  }

  /** Another tool of the same problem begins with all as it comes; another problem keeps its own. */
  private turn(): void {
    const room = this.room;
    const { issue = "", tool = "" } = room?.dataset ?? {};
    if (issue === this.shown.issue && tool !== this.shown.tool) this.views.delete(this.shown.key);
    this.shown = { key: room?.id ?? "", issue, tool };
  }

  private apply(): void {
    const { drawing, view, sizes } = this;
    const width = drawing?.viewBox.baseVal.width ?? 0;
    const scale = view.size === "whole" ? sizes.whole : view.size;
    const wanted = scale === "natural" && sizes.natural === sizes.whole ? sizes.whole : scale;
    const { style } = this.board;
    style.setProperty("--least", wanted === "natural" ? `${width * this.least}px` : "0px");
    style.setProperty("--drawn", wanted === "natural" ? "100%" : `${width * wanted}px`);
    this.offer();
  }

  /** The buttons are there where they are of use. */
  private offer(): void {
    const controls = this.board.querySelector<HTMLElement>("#zoom");
    const { size } = this.view;
    if (controls) {
      controls.hidden = size === "natural" && !this.larger;
      part("[data-whole]", controls).setAttribute("aria-pressed", String(size === "whole"));
      this.board.toggleAttribute("data-closer", !controls.hidden && size !== "whole");
    }
    this.changed();
  }

  private get larger(): boolean {
    const { room, drawing } = this;
    if (!room || !drawing) return false;
    const { width, height } = drawing.getBoundingClientRect();
    return width > room.offsetWidth + SLACK_PX || height > room.offsetHeight + SLACK_PX;
  }

  private take(size: Size): void {
    this.view.size = size;
    this.apply();
  }

  /** So many px for one of the drawing; what is at the spot stays there. */
  private to(scale: number, at: Spot): void {
    this.pinch(this.grip(at), at, scale / this.scale);
    this.rest();
  }

  private grip({ x, y }: Spot): Grip {
    const box = this.drawing?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { u: (x - box.left) / box.width, v: (y - box.top) / box.height, scale: this.scale };
  }

  private pinch(grip: Grip, at: Spot, times: number): void {
    const { natural, whole } = this.sizes;
    const farthest = Math.min(FARTHEST * natural, whole);
    this.take(Math.max(farthest, Math.min(CLOSEST * natural, grip.scale * times)));
    const box = this.drawing?.getBoundingClientRect();
    if (box) this.room?.scrollBy(box.left + grip.u * box.width - at.x, box.top + grip.v * box.height - at.y);
    this.changed();
  }

  /** Nearly the size in which it comes is that size. */
  private rest(): void {
    const { size } = this.view;
    if (typeof size === "number" && Math.abs(size / this.sizes.natural - 1) < SAME) this.take("natural");
  }

  /** What was in the middle of the room is there again, unless nobody had moved away from the start. */
  private keep(): void {
    const { room, anchor, view } = this;
    const stands = anchor && this.drawing?.querySelector(`#${CSS.escape(anchor.id)}`);
    if (!room || !stands) return;
    const { x, y } = placeOf(stands, room);
    room.scrollBy(view.left ? x - anchor.x : 0, view.top ? y - anchor.y : 0);
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey || !(event.target instanceof Node) || !this.room?.contains(event.target)) return;
    event.preventDefault();
    this.to(this.scale * Math.exp(-event.deltaY / WHEEL_PX), { x: event.clientX, y: event.clientY });
  }

  private press(event: KeyboardEvent): void {
    clearTimeout(this.keyed);
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof Element)) return;
    const { room } = this;
    const within = event.target === document.body || event.target.closest("section[data-tool], #zoom");
    if (!room || !within || event.target.matches("input, textarea, select")) return;
    const stride = STRIDES[event.key];
    const way = WAYS[event.key];
    if (way) this.keyed = setTimeout(() => this.go(way), event.repeat ? 0 : LONE_MS);
    else if (stride && this.larger) room.scrollBy(stride.x, stride.y);
    else return;
    event.preventDefault();
  }
}

const WAYS: Readonly<Record<string, string>> = { "+": "in", "=": "in", "-": "out", "0": "whole" };

const STRIDES: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -STRIDE_PX, y: 0 },
  ArrowRight: { x: STRIDE_PX, y: 0 },
  ArrowUp: { x: 0, y: -STRIDE_PX },
  ArrowDown: { x: 0, y: STRIDE_PX },
};

function middleOf(room: HTMLElement): Spot {
  const { left, top, width, height } = room.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function placeOf(one: Element, room: HTMLElement): Spot {
  const [own, all] = [one.getBoundingClientRect(), room.getBoundingClientRect()];
  return { x: own.left - all.left, y: own.top - all.top };
}

/** The part of the drawing that is nearest to the middle of its room. */
function nearest(drawing: SVGSVGElement, room: HTMLElement): Anchor | null {
  const middle = middleOf(room);
  let found: { readonly one: Element; readonly far: number } | null = null;
  for (const one of drawing.querySelectorAll("[id]")) {
    const { left, top, width, height } = one.getBoundingClientRect();
    const far = Math.hypot(left + width / 2 - middle.x, top + height / 2 - middle.y);
    if (!found || far < found.far) found = { one, far };
  }
  return found && { id: found.one.id, ...placeOf(found.one, room) };
}
