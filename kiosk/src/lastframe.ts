/** The last good picture, kept in the browser, so that a wall is never empty. */

import { get, set } from "idb-keyval";
import { type Now } from "./glass";
import { HUB } from "./page";

const KEY = `hub.frame:${HUB}`;

export interface Frame {
  readonly now: Now;
  readonly source: string;
  readonly picture: string;
  /** When the hub gave it, by the screen's clock. */
  readonly at: string;
}

export async function lastFrame(): Promise<Frame | null> {
  return (await get<Frame>(KEY)) ?? null;
}

export function keepFrame(frame: Frame): Promise<void> {
  return set(KEY, frame);
}
