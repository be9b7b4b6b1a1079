import { checkTemplate } from "~/domain/channels/check-template";

/** A message template in our own form, or why it can't be. */
export type TranslatedTemplate = { ok: true; template: string } | { ok: false; detail: string };

/** Their variables, and the fields that hold the same. Older files have underscores in place of dots. */
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^monitor[._]name$/, "rule"],
  [/^transaction[._]hash$/, "txHash"],
  [/^transaction[._]from$/, "from"],
  [/^transaction[._]to$/, "to"],
  [/^transaction[._]value$/, "value"],
  [/^functions?[._]\d+[._]signature$/, "call"],
  [/^events?[._]\d+[._]signature$/, "event"],
];

/** Translates `${transaction.hash}` and the like. One argument alone has no field, so a template with one is not taken. */
export function translateTemplate(text: string, maxCharacters: number): TranslatedTemplate {
  if (text.includes("{{") || text.includes("}}")) return { ok: false, detail: "has {{ or }}, which mean a field here" };
  const unknown = new Set<string>();
  const template = text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const field = FIELDS.find(([pattern]) => pattern.test(name.trim()))?.[1];
    if (field === undefined) unknown.add(whole);
    return field === undefined ? whole : `{{${field}}}`;
  });
  if (unknown.size > 0) {
    const names = [...unknown].slice(0, 5).join(", ");
    return { ok: false, detail: `${names} has no field here; {{arguments}} holds all arguments` };
  }
  if (template.length > maxCharacters) return { ok: false, detail: `is longer than ${maxCharacters} characters` };
  const [problem] = checkTemplate(template);
  return problem === undefined ? { ok: true, template } : { ok: false, detail: problem.detail };
}
