/** An editor at the board that takes words from somebody's own phone: a QR code leads there. */

import { jsonOf, wordsOf } from "./contact";
import { type Field, put } from "./keys";
import { HUB, pageAddress, part, PATIENCE_MS } from "./page";

const POLL_MS = 1_500;
const OUT_OF_REACH = "The hub is out of reach: a phone cannot send anything now.";

/** What a slip is for. */
export interface About {
  readonly asked: string;
  /** The problem, or nothing where there is none yet. */
  readonly issue: string;
}

interface Opened {
  readonly id: string;
  readonly address: string;
  readonly qr: string;
  readonly caution: string;
}

/** The way from a phone into one field, for as long as its editor is open. */
export class Slip {
  private id = "";
  private taken = 0;
  private closed = false;

  /** `host` shows the way, `landed` says what has come. */
  constructor(
    readonly field: Field,
    private readonly host: HTMLElement,
    private readonly landed: HTMLElement,
    private readonly about: About,
  ) {
    void this.open();
  }

  /** Nothing more is taken. */
  close(): void {
    this.closed = true;
    if (this.id) void request(`/slips/${this.id}/close`, {});
  }

  private async open(): Promise<void> {
    this.say("One moment …");
    const most = this.field.maxLength > 0 ? this.field.maxLength : undefined;
    const { asked, issue } = this.about;
    const reply = await request(pageAddress("slips", {}).slice(HUB.length), { asked, issue: issue || null, most });
    if (!reply?.ok) return this.say(reply ? await wordsOf(reply) : OUT_OF_REACH);
    const opened = (await reply.json()) as Opened;
    this.id = opened.id;
    if (this.closed) return this.close();
    this.show(opened);
    this.say("");
    void this.poll();
  }

  private show({ qr, address, caution }: Opened): void {
    part("[data-qr]", this.host).innerHTML = qr;
    part("[data-address]", this.host).textContent = address.replace(/^https?:\/\//, "").replace(/\?.*/, "");
    const warns = part("[data-caution]", this.host);
    warns.textContent = caution;
    warns.hidden = !caution;
  }

  /** Looks for words until the editor is closed or the code has run out. */
  private async poll(): Promise<void> {
    while (!this.closed && this.field.isConnected) {
      const reply = await request(`/slips/${this.id}`);
      if (this.closed) return;
      if (reply?.ok) this.take((await jsonOf(reply)).sent);
      else if (reply && reply.status < 500) return this.end(await wordsOf(reply));
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
    if (!this.closed) this.close();
  }

  private take(sent: unknown): void {
    if (!Array.isArray(sent) || sent.length <= this.taken) return;
    for (const words of sent.slice(this.taken)) land(this.field, String(words));
    this.taken = sent.length;
    this.say("Words from a phone have come. Tap Save to keep them.");
  }

  private end(words: string): void {
    this.closed = true;
    part("[data-qr]", this.host).replaceChildren();
    part("[data-address]", this.host).textContent = "";
    this.say(words);
  }

  get over(): boolean {
    return this.closed;
  }

  private say(words: string): void {
    this.landed.textContent = words;
  }
}

/** At the end of what stands there, on a line of its own where there are lines. */
function land(field: Field, words: string): void {
  const lines = field instanceof HTMLTextAreaElement;
  const said = lines ? words : words.replace(/\s+/g, " ");
  const end = field.value.length;
  put(field, `${/\S$/.test(field.value) ? (lines ? "\n" : " ") : ""}${said}`, end, end);
}

async function request(path: string, body?: unknown): Promise<Response | null> {
  const sent = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return fetch(HUB + path, { ...sent, cache: "no-store", keepalive: true, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
}
