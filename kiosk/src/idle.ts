/** Hides the pointer of a wall that nobody touches. */

const REST_MS = 4_000;

export function hidePointerAtRest(): void {
  let rest = 0;
  const stir = (): void => {
    document.documentElement.removeAttribute("data-at-rest");
    clearTimeout(rest);
    rest = setTimeout(() => document.documentElement.setAttribute("data-at-rest", ""), REST_MS);
  };
  for (const move of ["pointermove", "pointerdown", "keydown"]) addEventListener(move, stir, { passive: true });
  stir();
}
