/** Cause memory: while a cause is being named, what the hub knows of like ones from other problems. */

import { HUB, part } from "./page";

const REST_MS = 350;
const SHOWN = 3;
const FEWEST = 4; // characters

interface Tried {
  readonly text: string;
  readonly strength: string;
  readonly result: string;
  readonly stage: string;
}

interface Recalled {
  readonly text: string;
  readonly number: number;
  readonly unit: string;
  readonly root: boolean;
  readonly tried: readonly Tried[];
}

const RESULTS: Readonly<Record<string, string>> = {
  improved: "it worked",
  no_change: "no change",
  worse: "it got worse",
  too_early: "too early to tell",
};

/** Offers like causes below the field in `fields`, as its words are written. */
export function recallInto(fields: ParentNode, issue: string): void {
  const area = part<HTMLTextAreaElement>("textarea", fields);
  const place = part("[data-recalled]", fields);
  let waits = 0;
  let asked = "";
  area.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(async () => {
      const words = area.value.trim();
      asked = words;
      const found = words.length < FEWEST ? [] : await recalled(words, issue);
      if (asked === words) show(place, found, area);
    }, REST_MS);
  });
}

async function recalled(words: string, issue: string): Promise<readonly Recalled[]> {
  const about = new URLSearchParams({ like: words, without: issue });
  const found = await fetch(`${HUB}/api/v1/causes?${about}`)
    .then((reply) => (reply.ok ? (reply.json() as Promise<{ items: Recalled[] }>) : null))
    .catch(() => null); // without the hub there is no memory
  return found?.items.slice(0, SHOWN) ?? [];
}

function show(place: HTMLElement, found: readonly Recalled[], area: HTMLTextAreaElement): void {
  place.hidden = found.length === 0;
  place.replaceChildren(...found.map((cause) => offer(cause, area)));
}

function offer(cause: Recalled, area: HTMLTextAreaElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  const text = document.createElement("strong");
  text.textContent = cause.text;
  const near = document.createElement("span");
  near.textContent = [`Problem ${cause.number}, ${cause.unit}`, ...cause.tried.slice(0, 2).map(told)].join(" \u00b7 ");
  button.append(text, near);
  button.addEventListener("click", () => {
    area.value = cause.text;
    area.focus();
  });
  return button;
}

function told({ text, strength, result }: Tried): string {
  const known = [strength, RESULTS[result] ?? ""].filter(Boolean).join(", ");
  return known ? `tried: ${text} (${known})` : `tried: ${text}`;
}
