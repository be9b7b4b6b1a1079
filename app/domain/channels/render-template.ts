import mustache from "mustache";

import { checkTemplate } from "./check-template";

/**
 * Renders a channel's template: Mustache without partials, lambdas, unescaped tags and other delimiters, over fields
 * that are all text (`templateFields`). The template's own text is the administrator's and stays as written; every
 * value is escaped. Never throws and never follows outside text: a template that does not pass `checkTemplate` (saved
 * by another version) is shown as the text that it is, escaped.
 *
 * @param escapeValue makes a value inert for the vendor.
 * @returns what the template says; possibly blank, and of any length: the caller falls back and cuts.
 */
export function renderTemplate(
  template: string,
  fields: Record<string, string>,
  escapeValue: (text: string) => string,
): string {
  if (checkTemplate(template).length > 0) return escapeValue(template);
  // Without a prototype: a tag can only ever name a field.
  const view: unknown = Object.assign(Object.create(null), fields);
  return new mustache.Writer().render(template, view, undefined, { escape: (value) => escapeValue(String(value)) });
}
