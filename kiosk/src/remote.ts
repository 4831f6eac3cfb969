/** The remote: drives a room from a phone, and follows what the room shows. */

import { type Contact, Refused, wordsOf } from "./contact";
import { time } from "./clock";
import { Driving } from "./driving";
import { Feed } from "./feed";
import { type RoomNow } from "./glass";
import { uuid } from "./identity";
import { HUB, part, PATIENCE_MS } from "./page";
import { Stage } from "./stage";

const EARLIEST_MS = 50;

/** One scene of the room's playlist. */
interface Step {
  readonly scene: string;
  readonly about: Readonly<Record<string, string>>;
  readonly words: string;
  readonly on: boolean;
}

interface Told extends RoomNow {
  readonly words: string;
  readonly steps: readonly Step[];
}

class Remote {
  private readonly room = part("main").dataset.room ?? "";
  private readonly said = part("#link");
  private readonly title = part("#now-title");
  private readonly stage = new Stage(
    part("#stage"),
    { changed: nothing, turned: nothing, shown: (scene) => this.driving.paged(scene) },
    "",
  );
  private readonly driving = new Driving(part("#driving"), (verb, body) => this.drive(verb, body), true);
  private readonly feed = new Feed(
    () => this.look(),
    (contact) => this.tell(contact),
  );
  private change = 0;

  private async look(): Promise<readonly string[]> {
    const address = `${HUB}/remote/now?room=${encodeURIComponent(this.room)}`;
    const reply = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
    const at = Date.now();
    if (!reply.ok) throw new Refused(reply.status, await wordsOf(reply));
    const now = (await reply.json()) as Told;
    this.driving.follow(now, at);
    this.show(now);
    clearTimeout(this.change);
    const changes = Date.parse(now.until) - Date.parse(now.now);
    this.change = setTimeout(() => void this.feed.refresh(), Math.max(0, changes) + EARLIEST_MS);
    const topics = await this.stage.look();
    return [...now.topics, ...topics];
  }

  private show(now: Told): void {
    this.stage.theme = now.theme;
    this.stage.source = HUB + now.scene;
    const words = now.resting ? `Dark outside of its hours (${now.words})` : now.words;
    if (this.title.textContent !== words) this.title.textContent = words;
    this.list(now.steps);
  }

  private list(steps: readonly Step[]): void {
    const list = part("#steps");
    const said = JSON.stringify(steps.map((step) => step.words));
    if (list.dataset.said !== said) {
      list.dataset.said = said;
      list.replaceChildren(...steps.map((step) => this.entry(step)));
    }
    list.querySelectorAll("button").forEach((button, place) => {
      if (steps[place]?.on) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }

  private entry({ scene, about, words }: Step): HTMLElement {
    const entry = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = words;
    button.addEventListener("click", () => void this.drive("show", { scene, about }));
    entry.append(button);
    return entry;
  }

  /** Sent at once or not at all: what comes minutes later would drive the room out of the blue. */
  private async drive(verb: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": uuid() };
    const address = `${HUB}/api/v1/rooms/${encodeURIComponent(this.room)}/${verb}`;
    const request = { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS) };
    const reply = await fetch(address, request).catch(() => null);
    if (!reply?.ok) this.say(reply ? await wordsOf(reply) : "The hub does not answer: nothing was changed.");
    else await this.feed.refresh();
  }

  private tell(contact: Contact): void {
    this.say(contact.since ? `No connection since ${time(contact.since)}` : contact.words);
  }

  private say(words: string): void {
    if (this.said.textContent !== words) this.said.textContent = words;
    this.said.hidden = !words;
  }
}

function nothing(): void {
  // the remote shows the picture and nothing else about it
}

new Remote();
