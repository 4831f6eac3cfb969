/** Menus: a fold that opens over the page, and goes when a choice was made or anything else touched. */

export function closeMenus(of: HTMLElement): void {
  const menu = (): HTMLDetailsElement | null => of.querySelector("details[open]");
  const close = (): void => menu()?.removeAttribute("open");
  of.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu()) return;
    event.stopPropagation();
    const summary = menu()?.querySelector("summary");
    close();
    summary?.focus();
  });
  of.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) close();
  });
  addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !of.contains(event.target)) close();
  });
}
