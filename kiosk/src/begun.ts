/** The version that a person saw when they began to fill in a form: others' changes do not move it. */

const begun = new Map<HTMLFormElement, number>();

document.addEventListener("input", ({ target }) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-version]") : null;
  if (form && !begun.has(form)) begun.set(form, Number(form.dataset.version));
});

/** That version, once: whoever is refused has been told, and looks at it again. */
export function versionSeen(form: HTMLFormElement): number {
  const version = begun.get(form) ?? Number(form.dataset.version);
  begun.delete(form);
  return version;
}

/**
 * What `form` sent, as of a version, was taken: nobody else had changed it since, and by the reply it
 * has another version now. Other forms about the same thing go on from there.
 */
export function taken(form: HTMLFormElement, sent: unknown, reply: unknown): void {
  begun.delete(form);
  for (const [other, seen] of begun) {
    const known = typeof sent === "number" && seen >= sent && subject(other) === subject(form);
    if (known || !other.isConnected) begun.delete(other);
  }
  if (typeof reply !== "number") return;
  for (const other of document.querySelectorAll<HTMLFormElement>("form[data-version]")) {
    if (subject(other) === subject(form) && !begun.has(other)) other.dataset.version = String(reply);
  }
}

function subject({ dataset: { initiative, issue, countermeasure } }: HTMLFormElement): string {
  return [initiative, issue, countermeasure].join(" ");
}
