/** The fingers on a drawing that move it: one moves it along, two hold it at two places. */

import { still } from "./page";

const START_PX = 12;
const ECHO_MS = 350;
const TOGETHER_MS = 150;
const ONE_HAND_PX = 350;
const SLOWEST = 0.25; // px in 1 ms, at which a drawing goes on when it is let go
const FASTEST = 3;
const BRAKE_MS = 325;
const PAUSE_MS = 60;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Finger {
  readonly id: number;
  readonly target: Element;
  readonly from: Spot;
  readonly at: number;
  readonly mouse: boolean;
  /** It draws, or takes a card along, unless another one comes. */
  works: boolean;
  moving: boolean;
  x: number;
  y: number;
  /** Where the drawing has followed it to, when, and how fast: px in 1 ms. */
  followed: { x: number; y: number; at: number; dx: number; dy: number };
}

/** What two fingers do: `take` what is between them, `moved` it, so many times as far apart. */
export interface Grips<Grip> {
  take(at: Spot): Grip;
  moved(grip: Grip, at: Spot, times: number): void;
  /** The pinch is over. */
  rested(): void;
}

interface Pinch<Grip> {
  readonly two: readonly [Finger, Finger];
  readonly apart: number;
  readonly grip: Grip;
}

/** Follows the fingers on the `room` of a drawing, whichever element that is at the time. */
export class Fingers<Grip> {
  private readonly down = new Map<number, Finger>();
  private pinch: Pinch<Grip> | null = null;
  private last = { x: 0, y: 0, at: -ECHO_MS };
  private gliding = 0;

  constructor(
    private readonly room: () => HTMLElement | null,
    private readonly grips: Grips<Grip>,
  ) {
    document.addEventListener("pointerdown", (event) => this.press(event));
    document.addEventListener("pointermove", (event) => this.move(event));
    document.addEventListener("pointerup", (event) => this.lift(event));
    document.addEventListener("pointercancel", (event) => event.isTrusted && this.lift(event));
    document.addEventListener("click", (event) => this.swallow(event), true);
  }

  private press(event: PointerEvent): void {
    const { target, pointerId: id, clientX: x, clientY: y, timeStamp: at } = event;
    cancelAnimationFrame(this.gliding);
    if (event.isPrimary) this.forget();
    if (!(target instanceof Element) || !this.room()?.contains(target)) return;
    if (event.button !== 0 || this.pinch) return;
    const works = target.closest("[data-ink], [data-drag]") !== null;
    const followed = { x, y, at, dx: 0, dy: 0 };
    const mouse = event.pointerType === "mouse";
    const one: Finger = { id, target, from: { x, y }, at, mouse, works, moving: false, x, y, followed };
    const other = [...this.down.values()].find((each) => together(each, one));
    this.down.set(id, one);
    if (other) this.begin([other, one]);
  }

  /** The first finger has come: of any before it that is still known the end was missed. */
  private forget(): void {
    this.down.clear();
    this.pinch = null;
  }

  private begin(two: readonly [Finger, Finger]): void {
    for (const finger of two) {
      if (finger.works) cancel(finger);
      finger.works = false;
      finger.moving = true;
    }
    this.pinch = { two, apart: Math.max(1, apart(two)), grip: this.grips.take(middle(two)) };
  }

  private move(event: PointerEvent): void {
    const finger = this.down.get(event.pointerId);
    if (!finger) return;
    [finger.x, finger.y] = [event.clientX, event.clientY];
    finger.moving ||= strayed(finger);
    if (this.pinch?.two.includes(finger)) {
      this.grips.moved(this.pinch.grip, middle(this.pinch.two), apart(this.pinch.two) / this.pinch.apart);
    } else if (finger.moving && !finger.works) this.follow(finger, event);
  }

  /** Whole px only: what is left of them comes with the next move. */
  private follow(finger: Finger, event: PointerEvent): void {
    const room = this.room();
    const { followed } = finger;
    const [x, y] = [Math.round(followed.x - finger.x), Math.round(followed.y - finger.y)];
    const passed = Math.max(1, event.timeStamp - followed.at);
    finger.followed = { x: followed.x - x, y: followed.y - y, at: event.timeStamp, dx: x / passed, dy: y / passed };
    if (finger.mouse) room?.setPointerCapture(finger.id);
    if (room) scrollOn(room, x, y);
  }

  private lift(event: PointerEvent): void {
    const finger = this.down.get(event.pointerId);
    if (!finger) return;
    this.down.delete(finger.id);
    if (finger.moving) this.last = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    if (this.pinch?.two.includes(finger)) this.letGo(this.pinch.two, event.timeStamp);
    else if (finger.moving && !finger.works && !finger.mouse) this.glide(finger, event.timeStamp);
  }

  /** The finger that stays goes on by moving the drawing along. */
  private letGo(two: readonly [Finger, Finger], at: number): void {
    this.pinch = null;
    for (const finger of two) finger.followed = { x: finger.x, y: finger.y, at, dx: 0, dy: 0 };
    this.grips.rested();
  }

  /** A drawing that is let go of in mid-move comes to rest by and by. */
  private glide({ followed: { dx, dy, at } }: Finger, now: number): void {
    const room = this.room();
    if (!room || still() || now - at > PAUSE_MS || Math.hypot(dx, dy) < SLOWEST) return;
    const tamed = Math.min(1, FASTEST / Math.hypot(dx, dy));
    let [x, y, before] = [dx * tamed, dy * tamed, performance.now()];
    const step = (time: number): void => {
      const passed = Math.max(0, time - before);
      before = time;
      scrollOn(room, x * passed, y * passed);
      const kept = Math.exp(-passed / BRAKE_MS);
      [x, y] = [x * kept, y * kept];
      if (Math.hypot(x, y) > SLOWEST / 5) this.gliding = requestAnimationFrame(step);
    };
    this.gliding = requestAnimationFrame(step);
  }

  /** The click that may come after a move meant the move. */
  private swallow(event: MouseEvent): void {
    const { x, y, at } = this.last;
    if (event.timeStamp - at > ECHO_MS || Math.hypot(event.clientX - x, event.clientY - y) > 1) return;
    this.last.at = -ECHO_MS;
    event.stopPropagation();
    event.preventDefault();
  }
}

function strayed({ from, x, y }: Finger): boolean {
  return Math.hypot(x - from.x, y - from.y) >= START_PX;
}

/** Whether two fingers are a pinch: where one has begun its own work, only those of one hand that land as one. */
function together(a: Finger, b: Finger): boolean {
  if (a.mouse || b.mouse) return false;
  if (!a.works && !b.works) return true;
  return !strayed(a) && b.at - a.at < TOGETHER_MS && apart([a, b]) < ONE_HAND_PX;
}

function apart([a, b]: readonly [Finger, Finger]): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function middle([a, b]: readonly [Finger, Finger]): Spot {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** What this finger has begun is not meant. */
function cancel({ target, id }: Finger): void {
  target.dispatchEvent(new PointerEvent("pointercancel", { pointerId: id, pointerType: "touch", bubbles: true }));
}

/** Scrolls as far as there is more to see, and with the rest whatever is around it. */
function scrollOn(room: Element, dx: number, dy: number): void {
  for (let one: Element | null = room; one && (dx || dy); one = one.parentElement) {
    if (!/auto|scroll/.test(getComputedStyle(one).overflow)) continue;
    const [left, top] = [one.scrollLeft, one.scrollTop];
    one.scrollBy({ left: dx, top: dy, behavior: "instant" });
    dx -= one.scrollLeft - left;
    dy -= one.scrollTop - top;
  }
}
