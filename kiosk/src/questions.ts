/** Key performance questions: where a person answers each in one line. */

import "./due";
import { answerKpq } from "./commands";
import { Forms } from "./forms";

new Forms({
  answer: ({ text = "", confidence = "" }, form) => {
    if (!confidence) throw new Error("Say how sure you are.");
    return answerKpq(form.dataset.objective ?? "", form.dataset.kpq ?? "", text, confidence);
  },
});
