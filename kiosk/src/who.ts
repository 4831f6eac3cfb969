/**
 * Who stands at a shared board: known by a badge, or by a name and a PIN, and forgotten when nobody
 * has touched the board for a while. What is done meanwhile is that person's, entered at this board.
 */

import { listenForBadges } from "./badge";
import { type Command } from "./commands";
import { jsonOf, wordsOf } from "./contact";
import { standBeside } from "./editor";
import { HUB, part, PATIENCE_MS } from "./page";

/** Without a touch for so long, and whoever stood here has gone. */
export const IDLE_MS = 60_000;
const LOOK_MS = 1_000;
const MOST = 1_000; // names that one answer lists
const FEW = 12; // names that are found without their first letters
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
const OUT_OF_REACH = "The hub is out of reach: nobody can be recognised now. What you do is kept as the board's own.";

interface Known {
  readonly token: string;
  readonly name: string;
}

interface Person {
  readonly id: string;
  readonly name: string;
}

export class Who {
  private known: Known | null = null;
  private touched = performance.now();
  private panel: HTMLElement | null = null;

  /** `button` says who is here and opens the panel; `said` is read out; `idle` is told how many ms
   * nobody has touched the board, every second. */
  constructor(
    private readonly button: HTMLElement,
    private readonly said: HTMLElement,
    idle: (ms: number) => void,
  ) {
    for (const touch of TOUCHES) addEventListener(touch, () => (this.touched = performance.now()), { capture: true, passive: true });
    setInterval(() => {
      const ms = performance.now() - this.touched;
      if (ms >= IDLE_MS) this.forget();
      idle(ms);
    }, LOOK_MS);
    button.addEventListener("click", () => (this.panel ? this.close() : this.open()));
    listenForBadges((badge) => void this.recognise({ badge }));
    this.show();
  }

  /** The command as the person's who stands here; the board's own where nobody is known. */
  sign<C extends Command>(command: C): C {
    return this.known ? { ...command, by: this.known.token } : command;
  }

  private async recognise(shown: Readonly<Record<string, string>>): Promise<void> {
    this.say("One moment …");
    const reply = await post("board/recognise", shown);
    if (!reply?.ok && shown.badge) this.forget(); // whoever holds it is nobody that was known here
    if (!reply) return this.refuse(OUT_OF_REACH);
    if (!reply.ok) return this.refuse(await wordsOf(reply));
    const { token, name } = await jsonOf(reply);
    this.forget();
    this.known = { token: String(token), name: String(name) };
    this.touched = performance.now();
    this.close();
    this.show();
    this.say(`You are known as ${this.known.name}`);
  }

  /** Whoever was here has gone; what waits to be sent stays theirs. */
  private forget(): void {
    this.close();
    if (!this.known) return;
    void post("board/leave", {}, this.known.token);
    this.known = null;
    this.show();
    this.say("Nobody is known at this board now");
  }

  private show(): void {
    const name = this.known?.name ?? "";
    this.button.toggleAttribute("data-known", Boolean(name));
    part("[data-name]", this.button).textContent = name || "Who is here?";
    part("[data-initials]", this.button).textContent = initials(name);
  }

  private say(words: string): void {
    this.said.textContent = words;
    if (this.panel) part("[data-said]", this.panel).textContent = words;
  }

  /** Says what was wrong where the person looks: the panel opens for it. */
  private refuse(words: string): void {
    if (!this.panel) this.open();
    this.said.textContent = "";
    if (!this.panel) return;
    part("[data-said]", this.panel).textContent = "";
    const fault = part("[data-fault]", this.panel);
    fault.hidden = false;
    fault.textContent = words;
    clearDigits(this.panel);
  }

  // -- the panel ------------------------------------------------------------------------------

  private open(): void {
    const panel = part("section", part<HTMLTemplateElement>("#who-panel").content.cloneNode(true) as DocumentFragment);
    this.panel = panel;
    part("#editors").append(panel);
    const box = this.button.getBoundingClientRect();
    standBeside(panel, box.left + box.width / 2);
    part("[data-close]", panel).addEventListener("click", () => this.close());
    const gone = part("[data-gone]", panel);
    gone.hidden = !this.known;
    gone.addEventListener("click", () => this.forget());
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    panel.focus();
    void this.fill(panel);
  }

  private close(): void {
    if (!this.panel) return;
    const held = this.panel.contains(document.activeElement);
    this.panel.remove();
    this.panel = null;
    if (held) this.button.focus();
  }

  /** The names that have a PIN; with many of them, first letters to choose from. */
  private async fill(panel: HTMLElement): Promise<void> {
    const reply = await fetch(`${HUB}/api/v1/people?limit=${MOST}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    const { items } = reply?.ok ? await jsonOf(reply) : { items: null };
    if (!Array.isArray(items)) return this.refuse(OUT_OF_REACH);
    const people = (items as (Person & { readonly pin: boolean })[]).filter(({ pin }) => pin).sort((a, b) => a.name.localeCompare(b.name));
    part("[data-none]", panel).hidden = people.length > 0;
    const letters = people.length > FEW ? [...new Set(people.map(({ name }) => letterOf(name)))] : [];
    const list = (letter: string): void => this.list(panel, people.filter(({ name }) => !letter || letterOf(name) === letter));
    part("[data-letters]", panel).replaceChildren(...letters.map((letter) => lettered(letter, list)));
    list("");
    standBeside(panel, this.button.getBoundingClientRect().left);
  }

  private list(panel: HTMLElement, people: readonly Person[]): void {
    const names = people.map((person) => {
      const row = document.createElement("button");
      row.type = "button";
      row.className = "plain";
      row.textContent = person.name;
      row.addEventListener("click", () => this.ask(panel, person));
      return row;
    });
    part("[data-people]", panel).replaceChildren(...names);
  }

  private ask(panel: HTMLElement, person: Person): void {
    panel.dataset.asks = "pin";
    part("[data-fault]", panel).hidden = true;
    part("[data-whose]", panel).textContent = person.name;
    const field = part<HTMLInputElement>("[data-pin]", panel);
    part("form", panel).addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value) void this.recognise({ person: person.id, pin: field.value });
    });
    for (const key of panel.querySelectorAll<HTMLElement>("[data-digit]")) {
      key.addEventListener("click", () => {
        const digit = key.dataset.digit ?? "";
        field.value = digit ? field.value + digit : field.value.slice(0, -1);
      });
    }
    field.focus();
  }
}

function clearDigits(panel: HTMLElement): void {
  part<HTMLInputElement>("[data-pin]", panel).value = "";
}

function lettered(letter: string, list: (letter: string) => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = letter;
  button.addEventListener("click", () => list(letter));
  return button;
}

function letterOf(name: string): string {
  return name.charAt(0).toUpperCase();
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word && !["of", "and", "the", "for"].includes(word));
  return words.slice(0, 2).map(letterOf).join("");
}

/** The hub's answer, or null if it is out of reach. Never kept: it may hold a PIN. */
async function post(page: string, body: Readonly<Record<string, string>>, token = ""): Promise<Response | null> {
  const headers = { "Content-Type": "application/json", ...(token ? { "Hub-Presence": token } : {}) };
  const request = { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS) };
  return fetch(`${HUB}/${page}`, request).catch(() => null);
}
