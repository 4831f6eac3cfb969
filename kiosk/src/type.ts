/** The page on a phone that writes into one editor at a shared board. */

import { jsonOf, wordsOf } from "./contact";
import { part, PATIENCE_MS } from "./page";

const GONE = 404;

class Typing {
  private readonly form = part<HTMLFormElement>("form");
  private readonly area = part<HTMLTextAreaElement>("textarea");
  private readonly button = part<HTMLButtonElement>("[type=submit]");
  private readonly said = part("#said");
  private number = Number(this.form.dataset.number);

  constructor() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.area.addEventListener("input", () => this.say("", ""));
    setTimeout(() => this.runOut(), 1000 * Number(this.form.dataset.left));
    this.area.focus();
  }

  private async send(): Promise<void> {
    const text = this.area.value.trim();
    if (!text) return this.say("Write something first.", "fault");
    this.button.disabled = true;
    const reply = await this.post(text);
    this.button.disabled = false;
    if (!reply) return this.say("The hub does not answer. Your words are still here: send them again.", "fault");
    if (reply.status === GONE) return this.runOut();
    if (!reply.ok) return this.say(await wordsOf(reply), "fault");
    this.number = Number((await jsonOf(reply)).number);
    this.list(text);
  }

  private post(text: string): Promise<Response | null> {
    return fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, number: this.number }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
  }

  /** What has gone to the board stands below, and the next line can be written. */
  private list(text: string): void {
    const line = document.createElement("li");
    line.textContent = text;
    part("#sent ul").prepend(line);
    part("#sent").hidden = false;
    this.area.value = "";
    this.say("It is on the board now. Somebody there taps Save.", "well");
    this.area.focus();
  }

  private runOut(): void {
    this.button.disabled = true;
    this.say("This code has run out. Tap “Type on a phone” at the board again for another one.", "fault");
  }

  private say(words: string, kind: string): void {
    this.said.textContent = words;
    this.said.className = `said ${kind}`;
  }
}

if (document.querySelector("form")) new Typing();
