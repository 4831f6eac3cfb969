/** The stage: shows one scene at a time, morphs it as it changes, fades from one to the next. */

import { Refused, wordsOf } from "./contact";
import { morph } from "./morph";
import { HUB, LOOK_PATIENCE_MS, still, THEME } from "./page";

const FADE_MS = 400;
const LANDSCAPE = "1920x1080";
const PORTRAIT = "1080x1920";

/** What the stage tells the page about the scene. */
export interface Audience {
  /** A part with an id shows another value than before. */
  changed(part: Element): void;
  /** Another scene takes the place of the last one. */
  turned(): void;
  /** The scene is up to date now, in its own coordinates. */
  shown(scene: SVGSVGElement): void;
}

/** How the stage gets its pictures: a screen that is paired shows its credential, for one. */
export type Ask = (address: string) => Promise<Response>;

export class Stage {
  theme = THEME;
  /** Which page of the source is wanted; what the source says itself goes first. */
  page = 1;
  /** The frame that suits this screen, if it draws a part of a picture over several. */
  size: string | null = null;
  private scene: SVGSVGElement | null = null;
  private shownAddress = "";
  private shownSource = "";
  private tag: string | null = null;
  /** The ids of the parts that led away from a source, until the viewer is back there. */
  private readonly left = new Map<string, string>();

  constructor(
    private readonly frame: HTMLElement,
    private readonly audience: Audience,
    public source: string,
    private readonly ask: Ask = (address) => fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(LOOK_PATIENCE_MS) }),
  ) {}

  /** Fetch the scene and show it; resolves to the topics it depends on. */
  async look(): Promise<readonly string[]> {
    const { source, address } = this;
    const reply = await this.ask(address);
    if (reply.status === 404 && this.page > 1) {
      this.page = 1; // there are fewer pages than there were
      return this.look();
    }
    if (!reply.ok) throw new Refused(reply.status, await wordsOf(reply));
    const tag = reply.headers.get("ETag");
    const known = tag !== null && tag === this.tag && address === this.shownAddress;
    if (!known) this.show(parse(await reply.text()), source, address);
    if (source === this.source) Object.assign(this, { tag, shownAddress: address });
    return this.topics;
  }

  /** What is on the stage: its source, its address below the hub with theme and size, and the tag it
   * came with. */
  get glass(): { readonly source: string; readonly address: string; readonly tag: string } | null {
    if (!this.scene) return null;
    const address = this.shownAddress.slice(location.origin.length + HUB.length);
    return { source: this.shownSource, address, tag: this.tag ?? "" };
  }

  /** The picture that is on the stage, as text. */
  get picture(): string {
    return this.scene ? new XMLSerializer().serializeToString(this.scene) : "";
  }

  /** Put a picture of before on the stage, until there is a fresh one. */
  restore(source: string, picture: string): void {
    this.source = source;
    this.show(parse(picture), source, "");
  }

  /** How many pages the scene has. */
  get pages(): number {
    return Number(this.scene?.dataset.pages ?? 1);
  }

  private get topics(): readonly string[] {
    return (this.scene?.dataset.topics ?? "").split(/\s+/).filter(Boolean);
  }

  /** The source with the theme and the frame that suit this screen. */
  private get address(): string {
    const url = new URL(this.source, location.href);
    const upright = this.frame.clientHeight > this.frame.clientWidth;
    url.searchParams.set("theme", this.theme);
    url.searchParams.set("size", this.size ?? (upright ? PORTRAIT : LANDSCAPE));
    if (this.page > 1 && !url.searchParams.has("page")) url.searchParams.set("page", String(this.page));
    return url.href;
  }

  private show(wanted: SVGSVGElement, source: string, address: string): void {
    if (source !== this.source) return; // the viewer has moved on meanwhile
    const turned = pageOf(address) !== pageOf(this.shownAddress);
    if (this.scene && source === this.shownSource && !turned) {
      morph(this.scene, wanted, (part) => part.id && this.audience.changed(part));
    } else {
      this.leave();
      this.turnTo(wanted);
      this.returnTo(source);
    }
    this.shownSource = source;
    if (this.scene) this.audience.shown(this.scene);
  }

  /** Remember where the focus is, for the way back by keyboard. */
  private leave(): void {
    const part = document.activeElement;
    if (part?.id && this.scene?.contains(part)) this.left.set(this.shownSource, part.id);
  }

  /** Whoever comes back goes on from the card that was opened. */
  private returnTo(source: string): void {
    const id = this.left.get(source);
    if (id) this.scene?.querySelector<SVGElement>(`#${CSS.escape(id)}`)?.focus({ preventScroll: true });
    this.left.delete(source);
  }

  private turnTo(wanted: SVGSVGElement): void {
    const old = this.scene;
    this.audience.turned();
    this.scene = document.importNode(wanted, true);
    this.frame.prepend(this.scene);
    if (!old || still()) return old?.remove();
    old.setAttribute("aria-hidden", "true");
    old.style.zIndex = "1";
    old.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, fill: "forwards" }).onfinish = () => old.remove();
  }
}

function pageOf(address: string): string {
  return (address && new URL(address).searchParams.get("page")) || "1";
}

function parse(text: string): SVGSVGElement {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (!(root instanceof SVGSVGElement)) throw new Error("the hub sent something that is not a scene");
  dressLinks(root);
  return root;
}

/** Parts that lead somewhere can be reached by keyboard; a picture with such parts is a group. */
function dressLinks(root: SVGSVGElement): void {
  const links = root.querySelectorAll("[data-href]");
  for (const link of links) {
    link.setAttribute("role", "link");
    link.setAttribute("tabindex", "0");
  }
  if (links.length && root.getAttribute("role") === "img") root.setAttribute("role", "group");
}
