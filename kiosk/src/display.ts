/** The page of a paired screen: its code until it is let in, then what its room shows, for months. */

import { type Contact, Refused, wordsOf } from "./contact";
import { ask, credential, dropCredential, keepCredential } from "./credential";
import { Driving } from "./driving";
import { Feed, type News } from "./feed";
import { fit, type Now, wholeOf } from "./glass";
import { uuid } from "./identity";
import { hidePointerAtRest } from "./idle";
import { keepFrame, lastFrame } from "./lastframe";
import { onLongPress } from "./longpress";
import { linkWords, Overlay } from "./overlay";
import { HUB, part } from "./page";
import { turnAt } from "./paging";
import { letIn } from "./pairing";
import { PhoneWay } from "./phoneway";
import { shiftPixels } from "./pixelshift";
import { Rest } from "./rest";
import { Stage } from "./stage";

const CONTACT_MS = 30_000;
const KEPT_MS = 5_000;
const REPORT_MS = 1_000;
const EARLIEST_MS = 50;

declare global {
  interface Window {
    /** When the page last painted; whoever keeps the browser alive looks at it. */
    beat?: number;
  }
}

class Display {
  private readonly frame = part("#stage");
  private readonly said = part("#said");
  private readonly overlay = new Overlay(this.frame);
  private readonly trail: string[] = [];
  private readonly stage = new Stage(
    this.frame,
    {
      changed: (element) => this.overlay.outline(element),
      turned: () => this.overlay.clear(),
      shown: (scene) => this.follow(scene),
    },
    "",
    (address) => ask(address),
  );
  private readonly driving = new Driving(part("#driving"), (verb, body) => this.drive(verb, body));
  private readonly phone = new PhoneWay(part<HTMLDialogElement>("#phone"));
  private readonly rest = new Rest(part("#rest"));
  private readonly feed: Feed;
  private now: Now | null = null;
  /** When the hub told `now`, by the page's own clock. */
  private toldAt = 0;
  private change = 0;
  private reporting = 0;
  private turning = 0;
  private keeping = 0;
  private told = "";

  constructor() {
    this.frame.addEventListener("click", (event) => this.open(event.target));
    addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.open(event.target);
      if (event.key === "Backspace") this.goBack();
    });
    part("#back").addEventListener("click", () => this.goBack());
    part("#phone-open").addEventListener("click", () => this.now && void this.phone.drive(this.now.room));
    onLongPress(this.frame, () => this.stage.source, (pressed) => this.now && void this.phone.raise(this.now.room, pressed));
    new ResizeObserver(() => void this.feed.refresh()).observe(this.frame);
    this.feed = new Feed((news) => this.look(news), (contact) => this.tell(contact), () => ({ display: credential() }));
    setInterval(() => void this.report(), CONTACT_MS);
  }

  /** Show the picture of before at once: it may be the only one for a while. */
  async restore(): Promise<void> {
    const kept = await lastFrame();
    if (!kept || this.now) return;
    this.apply(kept.now, Date.parse(kept.at));
    this.stage.restore(kept.source, kept.picture);
    this.tell({ since: new Date(kept.at), words: "" });
  }

  /** Looks at what the room shows, but for news that are of the scene on the glass alone. */
  private async look(news: News): Promise<readonly string[]> {
    if (!this.now || this.isOfRoom(news)) await this.lookAtRoom();
    const now = this.now;
    if (!now) return [];
    const topics = await this.stage.look();
    this.turnPages(now, this.toldAt);
    this.keepSoon();
    this.reportSoon();
    return [...now.topics, ...topics];
  }

  /** A topic of what few may see has its class behind it. */
  private isOfRoom(news: News): boolean {
    return news === null || [...news].some((topic) => this.now?.topics.includes(topic.split("@")[0] ?? ""));
  }

  private async lookAtRoom(): Promise<void> {
    const reply = await ask(`${HUB}/display/now`);
    const at = Date.now();
    if (reply.status === 401) this.sentAway();
    if (!reply.ok) throw new Refused(reply.status, await wordsOf(reply));
    const now = (await reply.json()) as Now;
    if (this.now && this.now.reloads !== now.reloads) location.reload();
    this.driving.follow(now, at);
    this.apply(now, at);
    this.lookAgain(Date.parse(now.until) - Date.parse(now.now));
  }

  private sentAway(): never {
    dropCredential();
    location.reload();
    throw new Refused(401, "this screen is not paired any more");
  }

  private apply(now: Now, at: number): void {
    this.now = now;
    this.toldAt = at;
    document.documentElement.dataset.theme = now.theme;
    this.stage.theme = now.theme;
    if (this.stage.source !== HUB + now.scene) this.stage.page = 1;
    this.stage.source = HUB + now.scene;
    this.stage.size = wholeOf(now.part, innerHeight > innerWidth);
    fit(this.frame, now.part);
    this.rest.follow(now, at);
    this.showBanners(now);
    this.showName(now);
    if (!now.returns_at) this.trail.length = 0;
    part("#back").hidden = this.trail.length === 0;
  }

  private showBanners(now: Now): void {
    const host = part("#messages");
    host.replaceChildren(
      ...now.banners.map((banner) => {
        const line = document.createElement("p");
        line.textContent = banner.text;
        line.toggleAttribute("data-urgent", banner.urgent);
        return line;
      }),
    );
    host.hidden = now.banners.length === 0;
  }

  private showName(now: Now): void {
    const left = now.identify_until ? Date.parse(now.identify_until) - Date.parse(now.now) : 0;
    const host = part("#identify");
    host.hidden = left <= 0;
    if (left <= 0) return;
    part("[data-name]", host).textContent = now.name;
    part("[data-room]", host).textContent = now.room_title;
    setTimeout(() => host.toggleAttribute("hidden", true), left);
  }

  /** Look again when the room shows something else; a slow poll looks in any case. */
  private lookAgain(milliseconds: number): void {
    clearTimeout(this.change);
    this.change = setTimeout(() => void this.feed.refresh(), Math.max(EARLIEST_MS, milliseconds + EARLIEST_MS));
  }

  /** A scene with several pages shows each while it stays; one that a person has chosen waits for
   * that person to turn them. */
  private turnPages(now: Now, at: number): void {
    clearTimeout(this.turning);
    if (now.stays === null) return;
    const ran = now.paused_until ? 0 : Date.now() - at;
    const { page, next } = turnAt(now.elapsed * 1000 + ran, now.stays * 1000, this.stage.pages);
    const moved = page !== this.stage.page;
    this.stage.page = page;
    if (moved) void this.feed.refresh();
    else if (next !== null && !now.paused_until) this.turning = setTimeout(() => this.turnPages(now, at), next + EARLIEST_MS);
  }

  private follow(scene: SVGSVGElement): void {
    const { width, height } = scene.viewBox.baseVal;
    this.overlay.fit(width || 1920, height || 1080);
    this.overlay.follow(scene);
    document.title = scene.getAttribute("aria-label") ?? document.title;
    labelTitles(scene);
    this.driving.paged(scene);
  }

  private tell(contact: Contact): void {
    if (contact.since) this.rest.unheard();
    const words = linkWords(contact);
    this.overlay.link(words);
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  private keepSoon(): void {
    if (this.keeping) return;
    this.keeping = setTimeout(() => {
      this.keeping = 0;
      const glass = this.stage.glass;
      if (glass && this.now) void keepFrame({ now: this.now, source: glass.source, picture: this.stage.picture, at: new Date().toISOString() });
    }, KEPT_MS);
  }

  // -- what people do at the screen ------------------------------------------------------------

  /** A part of the scene that leads to another scene is shown in the whole room. */
  private open(target: EventTarget | null): void {
    const link = target instanceof Element ? target.closest<SVGElement>("[data-href]")?.dataset.href : undefined;
    if (!link || !this.now) return;
    const url = sceneOf(new URL(link, `${location.origin}${HUB}/scenes/`));
    const named = /^\/(?:scenes|wall)\/?([\w-]*)(?:\.svg)?$/.exec(url.pathname.slice(HUB.length));
    const scene = url.searchParams.get("scene") ?? named?.[1];
    if (!named || !scene) return;
    url.searchParams.delete("scene");
    this.trail.push(this.now.scene);
    void this.drive("show", { scene, about: Object.fromEntries(url.searchParams) });
  }

  private goBack(): void {
    const before = this.trail.pop();
    const [, scene, about] = /^\/scenes\/([\w-]+)\.svg\?(.*)$/.exec(before ?? "") ?? [];
    if (this.trail.length === 0 || !scene) void this.drive("release", {});
    else void this.drive("show", { scene, about: Object.fromEntries(new URLSearchParams(about)) });
  }

  private async drive(verb: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.now) return;
    await this.send(`${HUB}/api/v1/rooms/${encodeURIComponent(this.now.room)}/${verb}`, body);
    await this.feed.refresh();
  }

  private async send(address: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const headers = { Authorization: `Bearer ${credential()}`, "Content-Type": "application/json", "Idempotency-Key": uuid() };
    await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null); // the link bar says it
  }

  // -- what the screen says of itself ----------------------------------------------------------

  /** Say what is on the glass now: once where it changes fast, and not when all others do. */
  private reportSoon(): void {
    if (this.reporting || !this.stage.glass || this.stage.glass.tag === this.told) return;
    this.reporting = setTimeout(() => {
      this.reporting = 0;
      void this.report();
    }, REPORT_MS * (0.5 + Math.random()));
  }

  private async report(): Promise<void> {
    const { address = "", tag = "" } = this.stage.glass ?? {};
    this.told = tag;
    const memory = (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory;
    const said = {
      browser: navigator.userAgent.slice(0, 300),
      heap: memory?.usedJSHeapSize ?? null,
      width: innerWidth,
      height: innerHeight,
      scene: address.slice(0, 600),
      etag: tag.replace(/^W\//, "").replaceAll('"', "").slice(0, 80),
    };
    const given = await ask(`${HUB}/display/contact`, said)
      .then((reply) => (reply.ok ? (reply.json() as Promise<{ credential: string | null }>) : null))
      .catch(() => null); // it is said again soon, and may fail while it is read as well
    if (given?.credential) keepCredential(given.credential);
  }
}

/** A board is worked on at a board: a screen shows the problem that is on it. */
function sceneOf(url: URL): URL {
  if (url.pathname !== `${HUB}/board`) return url;
  const issue = url.searchParams.get("issue") ?? "";
  return new URL(`${HUB}/scenes/problem.svg?${new URLSearchParams({ issue })}`, url);
}

/** Titles become labels: over a pointer that was left lying, a title stays on the wall for good. */
function labelTitles(scene: SVGSVGElement): void {
  for (const title of scene.querySelectorAll("title")) {
    const owner = title.parentElement;
    if (owner && !owner.hasAttribute("aria-label")) owner.setAttribute("aria-label", title.textContent ?? "");
    if (owner && !owner.hasAttribute("role")) owner.setAttribute("role", "group"); // what has no role can have no label
    title.remove();
  }
}

function paint(): void {
  window.beat = Date.now();
  requestAnimationFrame(paint);
}

async function start(): Promise<void> {
  paint();
  hidePointerAtRest();
  shiftPixels();
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register(`${HUB}/display-worker.js`, { scope: `${HUB}/display` });
  if (!credential()) await letIn();
  await new Display().restore();
}

void start();
