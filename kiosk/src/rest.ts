/** The dark hours of a wall: black while its room is closed, and never for longer than that. */

import { type RoomNow } from "./glass";

declare global {
  interface Window {
    /** Whether the room is closed; whoever keeps the browser alive switches the screen off then. */
    resting?: boolean;
  }
}

export class Rest {
  private ends = Infinity;

  constructor(private readonly cover: HTMLElement) {}

  /** Do as the hub said `at` a moment of this screen's clock. */
  follow(now: RoomNow, at: number): void {
    this.ends = now.rests_until ? at + Date.parse(now.rests_until) - Date.parse(now.now) : Infinity;
    this.be(now.resting);
  }

  /** The hub is out of reach: a room that has opened meanwhile sees its last picture, and why. */
  unheard(): void {
    if (Date.now() > this.ends) this.be(false);
  }

  private be(resting: boolean): void {
    window.resting = resting;
    this.cover.hidden = !resting;
  }
}
