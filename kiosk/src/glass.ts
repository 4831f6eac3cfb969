/** What the hub tells a paired screen, and the part of a wide picture that it draws. */

export interface Banner {
  readonly id: string;
  readonly text: string;
  readonly urgent: boolean;
  readonly ends_at: string;
}

const SCREEN = [1920, 1080] as const;
const WIDEST = 8000;

/** One screen's part of a picture over several; `gap` in percent of one screen's width. */
export interface Part {
  readonly columns: number;
  readonly rows: number;
  readonly column: number;
  readonly row: number;
  readonly gap: number;
}

export interface Lens {
  readonly key: string;
  readonly title: string;
}

/** What a room shows now. Instants are the hub's; `now` is when it said so. */
export interface RoomNow {
  readonly room: string;
  readonly room_title: string;
  readonly scene: string;
  readonly theme: string;
  /** For how many seconds the scene has been on, a pause not counted. */
  readonly elapsed: number;
  /** How many it will have been when the rotation goes on; null for one that a person has chosen. */
  readonly stays: number | null;
  readonly now: string;
  readonly until: string;
  readonly driver: string;
  readonly paused_until: string | null;
  readonly returns_at: string | null;
  readonly resting: boolean;
  /** When the room opens again; null while it is open. */
  readonly rests_until: string | null;
  readonly topics: readonly string[];
  readonly banners: readonly Banner[];
  readonly lenses: readonly Lens[];
}

/** What one of its screens shows, beside that. */
export interface Now extends RoomNow {
  readonly name: string;
  readonly identify_until: string | null;
  readonly reloads: number;
  readonly part: Part | Record<string, never>;
}

/** Stretches and moves the stage so that only this screen's part of it is in view; `across` and
 * `down` are what one screen measures: the viewport, or a small picture of it. */
export function fit(frame: HTMLElement, part: Now["part"], across = "vw", down = "vh"): void {
  if (!several(part)) {
    frame.removeAttribute("style");
    return;
  }
  const measure = (screens: number, gaps: number, unit: string): string =>
    `calc(${screens * 100}${unit} + ${gaps * part.gap}${across})`;
  const { columns, rows, column, row } = part;
  Object.assign(frame.style, {
    position: across === "vw" ? "fixed" : "absolute",
    width: measure(columns, columns - 1, across),
    height: measure(rows, rows - 1, down),
    left: measure(1 - column, 1 - column, across),
    top: measure(1 - row, 1 - row, down),
  });
}

/** The frame of the whole picture that a screen draws a part of; null for a screen by itself. */
export function wholeOf(part: Now["part"], upright: boolean): string | null {
  if (!several(part)) return null;
  const [across, down] = upright ? [SCREEN[1], SCREEN[0]] : SCREEN;
  const gap = (part.gap / 100) * across;
  const wide = part.columns * across + (part.columns - 1) * gap;
  const high = part.rows * down + (part.rows - 1) * gap;
  const scale = Math.min(1, WIDEST / Math.max(wide, high));
  return `${Math.round(wide * scale)}x${Math.round(high * scale)}`;
}

function several(part: Now["part"]): part is Part {
  return "columns" in part && part.columns * part.rows > 1;
}
