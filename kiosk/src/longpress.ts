/**
 * A long press on a KPI, or on a point of its chart, raises a problem about it. The Menu key on a
 * part that has the focus does the same, and so does the other button of a mouse.
 */

const HOLD_MS = 600;
const STILL_PX = 12;

/** What is pressed: a KPI's key, and the period of the figure where it is a point of its chart. */
export interface Pressed {
  readonly kpi: string;
  readonly period: string;
}

/** Calls `raise` for what is pressed long within `root`; `shown` is the address of the scene. */
export function onLongPress(root: HTMLElement, shown: () => string, raise: (pressed: Pressed) => void): void {
  let waits = 0;
  let at = { x: 0, y: 0 };
  let raised = false;
  const stop = (): void => clearTimeout(waits);
  const pressedBy = (target: EventTarget | null, x: number): Pressed | null => (target instanceof Element ? pressedAt(target, x, shown()) : null);
  const press = (pressed: Pressed | null): boolean => {
    if (pressed) raise(pressed);
    return pressed !== null;
  };
  root.addEventListener("pointerdown", ({ target, clientX: x, clientY: y, button, isPrimary }) => {
    stop();
    raised = false;
    if (button !== 0 || !isPrimary) return;
    at = { x, y };
    const pressed = pressedBy(target, x); // now: the picture may be another one before the press was long
    waits = setTimeout(() => (raised = press(pressed)), HOLD_MS);
  });
  root.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (Math.hypot(clientX - at.x, clientY - at.y) > STILL_PX) stop();
  });
  for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, stop);
  root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && stop()); // a finger stays on what it landed on, even where that goes
  root.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (!raised && !isTouch(event)) raised = press(pressedBy(event.target, event.clientX));
  });
  root.addEventListener(
    "click",
    (event) => {
      if (!raised) return; // the finger that goes up after a long press opens nothing
      raised = false;
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );
}

/** A browser tells of a long touch by a menu too; that one is waited for here. */
function isTouch(event: MouseEvent): boolean {
  return (event as Partial<PointerEvent>).pointerType === "touch";
}

function pressedAt(target: Element, x: number, shown: string): Pressed | null {
  const kpi = kpiOf(target) ?? kpiIn(shown);
  const chart = target.closest("[data-points]") ?? target.closest("svg")?.querySelector("[data-points]");
  return kpi ? { kpi, period: chart && within(chart, x) ? periodAt(chart, x) : "" } : null;
}

function kpiOf(target: Element): string | null {
  const part = target.closest<SVGElement>("[data-kpi], [data-href]");
  return part?.dataset.kpi ?? kpiIn(part?.dataset.href ?? "");
}

function kpiIn(address: string): string | null {
  return new URLSearchParams(address.slice(address.indexOf("?"))).get("kpi");
}

function within(chart: Element, x: number): boolean {
  const { left, right } = chart.getBoundingClientRect();
  return x >= left && x <= right;
}

/** The period of the point that stands nearest to a place of the screen. */
function periodAt(chart: Element, x: number): string {
  const points = JSON.parse((chart as SVGElement).dataset.points ?? "[]") as readonly (readonly [string, number])[];
  const matrix = (chart as SVGGraphicsElement).getScreenCTM();
  if (!matrix) return "";
  const own = new DOMPoint(x, 0).matrixTransform(matrix.inverse()).x;
  const [nearest] = [...points].sort((a, b) => Math.abs(a[1] - own) - Math.abs(b[1] - own));
  return nearest?.[0] ?? "";
}
