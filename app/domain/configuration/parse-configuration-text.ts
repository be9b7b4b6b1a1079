import { type Document, isScalar, visit } from "yaml";

import type { FieldError } from "~/domain/errors";
import { composeYaml } from "./compose-yaml";
import { MAX_YAML_BYTES } from "./configuration-limits";
import { findDuplicateKey } from "./find-duplicate-key";

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
    return refused(
      `stands twice in one object, again at ${placeOf(text, twice.offset)}`,
      "duplicate_key",
      twice.pointer,
    );
  } catch (error) {
    return refused(`is not valid JSON: ${messageOf(error)}`, "malformed_json");
  }
}

function parseYaml(text: string): ParsedText {
  if (text.length > MAX_YAML_BYTES) {
    return refused("is more YAML than is read at once (4 MiB); send JSON, or a part of it", "yaml_too_long");
  }
  const composed = composeYaml(text);
  if ("fault" in composed) {
    const { detail, offset } = composed.fault;
    return refused(`is not valid YAML at ${placeOf(text, offset)}: ${detail.slice(0, 300)}`, "malformed_yaml");
  }
  const problem = problemOf(composed.document, text);
  if (problem !== null) return problem;
  try {
    return { ok: true, value: composed.document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch (error) {
    return refused(`is not valid YAML: ${messageOf(error)}`, "malformed_yaml");
  }
}

/** What the library lets pass: aliases, and keys that are no text or stand twice. */
function problemOf(document: Document, text: string): ParsedText | null {
  const found: { offset: number; what: string; code: string }[] = [];
  const find = (offset: number | undefined, what: string, code: string) => {
    found.push({ offset: offset ?? 0, what, code });
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_key, node) => find(node.range?.[0], "has an alias (*name): write it out", "yaml_alias"),
    Map(_key, node) {
      const keys = new Set<string>();
      for (const { key } of node.items) {
        if (!isScalar(key)) return find(node.range?.[0], "has a key that is no text", "malformed_yaml");
        const name = String(key.value);
        if (keys.has(name)) {
          return find(key.range?.[0], `has “${name.slice(0, 60)}” twice in one object`, "duplicate_key");
        }
        keys.add(name);
      }
      return undefined;
    },
  });
  const [first] = found;
  return first === undefined ? null : refused(`${placeOf(text, first.offset)} ${first.what}`, first.code);
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `line ${before.split("\n").length}, column ${offset - before.lastIndexOf("\n")}`;
}

function refused(detail: string, code: string, pointer = ""): ParsedText {
  return { ok: false, error: { pointer, detail, code } };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
