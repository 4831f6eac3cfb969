/** The way from a wall to somebody's phone: the QR code of the room's remote, for a minute. */

import { wordsOf } from "./contact";
import { ask } from "./credential";
import { HUB, part } from "./page";

const SHOWN_MS = 60_000;

export class PhoneWay {
  private rest = 0;

  constructor(private readonly host: HTMLDialogElement) {
    part("[data-close]", host).addEventListener("click", () => host.close());
    host.addEventListener("click", ({ target }) => target === host && host.close());
    host.addEventListener("keydown", (event) => event.stopPropagation()); // its keys do not drive the room
  }

  async show(room: string): Promise<void> {
    const reply = await ask(`${HUB}/remote/qr.svg?room=${encodeURIComponent(room)}`).catch(() => null);
    const place = part("[data-qr]", this.host);
    if (reply?.ok) place.innerHTML = await reply.text();
    else place.replaceChildren();
    place.hidden = !reply?.ok;
    part("[data-address]", this.host).textContent = await this.words(reply, place);
    this.host.showModal();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.host.close(), SHOWN_MS);
  }

  private async words(reply: Response | null, place: HTMLElement): Promise<string> {
    if (!reply) return "The hub does not answer. Try again in a moment.";
    return reply.ok ? (place.querySelector("desc")?.textContent ?? "") : wordsOf(reply);
  }
}
