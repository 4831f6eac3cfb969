/** What a finger or a pen leaves behind: the outline of a stroke, in units of its sheet. */

import { getStroke } from "perfect-freehand";

/** Units: how far an outline may be from what was drawn, and how far apart points on a bend are. */
const TRUE_TO = 0.25;
const BEND = 4;
const COARSER = 2;
/** Points of an outline, as many as the hub takes. */
const MOST = 1_900;

const ORIGIN = [0, 0] as const;

export type Point = readonly [x: number, y: number];
export type Touched = readonly [x: number, y: number, pressure: number];

/** What is being drawn: where a finger has been, and with how thick a pen; a real one says how hard it is `pressed`. */
export interface Drawn {
  readonly points: readonly Touched[];
  readonly size: number;
  readonly pressed: boolean;
}

/** The data of a path for a stroke while it is being drawn: quick, but of more points than are worth keeping. */
export function freshPathOf(drawn: Drawn): string {
  const edge = edgeOf(drawn);
  const bends = edge.map((point, index) => `Q${spot(point)} ${spot(middle(point, edge[(index + 1) % edge.length] ?? point))}`);
  const [first, last] = [edge[0], edge.at(-1)];
  return first && last ? `M${spot(middle(last, first))}${bends.join("")}Z` : "";
}

/** The outline of a stroke: as few points as show it, rounded to a tenth. */
export function outlineOf(drawn: Drawn, within: Point): readonly Point[] {
  const bent = curved(edgeOf(drawn));
  let [thin, far] = [thinned(bent, TRUE_TO), TRUE_TO];
  while (thin.length > MOST) thin = thinned(bent, (far *= COARSER));
  return thin.map(([x, y]) => [tenth(x, within[0]), tenth(y, within[1])]);
}

/** The outline as the data of a path. */
export function pathOf(outline: readonly Point[]): string {
  return outline.length ? `M${outline.map(([x, y]) => `${x} ${y}`).join("L")}Z` : "";
}

function edgeOf({ points, size, pressed }: Drawn): Point[] {
  const edge = getStroke(points.map(([...point]) => point), { size, thinning: 0.5, streamline: 0.35, simulatePressure: !pressed });
  return edge.map(([x = 0, y = 0]) => [x, y] as const);
}

function spot([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** Points on the curve that goes through the middles between `edge`'s points, and bends towards them. */
function curved(edge: readonly Point[]): Point[] {
  return edge.flatMap((point, index) => {
    const from = middle(edge[(index + edge.length - 1) % edge.length] ?? point, point);
    const to = middle(point, edge[(index + 1) % edge.length] ?? point);
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / BEND));
    return Array.from({ length: steps }, (_, step) => bend(from, point, to, step / steps));
  });
}

function bend(from: Point, by: Point, to: Point, t: number): Point {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return [a * from[0] + b * by[0] + c * to[0], a * from[1] + b * by[1] + c * to[1]];
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Without the points that are nearer than `far` to the line between those kept (Douglas and Peucker). */
function thinned(points: readonly Point[], far: number): Point[] {
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [first, last] = part;
    const { index, away } = farthest(points, first, last);
    if (away <= far) continue;
    kept.add(index);
    open.push([first, index], [index, last]);
  }
  return points.filter((_, index) => kept.has(index));
}

function farthest(points: readonly Point[], first: number, last: number): { readonly index: number; readonly away: number } {
  let [index, away] = [first, 0];
  const a = points[first] ?? ORIGIN;
  const b = points[last] ?? ORIGIN;
  for (let at = first + 1; at < last; at += 1) {
    const far = distance(points[at] ?? a, a, b);
    if (far > away) [index, away] = [at, far];
  }
  return { index, away };
}

/** From a point to the line from `a` to `b`. */
function distance([x, y]: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / long)) : 0;
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

function tenth(value: number, most: number): number {
  return Math.round(10 * Math.max(0, Math.min(most, value))) / 10;
}
