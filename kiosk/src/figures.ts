/** Figures as people write them: `98.6%`, `£1,204`, `13:59`, `−2.5`. */

/** The number in `text`, or null if it is not one; minutes and seconds become seconds. */
export function figureIn(text: string, measure: string): number | null {
  const plain = text.replace(/[\s,%£]|bn$|m$/gi, "").replace(/^[\u2212\u2013]/, "-");
  if (measure === "seconds" && /^\d+(:[0-5]\d){1,2}$/.test(plain)) {
    return plain.split(":").reduce((total, digits) => total * 60 + Number(digits), 0);
  }
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}
