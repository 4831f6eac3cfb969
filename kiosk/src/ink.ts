/**
 * Freehand ink on any drawing that declares a sheet for it. Every finger, pen and mouse draws a stroke
 * of its own, which is seen at once and becomes one action when it is lifted.
 *
 *   data-ink="verb"            the sheet, a group that begins with its field; the verb gets the stroke:
 *                              id, colour, width, outline (points in units of the sheet)
 *   data-erase="verb"          the same sheet; the verb gets the ids of what the eraser swept over
 *   data-inks, data-widths     colours and units by the names that strokes know them by
 *   data-stroke="id"           a stroke of the sheet
 *   data-wet                   a group in it for those that the hub's drawing does not have yet
 *   data-pen='{"...": ...}'    a part of the drawing that chooses what is drawn with on this board
 */

import { uuid } from "./identity";
import { freshPathOf, outlineOf, pathOf, type Point, type Touched } from "./strokes";
import type { Act, Args } from "./gestures";

const SVG = "http://www.w3.org/2000/svg";
/** Units between two points of a stroke, and points after which a finger goes on with another one. */
const APART = 1.2;
const MOST = 1_200;
/** px of the screen between two looks for what the eraser takes. */
const STEP_PX = 8;

interface Pen {
  readonly colour: string;
  readonly width: string;
  readonly erase: boolean;
}

/** What a finger that is down is drawing, or erasing. */
interface Line {
  readonly id: string;
  readonly sheet: SVGGElement;
  readonly pen: Pen;
  readonly path: SVGPathElement;
  readonly pressed: boolean;
  readonly size: number;
  points: Touched[];
  frame: number;
}

interface Sweep {
  readonly sheet: SVGGElement;
  readonly ids: Set<string>;
  at: Point;
}

/** A stroke that is not yet in the hub's drawing; `kept` once the outbox has it. */
interface Wet {
  readonly path: SVGPathElement;
  kept: boolean;
}

export class Ink {
  private readonly lines = new Map<number, Line>();
  private readonly sweeps = new Map<number, Sweep>();
  private readonly wet = new Map<string, Wet>();
  private pen: Pen = { colour: "ink", width: "thin", erase: false };

  constructor(
    private readonly root: HTMLElement,
    private readonly act: Act,
  ) {
    root.addEventListener("pointerdown", (event) => this.press(event));
    root.addEventListener("pointermove", (event) => this.move(event));
    root.addEventListener("pointerup", (event) => this.lift(event));
    root.addEventListener("pointercancel", (event) => this.cancel(event.pointerId));
    root.addEventListener("touchstart", (event) => keep(event), { passive: false });
    root.addEventListener("contextmenu", (event) => sheetOf(event.target) && event.preventDefault());
    root.addEventListener("click", ({ target }) => this.choose(target));
    root.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && this.choose(event.target)) event.preventDefault();
    });
  }

  /** What the outbox holds: `waiting` for the hub, and `refused` by it. */
  hears(waiting: readonly Args[], refused: readonly Args[]): void {
    for (const { id } of waiting) {
      const wet = this.wet.get(String(id));
      if (wet) wet.kept = true;
    }
    for (const { id } of refused) this.dry(String(id));
  }

  /** Those that the hub has by now: its next drawing shows them, unless somebody has erased them. */
  answered(waiting: readonly Args[]): readonly string[] {
    const ids = new Set(waiting.map(({ id }) => String(id)));
    return [...this.wet].filter(([id, { kept }]) => kept && !ids.has(id)).map(([id]) => id);
  }

  /** Runs when a drawing has come: what it holds is not wet any more, and what waits lies on it. */
  settle(answered: readonly string[], waiting: readonly Args[]): void {
    const drawn = new Set(Array.from(this.root.querySelectorAll<SVGElement>("[data-ink] > [data-stroke]"), ({ dataset }) => dataset.stroke));
    for (const [id, { path }] of this.wet) {
      if (!path.isConnected || drawn.has(id) || answered.includes(id)) this.dry(id);
    }
    const sheet = this.root.querySelector<SVGGElement>("[data-ink]");
    for (const stroke of sheet ? waiting : []) {
      if (sheet && !drawn.has(String(stroke.id)) && !this.wet.has(String(stroke.id))) this.restore(sheet, stroke);
    }
    this.show();
  }

  private press(event: PointerEvent): void {
    const sheet = sheetOf(event.target);
    if (!sheet || event.button !== 0) return;
    sheet.setPointerCapture(event.pointerId);
    if (this.pen.erase) {
      const at: Point = [event.clientX, event.clientY];
      this.sweeps.set(event.pointerId, { sheet, ids: new Set(), at });
      this.sweep(event.pointerId, at);
    } else {
      this.lines.set(event.pointerId, this.begin(sheet, event.pointerType === "pen"));
      this.draw(event);
    }
  }

  private begin(sheet: SVGGElement, pressed: boolean): Line {
    const id = uuid();
    const path = wetPath(sheet, id, inkOf(sheet, this.pen.colour));
    this.wet.set(id, { path, kept: false });
    return { id, sheet, pen: this.pen, path, pressed, size: widthOf(sheet, this.pen.width), points: [], frame: 0 };
  }

  private move(event: PointerEvent): void {
    if (this.lines.has(event.pointerId)) this.draw(event);
    if (this.sweeps.has(event.pointerId)) this.sweep(event.pointerId, [event.clientX, event.clientY]);
  }

  /** Adds where the finger has been since it was last heard of. */
  private draw(event: PointerEvent): void {
    const line = this.lines.get(event.pointerId);
    const back = line?.sheet.getScreenCTM()?.inverse();
    if (!line || !back) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY, pressure } of all.length ? all : [event]) {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(back);
      const last = line.points.at(-1);
      if (!last || Math.hypot(x - last[0], y - last[1]) >= APART) line.points.push([x, y, pressure]);
    }
    line.frame ||= requestAnimationFrame(() => {
      line.frame = 0;
      line.path.setAttribute("d", freshPathOf(line));
    });
    if (line.points.length >= MOST) this.goOn(event.pointerId, line);
  }

  /** A very long stroke is several. */
  private goOn(pointer: number, line: Line): void {
    const next = this.begin(line.sheet, line.pressed);
    next.points = line.points.slice(-1);
    this.lines.set(pointer, next);
    this.send(line);
  }

  private lift(event: PointerEvent): void {
    const { pointerId } = event;
    const line = this.lines.get(pointerId);
    if (line) this.draw(event);
    const last = this.lines.get(pointerId);
    this.lines.delete(pointerId);
    if (last) this.send(last);
    const sweep = this.sweeps.get(pointerId);
    this.sweeps.delete(pointerId);
    if (sweep?.ids.size) this.act(sweep.sheet.dataset.erase ?? "", { ids: [...sweep.ids] }, { from: sweep.sheet });
  }

  private send(line: Line): void {
    const { id, sheet, path, pen: { colour, width } } = line;
    cancelAnimationFrame(line.frame);
    const outline = outlineOf(line, boundsOf(sheet));
    if (outline.length < 3) return this.dry(id);
    path.setAttribute("d", pathOf(outline));
    this.act(sheet.dataset.ink ?? "", { id, colour, width, outline }, { from: sheet });
  }

  /** What was begun is not meant: two fingers that land together hold the drawing. */
  private cancel(pointer: number): void {
    const line = this.lines.get(pointer);
    if (line) this.dry(line.id);
    this.lines.delete(pointer);
    const sweep = this.sweeps.get(pointer);
    for (const id of sweep?.ids ?? []) this.fade(id, false);
    this.sweeps.delete(pointer);
  }

  /** Everything between where the finger was and where it is now. */
  private sweep(pointer: number, to: Point): void {
    const sweep = this.sweeps.get(pointer);
    if (!sweep) return;
    const { at: from, sheet } = sweep;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / STEP_PX));
    for (let step = 1; step <= steps; step += 1) {
      const at: Point = [from[0] + ((to[0] - from[0]) * step) / steps, from[1] + ((to[1] - from[1]) * step) / steps];
      for (const id of strokesAt(sheet, at)) sweep.ids.add(id);
    }
    for (const id of sweep.ids) this.fade(id, true);
    sweep.at = to;
  }

  private fade(id: string, erased: boolean): void {
    for (const path of this.root.querySelectorAll(`[data-stroke="${CSS.escape(id)}"]`)) path.toggleAttribute("data-erased", erased);
  }

  private dry(id: string): void {
    this.wet.get(id)?.path.remove();
    this.wet.delete(id);
  }

  /** A stroke that waits since before this page was opened. */
  private restore(sheet: SVGGElement, { id, colour, outline }: Args): void {
    if (!Array.isArray(outline)) return;
    const path = wetPath(sheet, String(id), inkOf(sheet, String(colour)));
    path.setAttribute("d", pathOf(outline as Point[]));
    this.wet.set(String(id), { path, kept: true });
  }

  /** Whether the part chooses a pen. */
  private choose(target: EventTarget | null): boolean {
    const chosen = target instanceof Element ? target.closest<SVGElement>("[data-pen]") : null;
    if (!chosen) return false;
    this.pen = { ...this.pen, ...(JSON.parse(chosen.dataset.pen ?? "{}") as Partial<Pen>) };
    this.show();
    return true;
  }

  /** Which pen this board draws with is its own; the hub's drawing does not know. */
  private show(): void {
    const pen = Object.entries(this.pen);
    for (const part of this.root.querySelectorAll<SVGElement>("[data-pen]")) {
      const wanted = Object.entries(JSON.parse(part.dataset.pen ?? "{}") as Partial<Pen>);
      const on = wanted.every(([name, value]) => pen.some(([own, is]) => own === name && is === value));
      part.setAttribute("aria-pressed", String(on));
    }
  }
}

/** A finger that draws is no gesture of the browser's: after a quick stroke that would miss the next tap, as one that stops a fling. */
function keep(event: TouchEvent): void {
  if (sheetOf(event.target) && event.cancelable) event.preventDefault();
}

function sheetOf(target: EventTarget | null): SVGGElement | null {
  return target instanceof Element ? target.closest<SVGGElement>("[data-ink]") : null;
}

function wetPath(sheet: SVGGElement, id: string, fill: string): SVGPathElement {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("data-stroke", id);
  path.setAttribute("fill", fill);
  sheet.querySelector("[data-wet]")?.append(path);
  return path;
}

function inkOf(sheet: SVGGElement, colour: string): string {
  const inks = JSON.parse(sheet.dataset.inks ?? "{}") as Record<string, string>;
  return inks[colour] ?? "currentColor";
}

/** Units of a pen. */
function widthOf(sheet: SVGGElement, width: string): number {
  const widths = JSON.parse(sheet.dataset.widths ?? "{}") as Record<string, number>;
  return widths[width] ?? 8;
}

/** Width and height of the sheet, in its own units. */
function boundsOf(sheet: SVGGElement): Point {
  const field = sheet.querySelector("rect");
  return field ? [field.width.baseVal.value, field.height.baseVal.value] : [0, 0];
}

/** The strokes that a finger at that spot of the screen touches; the style makes them wider than they look. */
function strokesAt(sheet: SVGGElement, [x, y]: Point): readonly string[] {
  return document.elementsFromPoint(x, y).filter((one): one is SVGElement => one instanceof SVGElement && sheet.contains(one)).flatMap(({ dataset }) => dataset.stroke ?? []);
}
