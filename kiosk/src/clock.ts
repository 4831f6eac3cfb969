/** The time of day as the hub's own place reads it, on the day that the hub takes for today. */

import { SHIFT_MS, TIME_ZONE } from "./page";

const timeOfDay = new Intl.DateTimeFormat("en-GB", { timeZone: TIME_ZONE, hour: "2-digit", minute: "2-digit" });
const dayOfWeek = new Intl.DateTimeFormat("en-GB", {
  timeZone: TIME_ZONE,
  weekday: "short",
  day: "numeric",
  month: "short",
  year: SHIFT_MS ? "numeric" : undefined, // a day that is not today may be of any year
});

/** `08:42`. */
export function time(moment: Date): string {
  return timeOfDay.format(moment);
}

/** `Mon 23 Nov`, or `Wed 14 Jan 2026` where that is not today. */
export function day(moment: Date): string {
  return dayOfWeek.format(moment).replace(",", "");
}

/** Calls `show` with the hub's now at once and at the start of every minute. */
export function everyMinute(show: (moment: Date) => void): void {
  const moment = new Date(Date.now() + SHIFT_MS);
  show(moment);
  setTimeout(() => everyMinute(show), 60_000 - (moment.getTime() % 60_000) + 20);
}

const whole = new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE, dateStyle: "short", timeStyle: "medium" });

/** The moment that clocks at the hub's own place say `2026-01-14T09:30`, whatever this browser's do. */
export function instantOf(local: string): Date {
  const said = Date.parse(`${local}Z`);
  const ahead = (moment: number): number => Date.parse(`${whole.format(moment).replace(" ", "T")}Z`) - moment;
  const near = said - ahead(said);
  return new Date(said - ahead(near)); // once more, as summer time may come or go in between
}
