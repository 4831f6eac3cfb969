/** Figures as people write them: `98.6%`, `£1,204`, `13:59`, `−2.5`. */

/** What may stand behind a figure, by the KPI's measure: `£1.2bn` is no figure in millions. */
const UNITS: Readonly<Record<string, RegExp>> = { percent: /%$/, gbp_m: /m$/i, gbp_bn: /bn$/i };
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?=\.|$)/;

/** What to say of `text` that is no figure. */
export function noFigure(text: string): string {
  const comma = /^[+-]?\d+,\d+\D*$/.test(text.replace(/\s/g, ""));
  return `\u201c${text}\u201d is not a figure: write it in digits${comma ? ", with a point before decimals" : ""}.`;
}

/** The number in `text`, or null if it is not one; minutes and seconds become seconds. */
export function figureIn(text: string, measure: string): number | null {
  const bare = text.replace(/\s/g, "").replace(/^[\u2212\u2013]/, "-").replace(UNITS[measure] ?? "", "");
  const amount = measure.startsWith("gbp") ? bare.replace("£", "") : bare;
  const plain = GROUPED.test(amount) ? amount.replaceAll(",", "") : amount; // 7,5 is not 75
  if (measure === "seconds" && /^\d+(:[0-5]\d){1,2}$/.test(plain)) {
    return plain.split(":").reduce((total, digits) => total * 60 + Number(digits), 0);
  }
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}
