/** The wall page: one scene, full-screen, kept fresh for months; a tap opens what is behind a part. */

import { type Contact } from "./contact";
import { Feed } from "./feed";
import { hidePointerAtRest } from "./idle";
import { linkWords, Overlay } from "./overlay";
import { HUB, part } from "./page";
import { Stage } from "./stage";

const frame = part("#stage");
const said = part("#said");
const back = part<HTMLButtonElement>("#back");
const home = frame.dataset.src ?? "";
const overlay = new Overlay(frame);

const stage = new Stage(
  frame,
  {
    changed: (element) => overlay.outline(element),
    turned: () => overlay.clear(),
    shown: (scene) => {
      const { width, height } = scene.viewBox.baseVal;
      overlay.fit(width || 1920, height || 1080);
      overlay.follow(scene);
    },
  },
  history.state?.source ?? home,
);
const feed = new Feed(() => stage.look(), tellLink);

function tellLink(contact: Contact): void {
  const words = linkWords(contact);
  overlay.link(words);
  if (said.textContent !== words) said.textContent = words;
}

/** Where a part of a scene leads: another scene on this stage, or a page of its own. */
function open(link: string): void {
  const url = new URL(link, `${location.origin}${HUB}/scenes/`);
  if (url.origin !== location.origin) return;
  const scene = /^\/(?:scenes|wall)\/([\w-]+)(?:\.svg)?$/.exec(url.pathname.slice(HUB.length));
  if (scene) turn(`${HUB}/scenes/${scene[1]}.svg${url.search}`);
  else location.assign(url);
}

function turn(source: string): void {
  if (source === stage.source) return;
  history.pushState({ source, depth: depth() + 1 }, "");
  showState();
}

function depth(): number {
  return Number(history.state?.depth ?? 0);
}

function showState(): void {
  stage.source = history.state?.source ?? home;
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
back.addEventListener("click", goBack);
addEventListener("popstate", showState);
new ResizeObserver(() => {
  void feed.refresh();
  const scene = frame.querySelector("svg:not(.overlay)");
  if (scene) overlay.follow(scene);
}).observe(frame);
back.hidden = depth() === 0;
hidePointerAtRest();
