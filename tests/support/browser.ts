import { existsSync } from "node:fs";

import { type Browser, chromium } from "playwright";

const SYSTEM_BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The Chromium to test with: Playwright's own when it is installed, else `CHROMIUM_PATH`, else the system's.
 *
 * @returns Its path, or undefined when this machine has none.
 */
export function findChromium(): string | undefined {
  const candidates = [chromium.executablePath(), process.env.CHROMIUM_PATH, ...SYSTEM_BROWSERS];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** A headless Chromium that talks to nobody but the pages it is given. Close it with `close()`. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium: install it, or set CHROMIUM_PATH, or run npx playwright install");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-sync",
      "--disable-dev-shm-usage",
      "--no-first-run",
    ],
  });
}
