import { isMap, isScalar, parseDocument, visit } from "yaml";


import type { FieldError } from "~/domain/errors";
import { MAX_YAML_BYTES } from "./configuration-limits";
import { findDuplicateKey } from "./find-duplicate-key";
import { isDeepYaml } from "./is-deep-yaml";

/** What a text says, not yet checked by any schema, or why it cannot be read. */
export type ParsedText = { ok: true; value: unknown } | { ok: false; error: FieldError };

/** What a text is written in. */
export type TextFormat = "json" | "yaml";

/**
 * Reads a configuration's text. Never throws. Of YAML 1.2 only what JSON can say: no anchors and aliases (they let a
 * short text mean an endless one), no tags, one document; `0x…` without quotes is text, not a number. In both a member
 * may stand only once in an object.
 *
 * @param format when it is not known, what begins with `{` or `[` is JSON.
 */
export function parseConfigurationText(text: string, format?: TextFormat): ParsedText {
  const isJson = format === undefined ? /^\s*[{[]/.test(text) : format === "json";
  return isJson ? parseJson(text) : parseYaml(text);
}

function parseJson(text: string): ParsedText {
  try {
    const value: unknown = JSON.parse(text);
    const twice = findDuplicateKey(text);
    if (twice === null) return { ok: true, value };
    const { line, column } = placeOf(text, twice.offset);
    const detail = `stands twice in one object, again at line ${line}, column ${column}`;
    return refused(detail, "duplicate_key", twice.pointer);
  } catch (error) {
    return refused(`is not valid JSON: ${firstLine(error)}`, "malformed_json");
  }
}

function parseYaml(text: string): ParsedText {
  if (text.length > MAX_YAML_BYTES) {
    return refused("is more YAML than is read at once (4 MiB); send JSON, or a part of it", "yaml_too_long");
  }
  if (isDeepYaml(text)) return refused("is nested too deeply", "too_deep");
  try {
    const document = parseDocument(text, {
      version: "1.2",
      schema: "core",
      // Its own check compares each with each; see `problemOf`.
      uniqueKeys: false,
      customTags: (tags) =>
        tags.filter((tag) => typeof tag === "string" || !("format" in tag && isHexLike(tag.format))),
    });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) return refused(`is not valid YAML: ${firstLine(fault)}`, "malformed_yaml");
    const problem = problemOf(document, text);
    return problem ?? { ok: true, value: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch (error) {
    return refused(`is not valid YAML: ${firstLine(error)}`, "malformed_yaml");
  }
}

/** An address without quotes would else be a number, and not the one that was meant. */
function isHexLike(format: string | undefined): boolean {
  return format === "HEX" || format === "OCT";
}

function problemOf(document: ReturnType<typeof parseDocument>, text: string): ParsedText | null {
  let problem: ParsedText | null = null;
  visit(document, {
    Alias(_key, node) {
      problem = at(node.range?.[0], "has an alias (*name): write it out", "yaml_alias");
      return visit.BREAK;
    },
    Map(_key, node) {
      const keys = new Set<unknown>();
      for (const { key } of node.items) {
        const range = isScalar(key) || isMap(key) ? key.range : undefined;
        if (!isScalar(key)) problem = at(range?.[0], "has a key that is no text", "malformed_yaml");
        else if (keys.has(String(key.value)))
          problem = at(range?.[0], `has “${String(key.value).slice(0, 60)}” twice in one object`, "duplicate_key");
        if (problem !== null) return visit.BREAK;
        keys.add(isScalar(key) ? String(key.value) : key);
      }
      return undefined;
    },
  });
  return problem;

  function at(offset: number | undefined, what: string, code: string): ParsedText {
    const { line, column } = placeOf(text, offset ?? 0);
    return refused(`line ${line}, column ${column} ${what}`, code);
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: offset - lastBreak };
}

function refused(detail: string, code: string, pointer = ""): ParsedText {
  return { ok: false, error: { pointer, detail, code } };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/:$/, "").slice(0, 300);
}
