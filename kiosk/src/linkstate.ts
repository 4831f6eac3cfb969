/** The connection as people at a board or a desk see it: "Saved", "Saving", "Offline, 2 waiting". */

import { type Contact, IN_TOUCH } from "./contact";
import { type Contents } from "./outbox";
import { part } from "./page";

export class LinkState {
  private contact: Contact = IN_TOUCH;
  private contents: Contents = { waiting: [], refused: [], offline: false };

  constructor(private readonly host: HTMLElement) {}

  heard(contact: Contact): void {
    this.contact = contact;
    this.show();
  }

  holds(contents: Contents): void {
    this.contents = contents;
    this.show();
  }

  /** Whether the hub is out of reach, for the picture or for what waits. */
  get offline(): boolean {
    return this.contact.since !== null || (this.contents.offline && this.contents.waiting.length > 0);
  }

  private show(): void {
    const count = this.contents.waiting.length;
    const { words } = this.contact;
    if (this.offline) this.say("offline", count ? `Offline, ${count} waiting` : "Offline");
    else if (count) this.say("saving", "Saving");
    else this.say(words ? "refused" : "saved", words || "Saved");
  }

  private say(state: string, words: string): void {
    this.host.dataset.state = state;
    const label = part("[data-words]", this.host);
    if (label.textContent !== words) label.textContent = words;
  }
}
