/** Programmes and projects: where a person reports how far one is. */

import "./due";
import { taken, versionSeen } from "./begun";
import { reportProgress } from "./commands";
import { Forms } from "./forms";

new Forms(
  {
    report: ({ complete = "", words = "" }, form) => {
      const fields = [...form.querySelectorAll<HTMLInputElement>("[data-milestone]")].filter((field) => field.value);
      const milestones = Object.fromEntries(fields.map((field) => [field.dataset.milestone ?? "", field.value]));
      return reportProgress(form.dataset.initiative ?? "", versionSeen(form), { complete: Number(complete), words, milestones });
    },
  },
  { sent: (command, form, reply) => taken(form, command.body.version, reply.version) },
);
