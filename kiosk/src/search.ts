/** The desk's search: hides the KPIs that do not match, in a tree that is or will be shown. */

/** Show only entries whose text holds every word of `wish`; returns how many are left. */
export function sift(root: ParentNode, wish: string): number {
  const words = wish.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of root.querySelectorAll<HTMLElement>("[data-group]")) {
    let left = 0;
    for (const entry of group.querySelectorAll<HTMLElement>("[data-entry]")) {
      const text = `${group.dataset.group} ${entry.dataset.entry}`.toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) left += 1;
    }
    group.hidden = left === 0;
    found += left;
  }
  return found;
}
