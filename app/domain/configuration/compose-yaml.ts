import { Composer, type Document, Lexer, Parser } from "yaml";

/** What is wrong with a YAML text, and where: characters from its beginning. */
export interface YamlFault {
  detail: string;
  offset: number;
}

/** Deeper than any configuration. */
const MAX_DEPTH = 100;

class FirstFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Place = number | readonly [number, number] | { offset: number };

/**
 * Parses one YAML document, and gives up at the first fault: the library's own way is to gather them all, which takes
 * minutes for a few megabytes of nothing else. Hexadecimal and octal numbers are text: an address without quotes would
 * else be a number, and not the one that was meant.
 */
export function composeYaml(text: string): { document: Document } | { fault: YamlFault } {
  if (isDeep(text)) return { fault: { detail: "it is nested too deeply", offset: 0 } };
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    // Its check compares each key with each.
    uniqueKeys: false,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !("format" in tag && isHexLike(tag.format))),
  });
  Object.assign(composer, {
    onError(place: Place, _code: string, message: string) {
      throw new FirstFault(message, offsetOf(place));
    },
  });
  try {
    let document: Document | null = null;
    for (const each of composer.compose(soundTokens(text), true, text.length)) {
      if (document !== null) return { fault: { detail: "there is more than one document", offset: each.range[0] } };
      document = each;
    }
    if (document === null) return { fault: { detail: "it is empty", offset: 0 } };
    const [fault] = [...document.errors, ...document.warnings];
    return fault === undefined ? { document } : { fault: { detail: fault.message, offset: fault.pos[0] } };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { fault: { detail, offset: error instanceof FirstFault ? error.offset : 0 } };
  }
}

function* soundTokens(text: string) {
  for (const token of new Parser().parse(text)) {
    if (token.type === "error") throw new FirstFault(token.message, token.offset);
    yield token;
  }
}

function isHexLike(format: string | undefined): boolean {
  return format === "HEX" || format === "OCT";
}

function offsetOf(place: Place): number {
  if (typeof place === "number") return place;
  return "offset" in place ? place.offset : place[0];
}

/** Whether more brackets are open inside of each other, or more lists begun in one line, than anything of ours has. */
function isDeep(text: string): boolean {
  let brackets = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets -= 1;
    else if (token === "-" || token === "?") indicators += 1;
    else if (token === "\n" || token === "\r\n") indicators = 0;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) return true;
  }
  return false;
}
