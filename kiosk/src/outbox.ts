/**
 * The outbox: a command is kept here from the tap until the hub has answered. Each has its
 * idempotency key from the start, so sending one twice is harmless and losing one is not possible.
 */

import { type Command } from "./commands";
import { jsonOf, wordsOf } from "./contact";
import { Drawer } from "./drawer";
import { folding } from "./fold";
import { HUB, PATIENCE_MS } from "./page";

const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 30_000;
const TRY_AGAIN = new Set([408, 425, 429]);

/** A command the hub would not carry out, with its words; `theirs` is what stands there now. */
export interface Refusal {
  readonly id: string;
  readonly command: Command;
  readonly status: number;
  readonly words: string;
  readonly theirs: string;
}

export type Outcome =
  | { readonly kind: "sent"; readonly reply: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "waiting" };

/** What lies in the outbox; `offline` says that the last attempt did not reach the hub. */
export interface Contents {
  readonly waiting: readonly Command[];
  readonly refused: readonly Refusal[];
  readonly offline: boolean;
}

export class Outbox {
  /** Send what waits; calls made meanwhile become one more round. */
  readonly flush: () => Promise<void>;
  private readonly waiting = new Drawer<Command>("waiting");
  private readonly refused = new Drawer<Refusal>("refused");
  private readonly asked = new Map<string, (outcome: Outcome) => void>();
  private failures = 0;
  private retry = 0;

  constructor(private readonly tell: (contents: Contents) => void) {
    this.flush = folding(() => this.round());
    void this.report();
    void this.flush();
  }

  /** Keep the command, then try to send it; resolves once it is sent, refused or has to wait. */
  async push(command: Command): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve) => this.asked.set(command.id, resolve));
    await this.waiting.add(command);
    await this.report();
    void this.flush();
    return outcome;
  }

  /** The line is back: do not wait for the next attempt. */
  nudge(): void {
    this.failures = 0;
    void this.flush();
  }

  /** The person has read why a command was refused. */
  async dismiss(id: string): Promise<void> {
    await this.refused.remove(id);
    await this.report();
  }

  private async report(): Promise<void> {
    const [waiting, refused] = [await this.waiting.all(), await this.refused.all()];
    this.tell({ waiting, refused, offline: this.failures > 0 });
  }

  private async round(): Promise<void> {
    clearTimeout(this.retry);
    const waiting = await this.waiting.all();
    if (!waiting.length) return;
    const reached = await Promise.all(lanes(waiting).map((lane) => this.sendInOrder(lane)));
    this.failures = reached.every(Boolean) ? 0 : this.failures + 1;
    if (this.failures) this.retry = setTimeout(() => void this.flush(), pause(this.failures));
    for (const { id } of waiting) this.answer(id, { kind: "waiting" });
    await this.report();
  }

  private async sendInOrder(lane: readonly Command[]): Promise<boolean> {
    for (const command of lane) if (!(await this.send(command))) return false;
    return true;
  }

  /** Whether the hub has decided about the command, one way or the other. */
  private async send(command: Command): Promise<boolean> {
    const before = command.after ? (await this.refused.all()).find(({ id }) => id === command.after) : undefined;
    if (before) return this.refuseWith(command, before);
    const reply = await post(command);
    if (!reply || reply.status >= 500 || TRY_AGAIN.has(reply.status)) return false;
    if (reply.ok) await this.settle(command, { kind: "sent", reply: await jsonOf(reply) });
    else await this.refuse(command, reply);
    return true;
  }

  private async refuse(command: Command, reply: Response): Promise<void> {
    const { current } = await jsonOf(reply.clone());
    const refusal: Refusal = {
      id: command.id,
      command,
      status: reply.status,
      words: await wordsOf(reply),
      theirs: typeof current === "string" ? current : "",
    };
    await this.keep(refusal);
  }

  /** What was made on something that the hub refused is refused with it. */
  private async refuseWith(command: Command, { status, words, theirs }: Refusal): Promise<true> {
    await this.keep({ id: command.id, command, status, words, theirs });
    return true;
  }

  private async keep(refusal: Refusal): Promise<void> {
    await this.refused.add(refusal);
    await this.settle(refusal.command, { kind: "refused", refusal });
  }

  private async settle(command: Command, outcome: Outcome): Promise<void> {
    await this.waiting.remove(command.id);
    this.answer(command.id, outcome);
    await this.report();
  }

  private answer(id: string, outcome: Outcome): void {
    this.asked.get(id)?.(outcome);
    this.asked.delete(id);
  }
}

function lanes(commands: readonly Command[]): readonly (readonly Command[])[] {
  const names = [...new Set(commands.map((command) => command.lane))];
  return names.map((name) => commands.filter((command) => command.lane === name));
}

/** The hub's answer, or null if it is out of reach. */
async function post(command: Command): Promise<Response | null> {
  const request: RequestInit = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": command.id,
      "Hub-Tapped-Ago": ago(command.at),
      ...(command.by ? { "Hub-Presence": command.by } : {}),
    },
    body: JSON.stringify(command.body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  return fetch(HUB + command.path, request).catch(() => null);
}

/** Seconds since the tap, by the clock of this board alone: the hub's may differ. */
function ago(at: string): string {
  return (Math.max(0, Date.now() - Date.parse(at)) / 1000).toFixed(1);
}

/** For what must not wait: the answer at once, or null if the hub is out of reach. */
export const sendNow = post;

/** Exponential, with some play so that a roomful of boards does not come back at once. */
function pause(failures: number): number {
  return Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
}
