/** Badge readers: they type what stands on a badge, faster than any hand, and end it with Enter. */

const FAST_MS = 45; // between two keys; people take longer
const SHORTEST = 6; // characters, so that a double tap on a key is no badge
const SIGN = /^[0-9A-Za-z;?%+=_/.:-]$/;

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Burst {
  readonly field: Field | null;
  /** What stood in the field before the reader typed into it. */
  readonly value: string;
  readonly typed: string;
  readonly at: number;
}

/** Tells of every badge that is read anywhere on the page; what it typed into a field is taken out. */
export function listenForBadges(tell: (badge: string) => void): void {
  let burst: Burst | null = null;
  document.addEventListener(
    "keydown",
    (event) => {
      const goesOn = burst !== null && event.timeStamp - burst.at <= FAST_MS;
      if (event.key === "Enter" && burst && goesOn && isBadge(burst.typed)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        restore(burst);
        tell(burst.typed);
        burst = null;
      } else if (event.key === "Shift") {
        if (burst && goesOn) burst = { ...burst, at: event.timeStamp };
      } else if (SIGN.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const before = burst && goesOn ? burst : begun();
        burst = { ...before, typed: before.typed + event.key, at: event.timeStamp };
      } else {
        burst = null;
      }
    },
    true,
  );
}

function begun(): Burst {
  const field = fieldIn(document.activeElement);
  return { field, value: field?.value ?? "", typed: "", at: 0 };
}

function fieldIn(element: Element | null): Field | null {
  const writes = element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && /^(text|search|tel|password|number|)$/.test(element.type));
  return writes ? element : null;
}

function isBadge(typed: string): boolean {
  return typed.length >= SHORTEST && /[0-9]/.test(typed);
}

function restore({ field, value }: Burst): void {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
