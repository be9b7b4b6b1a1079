import mustache from "mustache";

import { TEMPLATE_FIELDS } from "./template-field-list";

/** One thing wrong with a template, and where (character offsets). */
export interface TemplateError {
  detail: string;
  code: "unknown_template_field" | "forbidden_template_tag" | "broken_template";
  position: { start: number; end: number };
}

type Span = ReturnType<typeof mustache.parse>[number];

const NAMES = new Set(TEMPLATE_FIELDS.map(({ name }) => name));
const FORBIDDEN: Record<string, string> = {
  "&": "values are always escaped: write {{name}}",
  ">": "there are no partials",
  "=": "the tags {{ and }} cannot be changed",
};

/**
 * What is wrong with a template: tags that do not fit together, fields that do not exist, and the parts of Mustache
 * that are left out (partials, unescaped tags, other delimiters). Empty when it can be used.
 */
export function checkTemplate(template: string): TemplateError[] {
  try {
    // A writer of its own: the shared one keeps every template that it ever saw.
    return new mustache.Writer().parse(template).flatMap((span: Span) => checkSpan(span, template));
  } catch (error) {
    return [broken(template, error instanceof Error ? error.message : "")];
  }
}

function checkSpan(span: Span, template: string): TemplateError[] {
  const [kind, name, start, end, inner] = span;
  if (kind === "text" || kind === "!") return [];
  const position = { start, end };
  const forbidden = FORBIDDEN[kind];
  if (forbidden !== undefined) return [{ detail: forbidden, code: "forbidden_template_tag", position }];
  const known: TemplateError[] = NAMES.has(name)
    ? []
    : [{ detail: unknownField(name), code: "unknown_template_field", position }];
  return Array.isArray(inner) ? [...known, ...inner.flatMap((each: Span) => checkSpan(each, template))] : known;
}

function unknownField(name: string): string {
  const nearest = TEMPLATE_FIELDS.find((field) => field.name.toLowerCase() === name.toLowerCase());
  if (nearest !== undefined) return `there is no field ${name}: write ${nearest.name}`;
  return `there is no field ${name.slice(0, 40)}; there are ${[...NAMES].join(", ")}`;
}

/** The library's sentence names the section and, for closing tags, the place; of an end without one it names the end. */
function broken(template: string, message: string): TemplateError {
  const section = /^Un(?:opened|closed) section "([^"]{0,100})/.exec(message)?.[1];
  const at = Number(/ at (\d+)$/.exec(message)?.[1] ?? template.length);
  if (message.startsWith("Unopened section")) return problem(`{{/${section}}} closes nothing`, at, template);
  if (section !== undefined) {
    const opened = [`{{#${section}}}`, `{{^${section}}}`]
      .map((tag) => template.indexOf(tag))
      .find((place) => place >= 0);
    return problem(`{{#${section}}} is not closed: write {{/${section}}} after it`, opened ?? at, template);
  }
  const opened = Math.max(template.lastIndexOf("{{"), 0);
  return message.startsWith("Unclosed tag")
    ? problem("{{ is not closed: write }} after the field's name", opened, template)
    : problem("the tags {{ and }} cannot be changed", opened, template);
}

function problem(detail: string, start: number, template: string): TemplateError {
  const close = template.indexOf("}}", start);
  const end = close < 0 ? template.length : close + 2;
  return { detail, code: "broken_template", position: { start: Math.min(start, template.length), end } };
}
