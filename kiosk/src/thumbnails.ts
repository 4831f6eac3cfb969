/** Scenes shown small, drawn with the page's own fonts once they come into view. */

import { fit, type Part } from "./glass";
import { PATIENCE_MS } from "./page";

const shown = new WeakMap<HTMLElement, string>();
const view = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting && target instanceof HTMLElement) draw(target);
  }
});

/** Shows what `data-picture` of each part within `root` names. */
export function showPictures(root: ParentNode = document): void {
  for (const host of root.querySelectorAll<HTMLElement>("[data-picture]")) {
    view.unobserve(host); // so that it is told of again, also where it is in view already
    view.observe(host);
  }
}

/** Shows pictures that come up, or become others, within `root`, as the page is refreshed. */
export function followPictures(root: HTMLElement): void {
  showPictures(root);
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-picture"] };
  new MutationObserver(() => showPictures(root)).observe(root, changes);
}

function draw(host: HTMLElement): void {
  const address = host.dataset.picture ?? "";
  if (shown.get(host) === address) return;
  shown.set(host, address);
  show(host, address).catch(() => host.toggleAttribute("data-missing", true));
}

async function show(host: HTMLElement, address: string): Promise<void> {
  const reply = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (reply.status !== 200) throw new Error(`the hub answered ${reply.status}`);
  const scene = new DOMParser().parseFromString(await reply.text(), "image/svg+xml").documentElement;
  if (!(scene instanceof SVGSVGElement) || shown.get(host) !== address) return;
  scene.setAttribute("width", "100%");
  scene.setAttribute("height", "100%");
  const frame = document.createElement("div");
  frame.style.height = "100%";
  if (host.dataset.part) fit(frame, JSON.parse(host.dataset.part) as Part, "%", "%");
  frame.append(scene);
  // a root of its own: two scenes may share ids
  (host.shadowRoot ?? host.attachShadow({ mode: "open" })).replaceChildren(frame);
  host.removeAttribute("data-missing");
}
