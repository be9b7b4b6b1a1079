import { readFileSync } from "node:fs";

/** What the anchor refuses and we accept on purpose: one expression, or whatever uses a feature that it hasn't. */
export interface Extension {
  expr?: string;
  feature?: string;
  reason: string;
}

const FILE = new URL("../data/conformance-extensions.json", import.meta.url);

/** The listed extensions. */
export function loadExtensions(): Extension[] {
  return (JSON.parse(readFileSync(FILE, "utf8")) as { extensions: Extension[] }).extensions;
}

/** The extension that makes a case valid here; null when none does. */
export function extensionOf(expr: string, features: ReadonlySet<string>, extensions: readonly Extension[]) {
  return extensions.find((each) => each.expr === expr || (each.feature && features.has(each.feature))) ?? null;
}
