/** Driving a room: perspectives, pause and the way back, by finger and by key; on a wall itself, where
 * the buttons come up when it is touched, and on a phone, where they are there always. */

import { type Lens, type RoomNow } from "./glass";
import { part } from "./page";

const SHOWN_MS = 8_000;

/** Sends a command about the room: the last part of its address, and its body. */
export type Drive = (verb: string, body: Readonly<Record<string, unknown>>) => Promise<void>;

export class Driving {
  private now: RoomNow | null = null;
  private ahead = 0;
  private rest = 0;
  private page = 1;
  private pages = 1;

  constructor(
    private readonly host: HTMLElement,
    private readonly drive: Drive,
    private readonly always = false,
  ) {
    for (const button of host.querySelectorAll<HTMLElement>("button[data-do]")) {
      button.addEventListener("click", () => this.act(button.dataset.do ?? ""));
    }
    // a click, since buttons that come up under a finger that is still down would take its tap
    if (!always) addEventListener("click", () => this.stir(), { passive: true });
    addEventListener("keydown", (event) => this.press(event));
    setInterval(() => this.count(), 250);
  }

  /** Take over what the hub says; `at` is the page's own clock when it said so. */
  follow(now: RoomNow, at: number): void {
    this.now = now;
    this.ahead = Date.parse(now.now) - at;
    part("[data-do=pause]", this.host).hidden = now.paused_until !== null;
    part("[data-do=resume]", this.host).hidden = now.paused_until === null;
    this.listLenses(now.lenses);
    this.count();
  }

  /** Offer the other pages of a scene that has several. */
  paged(scene: SVGSVGElement): void {
    const { page = "1", pages = "1" } = scene.dataset;
    const host = part("[data-paging]", this.host);
    host.hidden = pages === "1";
    part("[data-page]", host).textContent = `Page ${page} of ${pages}`;
    [this.page, this.pages] = [Number(page), Number(pages)];
  }

  private turnPage(by: number): void {
    const [address = "", about] = (this.now?.scene ?? "").split("?");
    const scene = /([\w-]+)\.svg$/.exec(address)?.[1];
    const page = String(((this.page - 1 + by + this.pages) % this.pages) + 1);
    void this.drive("show", { scene, about: { ...Object.fromEntries(new URLSearchParams(about)), page } });
  }

  private listLenses(lenses: readonly Lens[]): void {
    const list = part("[data-lenses]", this.host);
    const keys = lenses.map((lens) => lens.key).join(" ");
    if (list.dataset.keys !== keys) {
      list.dataset.keys = keys;
      list.replaceChildren(...lenses.map((lens) => this.lensButton(lens)));
    }
    const shown = new URLSearchParams(this.now?.scene.split("?")[1]).get("lens");
    for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.lens === shown));
  }

  private lensButton(lens: Lens): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.dataset.lens = lens.key;
    button.textContent = lens.title;
    button.addEventListener("click", () => void this.drive("lens", { lens: lens.key }));
    return button;
  }

  private act(verb: string): void {
    if (verb === "page-on") this.turnPage(1);
    else if (verb === "page-back") this.turnPage(-1);
    else if (verb === "next" || verb === "previous") void this.drive("turn", { go: verb });
    else void this.drive(verb, {});
  }

  /** Arrows go through the perspectives, digits choose one, space stops and goes on, page keys (a
   * presenter's clicker) turn the playlist, Escape lets it run. */
  private press(event: KeyboardEvent): void {
    const { target, key } = event;
    const writing = target instanceof Element && target.closest("input, textarea, select");
    const busy = target instanceof Element && target.closest("button, a, [data-href]");
    if (writing || event.ctrlKey || event.altKey || event.metaKey || (busy && (key === " " || key === "Enter"))) return;
    const sent = this.meant(key);
    if (!sent) return;
    event.preventDefault();
    this.stir();
    void this.drive(...sent);
  }

  private meant(key: string): [string, Readonly<Record<string, unknown>>] | null {
    if (key === "ArrowRight" || key === "ArrowDown") return ["lens", { go: "next" }];
    if (key === "ArrowLeft" || key === "ArrowUp") return ["lens", { go: "previous" }];
    if (key === "PageDown") return ["turn", { go: "next" }];
    if (key === "PageUp") return ["turn", { go: "previous" }];
    if (key === "Escape") return ["release", {}];
    if (key === " ") return [this.now?.paused_until ? "resume" : "pause", {}];
    const lens = /^[1-9]$/.test(key) ? this.now?.lenses[Number(key) - 1] : undefined;
    return lens ? ["lens", { lens: lens.key }] : null;
  }

  private stir(): void {
    this.host.hidden = false;
    clearTimeout(this.rest);
    if (!this.always) this.rest = setTimeout(() => this.host.toggleAttribute("hidden", true), SHOWN_MS);
  }

  /** Who is driving, and how long until the room goes on by itself. */
  private count(): void {
    const words = part("[data-driver]", this.host.ownerDocument);
    const said = this.now ? this.words(this.now) : "";
    if (words.textContent !== said) words.textContent = said;
    words.hidden = !said;
  }

  private words(now: RoomNow): string {
    const left = (until: string): string => span(Date.parse(until) - (Date.now() + this.ahead));
    if (now.paused_until) return `Paused by ${now.driver} · goes on in ${left(now.paused_until)}`;
    if (now.returns_at) return `Chosen by ${now.driver} · back in ${left(now.returns_at)}`;
    return "";
  }
}

/** `1:05` */
function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
