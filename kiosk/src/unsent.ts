/** What waits for the hub while it is out of reach, in words: whoever sees it does not do it again. */

import { type Command } from "./commands";

const MOST = 4; // lines; of any more only the number is said

/** The words of what waits for the problem and of problems that are new, the newest first. */
export function unsentWords(waiting: readonly Command[], issue: string): readonly string[] {
  const own = `/api/v1/issues/${encodeURIComponent(issue)}`;
  const about = waiting.filter(({ path }) => path === "/api/v1/issues" || path === own || path.startsWith(`${own}/`));
  return about.map(({ words }) => words.replace(/\s+/g, " ").trim()).reverse();
}

/** Lists them, like ones as one with their number; shows nothing where nothing waits. */
export function showUnsent(host: HTMLElement, words: readonly string[]): void {
  const lines = [...new Set(words)].map((each) => ({ each, times: words.filter((other) => other === each).length }));
  host.hidden = !lines.length;
  const more = lines.slice(MOST).reduce((sum, { times }) => sum + times, 0);
  const items = lines.slice(0, MOST).map(({ each, times }) => line(each, times > 1 ? `×${times}` : ""));
  host.replaceChildren(line("Not sent yet", ""), ...items, ...(more ? [line(`and ${more} more`, "")] : []));
}

function line(words: string, times: string): HTMLElement {
  const [row, text, count] = [document.createElement("li"), document.createElement("span"), document.createElement("b")];
  text.textContent = words;
  count.textContent = times;
  row.append(text, ...(times ? [" ", count] : []));
  return row;
}
