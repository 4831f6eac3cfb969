/** The way from a wall to somebody's phone: a QR code, for a minute. */

import { wordsOf } from "./contact";
import { ask } from "./credential";
import { type Pressed } from "./longpress";
import { HUB, part } from "./page";

const SHOWN_MS = 60_000;

export class PhoneWay {
  private rest = 0;

  constructor(private readonly host: HTMLDialogElement) {
    part("[data-close]", host).addEventListener("click", () => host.close());
    host.addEventListener("click", ({ target }) => target === host && host.close());
    host.addEventListener("keydown", (event) => event.stopPropagation()); // its keys do not drive the room
  }

  /** The way to the room's remote. */
  drive(room: string): Promise<void> {
    return this.show("Drive this room from your phone", { room });
  }

  /** The way to the board, to raise a problem about what is pressed: a wall itself writes nothing. */
  raise(room: string, { kpi, period }: Pressed): Promise<void> {
    return this.show("Raise a problem with your phone", { room, kpi, period });
  }

  private async show(title: string, about: Readonly<Record<string, string>>): Promise<void> {
    part("h2", this.host).textContent = title;
    const reply = await ask(`${HUB}/remote/qr.svg?${new URLSearchParams(about)}`).catch(() => null);
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
