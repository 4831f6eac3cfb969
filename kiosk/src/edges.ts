/** Lists and pictures larger than their room: `data-more` names the edges that hide some of them. */

const SLACK_PX = 8; // what is around the cards of a list is no more of them

/** Marks every `[data-scrolls]` of the page; runs when what is shown or its room has changed. */
export function markEdges(): void {
  for (const one of document.querySelectorAll<HTMLElement>("[data-scrolls]")) mark(one);
}

/** Keeps the marks right while people scroll. */
export function followScrolling(): void {
  const scrolled = ({ target }: Event): void => {
    if (target instanceof HTMLElement && target.hasAttribute("data-scrolls")) mark(target);
  };
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
}

function mark(one: HTMLElement): void {
  const hidden = {
    up: one.scrollTop,
    left: one.scrollLeft,
    down: one.scrollHeight - one.clientHeight - one.scrollTop,
    right: one.scrollWidth - one.clientWidth - one.scrollLeft,
  };
  const more = Object.entries(hidden).filter(([, px]) => px > SLACK_PX);
  one.toggleAttribute("data-more", more.length > 0);
  if (more.length) one.setAttribute("data-more", more.map(([edge]) => edge).join(" "));
}
