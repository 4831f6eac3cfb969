/** Pages with forms: what a person enters becomes a command, and the form says what came of it. */

import { type Command } from "./commands";
import { type Contact, wordsOf } from "./contact";
import { complete, type Values, valuesOf } from "./editor";
import { Feed } from "./feed";
import { type Prepare, refreshPage, turnPages } from "./leaf";
import { LinkState } from "./linkstate";
import { showRefusals } from "./notices";
import { Outbox, type Refusal, sendNow } from "./outbox";
import { part } from "./page";

/** What a form asks for, as a command; throws words for the person where it makes no sense. */
export type Sender = (values: Values, form: HTMLFormElement) => Command;

/** What a page adds: how it gets ready for what is shown anew, and what it says of what was sent. */
export interface Ways {
  readonly prepare?: Prepare;
  readonly sent?: (command: Command, form: HTMLFormElement, reply: Readonly<Record<string, unknown>>) => void;
}

/** Forms with `data-send` send by the sender of that name; resolves the page's feed. What is entered
 * into one with `data-at-once` is never kept: it is sent now, or not at all. */
export class Forms {
  readonly feed: Feed;
  private readonly inForms = new Set<string>();
  private readonly link = new LinkState(part("#link"));
  private readonly outbox: Outbox;

  constructor(
    private readonly senders: Readonly<Record<string, Sender>>,
    private readonly ways: Ways = {},
  ) {
    this.outbox = new Outbox((contents) => {
      this.link.holds(contents);
      const late = contents.refused.filter((refusal) => !this.inForms.has(refusal.id));
      const dismiss = (refusal: Refusal): void => void this.outbox.dismiss(refusal.id);
      showRefusals(late, { dismiss, insist: dismiss }); // a form shows what stands there by itself
    });
    const prepare = ways.prepare ?? ((): void => undefined);
    this.feed = new Feed(
      () => refreshPage(prepare),
      (contact: Contact) => this.link.heard(contact),
    );
    document.addEventListener("submit", (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.dataset.send) return;
      event.preventDefault();
      void this.send(event.target);
    });
    document.addEventListener("input", ({ target }) => {
      const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-send]") : null;
      if (form) clear(form); // what was said is of what stood there before
    });
    turnPages(() => void this.feed.refresh());
    this.feed.onLine(() => this.outbox.nudge());
  }

  private async send(form: HTMLFormElement): Promise<void> {
    const sender = this.senders[form.dataset.send ?? ""];
    if (!sender) return;
    clear(form);
    if (!complete(form)) return;
    try {
      const command = sender(valuesOf(form), form);
      await (form.dataset.atOnce === undefined ? this.sendCommand(command, form) : this.sendAtOnce(command, form));
    } catch (error) {
      fault(form, error instanceof Error ? error.message : String(error));
    }
  }

  private async sendAtOnce(command: Command, form: HTMLFormElement): Promise<void> {
    const reply = await sendNow(command);
    if (!reply?.ok) return fault(form, reply ? await wordsOf(reply) : "No connection: it is not sent, and not kept either.");
    form.reset();
    settle(form, form.dataset.done ?? "Saved.");
    await this.feed.refresh();
  }

  private async sendCommand(command: Command, form: HTMLFormElement): Promise<void> {
    this.inForms.add(command.id);
    const outcome = await this.outbox.push(command);
    if (outcome.kind === "refused") {
      fault(form, outcome.refusal.words);
      await this.outbox.dismiss(command.id);
    } else {
      form.reset();
      const kept = "No connection: it is kept here and sent as soon as the hub answers.";
      settle(form, outcome.kind === "sent" ? (form.dataset.done ?? "Saved.") : kept);
      if (outcome.kind === "sent") this.ways.sent?.(command, form, outcome.reply);
    }
    this.inForms.delete(command.id);
    await this.feed.refresh();
  }
}

/** Says what came of it; a form that was unfolded for the purpose folds up again. */
function settle(form: HTMLFormElement, words: string): void {
  const fold = form.closest<HTMLDetailsElement>("details.fold");
  const said = document.querySelector("#said");
  done(form, fold && said ? "" : words);
  if (!fold || !said) return;
  said.textContent = words;
  fold.open = false;
  fold.querySelector("summary")?.focus();
}

function fault(form: HTMLFormElement, words: string): void {
  done(form, "");
  const place = part("[data-fault]", form);
  place.textContent = words;
  place.hidden = false;
}

function clear(form: HTMLFormElement): void {
  part("[data-fault]", form).hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function done(form: HTMLFormElement, words: string): void {
  part("[data-fault]", form).hidden = true;
  part("[data-done]", form).textContent = words;
}
