// Bundles the browser side into hub/web/static: three entries with fixed names, their shared
// chunks, the fonts with their licence. The old bundle stays in place until the new one is whole.

import { build } from "esbuild";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const kiosk = dirname(fileURLToPath(import.meta.url));
const bundle = join(kiosk, "..", "hub", "web", "static");
const fresh = `${bundle}.fresh`;
const families = { "ibm-plex-sans": "IBMPlexSans", "ibm-plex-sans-condensed": "IBMPlexSansCondensed" };
const weights = ["400Regular", "500Medium", "600SemiBold"];

async function bundleSources() {
  const pages = ["wall", "display", "displays", "people", "rooms", "remote", "type", "board", "desk", "home", "uploads", "returns", "notes", "questions", "programmes", "problems", "events", "sheet"];
  await build({
    absWorkingDir: kiosk,
    entryPoints: pages.flatMap((page) => [
      { in: `src/${page}.ts`, out: page },
      { in: `src/${page}.css`, out: page },
    ]),
    outdir: fresh,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    external: ["*.ttf"],
    // the package names only its CommonJS half, whose default export arrives wrapped twice
    alias: { "simple-keyboard": "simple-keyboard/build/index.modern.esm.js" },
    legalComments: "linked",
    logLevel: "warning",
  });
}

// a service worker is one file of its own: the browser compares it byte by byte
async function bundleWorker() {
  await build({
    absWorkingDir: kiosk,
    entryPoints: [{ in: "src/worker/display-worker.ts", out: "display-worker" }],
    outdir: fresh,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
  });
}

async function copyFonts() {
  const fonts = join(fresh, "fonts");
  await mkdir(fonts, { recursive: true });
  for (const [folder, family] of Object.entries(families)) {
    const source = join(kiosk, "node_modules", "@expo-google-fonts", folder);
    for (const weight of weights) {
      const name = `${family}_${weight}.ttf`;
      await copyFile(join(source, weight, name), join(fonts, name));
    }
    await copyFile(join(source, "LICENSE_FONT"), join(fonts, `${family}_LICENSE.txt`));
  }
}

await rm(fresh, { recursive: true, force: true });
await bundleSources();
await bundleWorker();
await copyFonts();
await copyFile(join(kiosk, "src", "icon.svg"), join(fresh, "icon.svg"));
await rm(bundle, { recursive: true, force: true });
await rename(fresh, bundle);
