/** Morphing: turn one tree of elements into another in place, keeping what has the same id. */

/** Told of every kept element whose `data-value` is about to become another one. */
export type Notice = (element: Element, before: string, after: string) => void;

/**
 * Make `from` like `to`. Nodes of `to` that are new move over; `to` is spent afterwards.
 * An element with `data-keep` belongs to the page's own code and is left alone, and so does what a
 * form says of its own sending.
 */
export function morph(from: Element, to: Element, notice?: Notice): void {
  if (from.matches("[data-keep], [data-fault], [data-done]:not(form)")) return;
  const before = from.getAttribute("data-value");
  const after = to.getAttribute("data-value");
  if (notice && before !== null && after !== null && before !== after) notice(from, before, after);
  morphAttributes(from, to);
  if (from instanceof HTMLTemplateElement) {
    if (from.innerHTML !== to.innerHTML) from.innerHTML = to.innerHTML;
    return;
  }
  morphChildren(from, to, notice);
}

function morphAttributes(from: Element, to: Element): void {
  for (const name of from.getAttributeNames()) {
    if (!to.hasAttribute(name) && !madeHere(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

/** What the hub does not know of: that a person has opened a fold, that a field was found at fault. */
function madeHere(part: Element, name: string): boolean {
  return name === "aria-invalid" || (name === "open" && part instanceof HTMLDetailsElement);
}

function morphChildren(from: Element, to: Element, notice?: Notice): void {
  const keyed = childrenById(from);
  let next = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const same = wanted instanceof Element && wanted.id ? (keyed.get(wanted.id) ?? null) : next;
    if (!same || !alike(same, wanted)) {
      from.insertBefore(wanted, next);
      continue;
    }
    if (same === next) next = next.nextSibling;
    else from.insertBefore(same, next);
    if (same instanceof Element && wanted instanceof Element) morph(same, wanted, notice);
    else if (same.nodeValue !== wanted.nodeValue) same.nodeValue = wanted.nodeValue;
  }
  removeFrom(next);
}

function childrenById(parent: Element): Map<string, Element> {
  const keyed = new Map<string, Element>();
  for (const child of parent.children) if (child.id) keyed.set(child.id, child);
  return keyed;
}

function removeFrom(first: ChildNode | null): void {
  for (let node = first; node; ) {
    const gone = node;
    node = node.nextSibling;
    gone.remove();
  }
}

function alike(a: Node, b: Node): boolean {
  if (!(a instanceof Element) || !(b instanceof Element)) return a.nodeType === b.nodeType;
  return a.id === b.id && a.localName === b.localName && a.namespaceURI === b.namespaceURI;
}
