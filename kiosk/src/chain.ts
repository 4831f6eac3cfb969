/**
 * Edits of one thing by one board, one after the other: the second begins where the first will have
 * come to, without waiting for the hub's answer or its drawing. Should the hub refuse the first one,
 * the second is refused with it, since it was made on what never was.
 */

import { type Command } from "./commands";

interface Link {
  readonly id: string;
  /** What the thing comes to by this edit. */
  readonly version: number;
  /** Once the outbox has it. */
  kept?: boolean;
}

export class Chain {
  private readonly last = new Map<string, Link>();

  /** The command with the version that this board's own edits will have come to, if it is later. */
  linked<C extends Command>(command: C, waiting: readonly Command[]): C {
    const thing = edited(command);
    const { version: seen } = command.body;
    if (!thing || typeof seen !== "number") return command;
    const before = lastOf(thing, waiting) ?? this.last.get(thing);
    const linked = before && before.version > seen ? { ...command, after: before.id, body: { ...command.body, version: before.version } } : command;
    this.last.set(thing, { id: command.id, version: Number(linked.body.version) + 1 });
    return linked;
  }

  /** What the outbox holds. */
  hears(waiting: readonly Command[]): void {
    const ids = new Set(waiting.map(({ id }) => id));
    for (const link of this.last.values()) link.kept ||= ids.has(link.id);
  }

  /** The edits that the hub has by now: its next drawing says itself to which version they came. */
  answered(waiting: readonly Command[]): readonly string[] {
    const ids = new Set(waiting.map(({ id }) => id));
    return [...this.last.values()].filter(({ id, kept }) => kept && !ids.has(id)).map(({ id }) => id);
  }

  /** The drawing has come that holds these edits. */
  settle(answered: readonly string[]): void {
    for (const [thing, { id }] of this.last) if (answered.includes(id)) this.last.delete(thing);
  }

  /** The hub has refused it: what is edited next begins with what the board shows. */
  broken(command: Command): void {
    const thing = edited(command);
    if (thing) this.last.delete(thing);
  }
}

/** The latest of the edits that wait to be sent, also since before the page was opened. */
function lastOf(thing: string, waiting: readonly Command[]): Link | undefined {
  const last = waiting.filter((each) => edited(each) === thing && typeof each.body.version === "number").at(-1);
  return last && { id: last.id, version: Number(last.body.version) + 1 };
}

/** What a command edits, of all that people touch again and again; empty for anything else. */
function edited({ path, body }: Command): string {
  const [, moved] = /countermeasures\/([^/]+)\/stage$/.exec(path) ?? [];
  if (moved) return moved;
  if (!/\/tools\/[^/]+$/.test(path)) return "";
  const { id, text: _, ...about } = (body.arguments ?? {}) as Readonly<Record<string, unknown>>;
  return typeof id === "string" ? id : [path, String(body.action), JSON.stringify(about)].join(" ");
}
