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
