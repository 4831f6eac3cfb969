/** What the wall page adds to a scene of its own: the clock, the link bar and fresh outlines. */

import { type Contact } from "./contact";
import { day, everyMinute, time } from "./clock";
import { still } from "./page";

const SVG = "http://www.w3.org/2000/svg";
const OUTLINE_MS = 20_000;
const FADE_MS = 600;
const OUTLINE = 4;

interface Outline {
  readonly box: SVGRectElement;
  readonly timer: number;
}

type Attributes = Readonly<Record<string, string | number>>;

function node<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export class Overlay {
  private readonly svg = node("svg", { class: "overlay", "aria-hidden": "true" });
  private readonly outlines = node("g", { class: "outlines" });
  private readonly time = node("text", { class: "time", "text-anchor": "end" });
  private readonly day = node("text", { class: "day", "text-anchor": "end" });
  private readonly bar = node("g", { class: "bar" });
  private readonly barBox = node("rect", { height: 44, rx: 10 });
  private readonly barWords = node("text", { "text-anchor": "middle" });
  private readonly fresh = new Map<string, Outline>();
  private width = 0;
  private height = 0;
  private margin = 0;

  constructor(host: Element) {
    this.bar.append(this.barBox, this.barWords);
    this.svg.append(this.outlines, this.time, this.day, this.bar);
    host.append(this.svg);
    this.fit(1920, 1080);
    everyMinute((moment) => {
      this.time.textContent = time(moment);
      this.day.textContent = day(moment);
    });
  }

  /** Take the scene's own coordinates, and end where its content ends at the right. */
  fit(width: number, height: number, margin = 36): void {
    if (width === this.width && height === this.height && margin === this.margin) return;
    this.width = width;
    this.height = height;
    this.margin = margin;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    move(this.time, width - margin, 59);
    move(this.day, width - margin, 86);
    this.placeBar();
  }

  /** The amber bar in the footer: gone while the hub answers. */
  link(words: string): void {
    this.barWords.textContent = words;
    this.bar.setAttribute("visibility", words ? "visible" : "hidden");
    if (words) this.placeBar();
  }

  /** Outline a part of the scene whose value has just changed, or outline it for longer. */
  outline(part: Element): void {
    const { id } = part;
    const known = this.fresh.get(id);
    clearTimeout(known?.timer);
    for (const fade of known?.box.getAnimations() ?? []) fade.cancel();
    const box = known?.box ?? this.outlines.appendChild(node("rect", { fill: "none", "stroke-width": OUTLINE }));
    this.fresh.set(id, { box, timer: setTimeout(() => this.fade(id, box), OUTLINE_MS) });
  }

  /** Put every outline where its part of `scene` is now; parts that have gone lose theirs. */
  follow(scene: Element): void {
    for (const [id, { box }] of this.fresh) {
      const part = scene.querySelector(`#${CSS.escape(id)}`);
      if (part) this.surround(box, part);
      else this.forget(id);
    }
  }

  /** Another scene is coming: nothing in it has just changed. */
  clear(): void {
    for (const id of [...this.fresh.keys()]) this.forget(id);
  }

  private fade(id: string, box: SVGRectElement): void {
    if (still()) return this.forget(id);
    box.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, fill: "forwards" }).onfinish = () => this.forget(id);
  }

  private forget(id: string): void {
    const known = this.fresh.get(id);
    clearTimeout(known?.timer);
    known?.box.remove();
    this.fresh.delete(id);
  }

  private surround(box: SVGRectElement, part: Element): void {
    const card = part.querySelector(":scope > rect") ?? part;
    const matrix = this.svg.getScreenCTM()?.inverse();
    if (!matrix) return;
    const { left, top, right, bottom } = card.getBoundingClientRect();
    const from = new DOMPoint(left, top).matrixTransform(matrix);
    const to = new DOMPoint(right, bottom).matrixTransform(matrix);
    move(box, from.x, from.y);
    box.setAttribute("width", String(Math.max(0, to.x - from.x)));
    box.setAttribute("height", String(Math.max(0, to.y - from.y)));
    box.setAttribute("rx", card.getAttribute("rx") ?? "10");
  }

  private placeBar(): void {
    const wide = this.barWords.getBBox().width + 48;
    const left = this.width - this.margin - wide;
    move(this.barBox, left, this.height - 60);
    this.barBox.setAttribute("width", String(wide));
    move(this.barWords, left + wide / 2, this.height - 30);
  }
}

function move(part: Element, x: number, y: number): void {
  part.setAttribute("x", String(Math.round(x * 10) / 10));
  part.setAttribute("y", String(Math.round(y * 10) / 10));
}

/** The words of the link bar: when the hub last answered, or what it refuses. */
export function linkWords(contact: Contact): string {
  if (contact.since) return `No connection since ${time(contact.since)}, last values shown`;
  return contact.words && `The hub will not show this: ${contact.words}`;
}
