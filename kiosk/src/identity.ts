/** Identities made here, at the tap: for commands and for the things people make. */

const BOARD = "hub:board";

/** What tells this screen from others; it stays with the browser. */
export function boardId(): string {
  const known = localStorage.getItem(BOARD) ?? uuid();
  localStorage.setItem(BOARD, known);
  return known;
}

/** A random UUID. Plain http:// pages lack crypto.randomUUID, so it is made from random bytes. */
export function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
