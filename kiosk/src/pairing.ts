/** The pairing page of a screen: its code, until somebody has let it in. There is no form on it. */

import { ask, keepCredential, keepWaiting, type Waiting, waiting } from "./credential";
import { HUB, part } from "./page";

const POLL_MS = 3_000;
const RETRY_MS = 10_000;

/** Shows codes until the screen is let in, and resolves then. */
export async function letIn(): Promise<void> {
  const host = part("#pairing");
  host.hidden = false;
  for (;;) {
    const pause = await step(host).catch(() => trouble(host));
    if (pause === 0) break;
    await new Promise((done) => setTimeout(done, pause));
  }
  host.hidden = true;
}

/** One look at the hub; the milliseconds to the next one, 0 once the screen is let in. */
async function step(host: HTMLElement): Promise<number> {
  const known = waiting() ?? (await newCode());
  show(host, known);
  const reply = await ask(`${HUB}/display/collect`, { device: known.device });
  if (reply.status === 404 || reply.status === 409) {
    show(host, await newCode());
    return POLL_MS;
  }
  if (!reply.ok) return trouble(host);
  part("[data-trouble]", host).hidden = true;
  const given = (await reply.json()) as { display: string; credential: string };
  if (!given.display) return POLL_MS;
  keepCredential(given.credential);
  return 0;
}

async function newCode(): Promise<Waiting> {
  const reply = await ask(`${HUB}/display/pairing`, {});
  if (!reply.ok) throw new Error(`the hub answered ${reply.status}`);
  const asked = (await reply.json()) as Waiting;
  keepWaiting(asked);
  return asked;
}

function show(host: HTMLElement, asked: Waiting): void {
  if (host.dataset.asked === asked.id) return;
  host.dataset.asked = asked.id;
  part("[data-code]", host).textContent = asked.code;
  part("[data-check]", host).textContent = asked.check;
  part("[data-approve]", host).textContent = asked.approve.replace(/\?.*/, "").replace(/^https?:\/\//, "");
  part("[data-qr]", host).innerHTML = asked.qr;
}

function trouble(host: HTMLElement): number {
  part("[data-trouble]", host).hidden = false;
  return RETRY_MS;
}
