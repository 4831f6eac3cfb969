/** Notices: what the hub refused, and what is out of reach, shown until somebody has read it. */

import { type Refusal } from "./outbox";
import { part } from "./page";

export interface Replies {
  dismiss(refusal: Refusal): void;
  /** Send the same wish again, now that it is known what stands there. */
  insist(refusal: Refusal): void;
}

const AWAY = "out-of-reach";

/** Says that what somebody wanted to open is out of reach. */
export function showAway(): void {
  if (document.getElementById(AWAY)) return;
  const notice = noticeOf(AWAY, "The hub is out of reach", "This cannot be opened until it is back. What is on the screen stays usable.");
  const row = document.createElement("div");
  row.className = "row";
  row.append(button("Dismiss", hideAway));
  notice.append(row);
  part("#notices").append(notice);
}

/** The hub is back, or somebody has read that it is not. */
export function hideAway(): void {
  document.getElementById(AWAY)?.remove();
}

/** Shows one card per refusal; a conflict shows both texts side by side and asks. */
export function showRefusals(refusals: readonly Refusal[], replies: Replies): void {
  const host = part("#notices");
  const wanted = new Set(refusals.map((refusal) => `refusal-${refusal.id}`));
  for (const card of [...host.children]) if (card.id !== AWAY && !wanted.has(card.id)) card.remove();
  for (const refusal of refusals) {
    if (!host.querySelector(`#refusal-${CSS.escape(refusal.id)}`)) host.append(card(refusal, replies));
  }
}

function noticeOf(id: string, title: string, text: string): HTMLElement {
  const notice = document.createElement("section");
  notice.className = "notice";
  notice.id = id;
  notice.setAttribute("role", "alert");
  notice.append(words("h2", title), words("p", text));
  return notice;
}

function card(refusal: Refusal, replies: Replies): HTMLElement {
  const title = refusal.status === 409 ? "Someone else changed this first" : "Not accepted";
  const notice = noticeOf(`refusal-${refusal.id}`, title, refusal.words);
  notice.append(refusal.theirs ? bothTexts(refusal) : words("p", refusal.command.words, "quote"));
  notice.append(buttons(refusal, replies));
  return notice;
}

function bothTexts(refusal: Refusal): HTMLElement {
  const both = document.createElement("dl");
  both.append(words("dt", "You"), words("dd", refusal.command.words));
  both.append(words("dt", "It says now"), words("dd", refusal.theirs));
  return both;
}

function buttons(refusal: Refusal, replies: Replies): HTMLElement {
  const row = document.createElement("div");
  row.className = "row";
  const asks = refusal.status === 409 && "version" in refusal.command.body;
  if (asks) row.append(button("Use mine", () => replies.insist(refusal)));
  row.append(button(asks ? "Keep theirs" : "Dismiss", () => replies.dismiss(refusal)));
  return row;
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function words(name: string, text: string, tone = ""): HTMLElement {
  const made = document.createElement(name);
  if (tone) made.className = tone;
  made.textContent = text;
  return made;
}
