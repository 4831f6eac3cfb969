/** The home page: scenes shown small, drawn with the page's own fonts once they come into view. */

import { PATIENCE_MS } from "./page";

async function show(host: HTMLElement): Promise<void> {
  const reply = await fetch(host.dataset.picture ?? "", { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!reply.ok) return;
  const scene = new DOMParser().parseFromString(await reply.text(), "image/svg+xml").documentElement;
  if (!(scene instanceof SVGSVGElement)) return;
  scene.setAttribute("width", "100%");
  scene.setAttribute("height", "100%");
  host.attachShadow({ mode: "open" }).append(scene); // a root of its own: two scenes may share ids
}

const view = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || !(target instanceof HTMLElement)) continue;
    view.unobserve(target);
    show(target).catch(() => target.setAttribute("data-missing", ""));
  }
});
for (const host of document.querySelectorAll("[data-picture]")) view.observe(host);
