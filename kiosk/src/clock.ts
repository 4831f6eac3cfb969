/** The time of day as the hub's own place reads it. */

import { TIME_ZONE } from "./page";

const timeOfDay = new Intl.DateTimeFormat("en-GB", { timeZone: TIME_ZONE, hour: "2-digit", minute: "2-digit" });
const dayOfWeek = new Intl.DateTimeFormat("en-GB", { timeZone: TIME_ZONE, weekday: "short", day: "numeric", month: "short" });

/** `08:42`. */
export function time(moment: Date): string {
  return timeOfDay.format(moment);
}

/** `Mon 23 Nov`. */
export function day(moment: Date): string {
  return dayOfWeek.format(moment).replace(",", "");
}

/** Calls `show` now and at the start of every minute. */
export function everyMinute(show: (moment: Date) => void): void {
  const moment = new Date();
  show(moment);
  setTimeout(() => everyMinute(show), 60_000 - (moment.getTime() % 60_000) + 20);
}
