/** What the hub tells a paired screen, and the part of a wide picture that it draws. */

export interface Banner {
  readonly id: string;
  readonly text: string;
  readonly urgent: boolean;
  readonly ends_at: string;
}

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
  if (!("columns" in part) || part.columns * part.rows === 1) {
    frame.removeAttribute("style");
    return;
  }
  const gap = part.gap / 100;
  const wide = part.columns + gap * (part.columns - 1);
  const high = part.rows + gap * (part.rows - 1);
  const left = (part.column - 1) * (1 + gap);
  const top = (part.row - 1) * (1 + gap);
  const position = across === "vw" ? "fixed" : "absolute";
  frame.style.cssText = `position:${position};width:${wide * 100}${across};height:${high * 100}${down};left:${-left * 100}${across};top:${-top * 100}${down}`;
}
