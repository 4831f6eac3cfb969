/** How much the owner who was chosen last has to see to now: a count at the way to their page. */

import { HUB, pageAddress } from "./page";

const OWNER = "hub:owner";

const chosen = document.querySelector<HTMLElement>("[data-owner]")?.dataset.owner;
if (chosen) localStorage.setItem(OWNER, chosen);
const owner = localStorage.getItem(OWNER);
const way = document.querySelector<HTMLAnchorElement>("[data-mine]");
if (owner && way) void count(owner, way);

async function count(owner: string, way: HTMLAnchorElement): Promise<void> {
  way.href = pageAddress("mine", { owner });
  const due = await counted(owner);
  if (due === 0) return;
  const badge = document.createElement("span");
  badge.className = "due-count";
  badge.textContent = `${due} due`;
  way.append(badge);
}

/** Without the hub nobody is told a number. */
async function counted(owner: string): Promise<number> {
  try {
    const reply = await fetch(`${HUB}/mine/due?${new URLSearchParams({ owner })}`);
    const { due } = (await reply.json()) as { readonly due?: unknown };
    return typeof due === "number" ? due : 0;
  } catch {
    return 0;
  }
}
