/** Uploading a pack: the file on its way, then the preview with its one button. */

import "./due";
import { jsonOf, wordsOf } from "./contact";
import { uuid } from "./identity";
import { HUB, pageAddress, part, PATIENCE_MS } from "./page";

const UPLOAD_PATIENCE_MS = 120_000; // 10 MB over a slow line, and the reading of them
const sending = document.querySelector<HTMLFormElement>("#send");
const applying = document.querySelector<HTMLFormElement>("#apply");

function say(words: string): void {
  const place = part("#fault");
  place.textContent = words;
  place.hidden = !words;
}

function progress(share: number, words: string): void {
  const place = part("#progress");
  place.hidden = !words;
  part("span", place).textContent = words;
  const bar = part<HTMLProgressElement>("progress", place);
  if (share < 1) bar.value = share;
  else bar.removeAttribute("value"); // sent: how long the reading takes, nobody knows
}

/** What the hub answers to the file. `fetch` does not tell how much of it is on its way. */
function post(file: File): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${HUB}/api/v1/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Idempotency-Key", uuid());
    request.timeout = UPLOAD_PATIENCE_MS;
    request.upload.onprogress = ({ loaded, total }) => {
      const share = total ? loaded / total : 0;
      progress(share, share < 1 ? `Sending ${file.name}, ${Math.floor(share * 100)}%` : `Reading ${file.name}`);
    };
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = request.ontimeout = () => reject(new Error("The hub cannot be reached; nothing was sent. Try again."));
    request.send(file);
  });
}

async function send(form: HTMLFormElement, file: File): Promise<void> {
  say("");
  if (file.size > Number(form.dataset.most)) return say(form.dataset.tooLarge ?? "");
  form.setAttribute("aria-busy", "true");
  progress(0, `Sending ${file.name}`);
  try {
    const reply = await post(file);
    if (!reply.ok) throw new Error(await wordsOf(reply));
    const { id } = await jsonOf(reply);
    const month = [...new URLSearchParams(location.search)].filter(([name]) => name !== "upload");
    location.assign(pageAddress("uploads", new URLSearchParams([["upload", String(id)], ...month])));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    progress(0, "");
  }
  form.removeAttribute("aria-busy");
  part<HTMLInputElement>("#file").value = ""; // the same file, put right, can be chosen again
}

function takeFiles(form: HTMLFormElement): void {
  const input = part<HTMLInputElement>("#file", form);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file && !form.hasAttribute("aria-busy")) void send(form, file);
  };
  input.addEventListener("change", () => take(input.files));
  const place = part("[data-drop-file]", form);
  for (const kind of ["dragover", "dragleave", "drop"] as const) {
    document.addEventListener(kind, (event) => {
      event.preventDefault(); // a file dropped beside the place must not replace the page
      place.toggleAttribute("data-over", kind === "dragover");
      if (kind === "drop") take(event.dataTransfer?.files);
    });
  }
}

/** The cells whose doubts were looked at, and whether all were. */
function confirmed(): { readonly cells: readonly string[]; readonly all: boolean } {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-confirm]")];
  const ticked = boxes.filter((box) => box.checked);
  return { cells: ticked.map((box) => box.value), all: ticked.length === boxes.length };
}

async function apply(form: HTMLFormElement, button: HTMLButtonElement, key: string): Promise<void> {
  say("");
  button.disabled = true;
  try {
    const reply = await fetch(`${HUB}/api/v1/uploads/${encodeURIComponent(form.dataset.upload ?? "")}/apply`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify({ digest: form.dataset.digest, confirmed: confirmed().cells }),
      signal: AbortSignal.timeout(2 * PATIENCE_MS),
    });
    if (!reply.ok) throw new Error(await wordsOf(reply));
    location.reload();
  } catch (error) {
    const unreached = error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError");
    say(unreached ? "The hub does not answer. Press the button again: nothing is recorded twice." : String(error instanceof Error ? error.message : error));
    button.disabled = false;
  }
}

if (sending) takeFiles(sending);
if (applying) {
  const button = applying.querySelector<HTMLButtonElement>("button");
  const key = uuid(); // one for this preview: pressing twice records once
  applying.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button && !button.disabled) void apply(applying, button, key);
  });
  document.addEventListener("change", () => {
    if (button) button.disabled = !confirmed().all;
  });
}
