/** Beginnings of what is asked: a touch writes one of them where the field is being written. */

import { type Field, put } from "./keys";

/** Lets touches on the chips in `place` write into whatever `field()` is. */
export function listenToPhrases(place: HTMLElement, field: () => Field | null): void {
  place.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  place.addEventListener("click", ({ target }) => {
    const chip = target instanceof Element ? target.closest("[data-phrase]") : null;
    const into = field();
    if (!chip || !into) return;
    begin(into, chip.textContent ?? "");
    into.focus();
  });
}

/** Shows the chips for what this field asks; none for one that they do not fit. */
export function showPhrases(place: HTMLElement, { dataset: { phrases: kind = "" } }: Field): void {
  if (place.dataset.kind === kind) return;
  const offered = kind ? document.querySelector<HTMLTemplateElement>(`#phrases-${CSS.escape(kind)}`) : null;
  place.dataset.kind = kind;
  place.replaceChildren(...(offered ? [offered.content.cloneNode(true)] : []));
  place.hidden = !offered;
}

/** The phrase at the cursor, parted from what stands before it. */
function begin(field: Field, phrase: string): void {
  const before = field.value.slice(0, field.selectionStart ?? field.value.length);
  put(field, `${/\S$/.test(before) ? " " : ""}${phrase} `);
}
