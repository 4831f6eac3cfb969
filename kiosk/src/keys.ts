/** The in-page keyboard: loaded on first use, one per editor, so that two people can type. */

import { uuid } from "./identity";

export type Field = HTMLInputElement | HTMLTextAreaElement;

const LAYOUT = {
  default: ["1 2 3 4 5 6 7 8 9 0 {bksp}", "q w e r t y u i o p", "a s d f g h j k l '", "{shift} z x c v b n m , .", "{signs} {space} ? {enter}"],
  shift: ["1 2 3 4 5 6 7 8 9 0 {bksp}", "Q W E R T Y U I O P", "A S D F G H J K L '", "{shift} Z X C V B N M , .", "{signs} {space} ? {enter}"],
  signs: ["1 2 3 4 5 6 7 8 9 0 {bksp}", "% \u00a3 & @ # + \u2212 = / *", "( ) : ; ! \" ' - _ \u2013", "{shift} < > [ ] { } \u2019 , .", "{signs} {space} ? {enter}"],
};

const NAMES = {
  "{bksp}": "\u232b",
  "{shift}": "Shift",
  "{signs}": "%&",
  "{space}": "Space",
  "{enter}": "New line",
};

/** Fetches it before it is wanted: the hub may be out of reach by then. */
export function readyKeyboard(): void {
  void import("simple-keyboard").catch(() => undefined);
}

/** Puts a keyboard into `host` that types into whatever `field()` is; returns how to remove it. */
export async function keyboardIn(host: HTMLElement, field: () => Field | null): Promise<() => void> {
  const { default: Keyboard } = await import("simple-keyboard");
  host.className = `keys-${uuid()}`; // simple-keyboard tells its instances apart by this
  let layer: keyof typeof LAYOUT = "default";
  const turn = (next: keyof typeof LAYOUT): void => {
    layer = layer === next ? "default" : next;
    keyboard.setOptions({ layoutName: layer });
  };
  const keyboard = new Keyboard(host as HTMLDivElement, {
    layout: LAYOUT,
    theme: "keys",
    display: NAMES,
    mergeDisplay: true,
    preventMouseDownDefault: true,
    preventMouseUpDefault: true,
    physicalKeyboardHighlight: false,
    buttonAttributes: [{ attribute: "aria-label", value: "Delete", buttons: "{bksp}" }],
    onKeyPress: (key) => {
      if (key === "{shift}") return turn("shift");
      if (key === "{signs}") return turn("signs");
      const into = field();
      if (into) strike(into, key);
      if (layer === "shift") turn("default");
    },
  });
  return () => keyboard.destroy();
}

const STROKES: Readonly<Record<string, string>> = { "{space}": " ", "{enter}": "\n" };

function strike(field: Field, key: string): void {
  const end = field.selectionEnd ?? field.value.length;
  const start = field.selectionStart ?? end;
  if (key === "{bksp}") put(field, "", start === end ? Math.max(0, start - 1) : start, end);
  else put(field, STROKES[key] ?? key);
}

/** Writes into a field, as far as it takes more: in place of what is selected, or of what is said. */
export function put(field: Field, words: string, from?: number, to?: number): void {
  const end = to ?? field.selectionEnd ?? field.value.length;
  const start = from ?? field.selectionStart ?? end;
  const room = field.maxLength < 0 ? words.length : field.maxLength - field.value.length + end - start;
  field.setRangeText(words.slice(0, Math.max(0, room)), start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
