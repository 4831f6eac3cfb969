/** The wall page: one scene, full-screen, kept fresh for months; a tap opens what is behind a part. */

import { type Contact } from "./contact";
import { Feed } from "./feed";
import { hidePointerAtRest } from "./idle";
import { linkWords, Overlay } from "./overlay";
import { onLongPress } from "./longpress";
import { HUB, pageAddress, part } from "./page";
import { offerPrints } from "./prints";
import { Stage } from "./stage";

const frame = part("#stage");
const said = part("#said");
const back = part<HTMLButtonElement>("#back");
if (!history.state) history.replaceState({ source: frame.dataset.src ?? "", depth: 0 }, "");
const overlay = new Overlay(frame);

const stage = new Stage(
  frame,
  {
    changed: (element) => overlay.outline(element),
    turned: () => overlay.clear(),
    shown: (scene) => {
      const { width, height } = scene.viewBox.baseVal;
      const { margin } = scene.dataset;
      overlay.fit(width || 1920, height || 1080, margin ? Number(margin) : undefined);
      overlay.follow(scene);
      document.title = scene.querySelector(":scope > title")?.textContent ?? document.title;
    },
  },
  history.state.source,
);
const feed = new Feed(() => stage.look(), tellLink);

function tellLink(contact: Contact): void {
  const words = linkWords(contact);
  overlay.link(words);
  if (said.textContent !== words) said.textContent = words;
}

/**
 * Where a part of a scene leads: `?scene=kpi_story&kpi=...` or `kpi_story.svg?kpi=...` is another
 * scene on this stage; anything else of the hub, such as `../board?issue=...`, a page of its own.
 */
function open(link: string): void {
  const url = new URL(link, `${location.origin}${HUB}/scenes/`);
  if (url.origin !== location.origin) return;
  const [, place, named] = /^\/(\w+)\/?([\w-]*)(?:\.svg)?$/.exec(url.pathname.slice(HUB.length)) ?? [];
  const scene = url.searchParams.get("scene") ?? named;
  if (scene && (place === "scenes" || place === "wall")) turn(scene, url.searchParams);
  else location.assign(pageAddress(url.pathname.slice(HUB.length + 1), url.searchParams));
}

/** The address changes too, so that a reload shows the same scene; the page is not left. */
function turn(scene: string, about: URLSearchParams): void {
  about.delete("scene");
  const source = `${HUB}/scenes/${scene}.svg?${about}`;
  if (source === stage.source) return;
  history.pushState({ source, depth: depth() + 1 }, "", pageAddress("wall", new URLSearchParams([["scene", scene], ...about])));
  showState();
}

function depth(): number {
  return Number(history.state?.depth ?? 0);
}

function showState(): void {
  stage.source = history.state?.source ?? frame.dataset.src ?? "";
  back.hidden = depth() === 0;
  void feed.refresh();
}

function goBack(): void {
  if (depth() > 0) history.back();
}

function linkOf(event: Event): string | undefined {
  return event.target instanceof Element
    ? event.target.closest<SVGElement>("[data-href]")?.dataset.href
    : undefined;
}

frame.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (link) open(link);
});
addEventListener("keydown", (event) => {
  const link = event.key === "Enter" ? linkOf(event) : undefined;
  if (link) open(link);
  else if (event.key === "Escape" || event.key === "Backspace") goBack();
});
onLongPress(frame, () => stage.source, ({ kpi, period }) => location.assign(pageAddress("board", { raise: kpi, period, place: "wall" })));
back.addEventListener("click", goBack);
addEventListener("popstate", showState);
new ResizeObserver(() => {
  void feed.refresh();
  const scene = frame.querySelector("svg:not(.overlay)");
  if (scene) overlay.follow(scene);
}).observe(frame);
back.hidden = depth() === 0;
hidePointerAtRest();
offerPrints(stage);
