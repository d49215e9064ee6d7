// Debian's chromium, driven without network: what the pages need they carry.
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const folder = process.env.PAGES ?? fileURLToPath(new URL("../out/web-tests", import.meta.url));
export const shots = join(folder, "shots");
mkdirSync(shots, { recursive: true });

export const page = (name) => pathToFileURL(join(folder, name)).href;

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  throw new Error(`no browser at ${executablePath}: apt-get install chromium, or name one in CHROMIUM`);
}

// Playwright gives every launch a fresh profile.
export const launch = () =>
  chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    ],
  });

export const PHONE = { viewport: { width: 360, height: 740 } };
export const TABLET = { viewport: { width: 820, height: 1100 } };
export const DESK = { viewport: { width: 1400, height: 900 } };
