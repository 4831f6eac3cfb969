/** Contact with the hub: what a page knows about whether its picture is fresh. */

/** `since` is the last time the hub answered, or null while it does; `words` say what it refused. */
export interface Contact {
  readonly since: Date | null;
  readonly words: string;
}

export const IN_TOUCH: Contact = { since: null, words: "" };

/** The hub answered, but would not give the picture. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    words: string,
  ) {
    super(words);
  }
}

/** The words of an error answer of the hub, fit for the person at the screen. */
export async function wordsOf(reply: Response): Promise<string> {
  const body = await jsonOf(reply);
  const problems = Array.isArray(body.problems) ? body.problems.map(String) : [];
  const error = typeof body.error === "string" ? body.error : `the hub answered ${reply.status}`;
  return [error, ...problems.filter((problem) => !error.includes(problem))].join("; ");
}

/** The JSON object of an answer; an empty one where there is none. */
export async function jsonOf(reply: Response): Promise<Record<string, unknown>> {
  const body: unknown = await reply.json().catch(() => null);
  return body !== null && typeof body === "object" ? (body as Record<string, unknown>) : {};
}
