import type { Page } from "playwright";

import { scanAccessibility } from "./scan-accessibility";
import { SIZES, shoot } from "./stage";

/**
 * Looks at a page as it stands in both themes and sizes: takes a picture of each, and tells what axe finds wrong and
 * what scrolls sideways.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  const before = page.viewportSize();
  const findings: string[] = [];
  for (const theme of ["dark", "light"] as const) {
    for (const size of ["wide", "phone"] as const) {
      // Colours that are on their way have neither theme's contrast.
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize(SIZES[size]);
      const found = await scanAccessibility(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) found.push(`scrolls sideways by ${overflow} px`);
      findings.push(...found.map((each) => `${name} ${theme} ${size}: ${each}`));
      await shoot(page, `${name}-${theme}${size === "phone" ? "-phone" : ""}`);
    }
  }
  if (before !== null) await page.setViewportSize(before);
  return findings;
}
