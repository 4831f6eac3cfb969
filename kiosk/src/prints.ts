/** Prints of what is on the stage: links that lead to paper, kept at the scene that is shown. */

import { part } from "./page";

/** What there is to print: the address of a scene as SVG, and the page of it that is shown. */
export interface Printable {
  readonly source: string;
  readonly page: number;
}

/** Let the links in `#prints` lead to what is shown whenever they are looked at. */
export function offerPrints(shown: Printable): void {
  const prints = part<HTMLDetailsElement>("#prints");
  const summary = part<HTMLElement>("#prints > summary");
  prints.addEventListener("toggle", () => {
    for (const link of prints.querySelectorAll<HTMLAnchorElement>("a[data-form]")) link.href = printOf(shown, link.dataset.form ?? "");
  });
  prints.addEventListener("keydown", (event) => {
    event.stopPropagation(); // on these keys the wall itself would go back
    if (event.key !== "Escape" || !prints.open) return;
    prints.open = false;
    summary.focus();
  });
  addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !prints.contains(event.target)) prints.open = false;
  });
}

/** A PDF has all pages of a scene, a PNG the one that is shown. */
function printOf({ source, page }: Printable, form: string): string {
  const url = new URL(source, location.origin);
  url.pathname = url.pathname.replace(/\.svg$/, `.${form}`);
  if (form === "png" && page > 1) url.searchParams.set("page", String(page));
  return url.href;
}
