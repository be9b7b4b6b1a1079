/** A row of a CSV file by its header's names. What a row has beyond the header stands under the empty name. */
export type CsvRow = Record<string, string>;

/** What a CSV text holds, or what is wrong with it in a sentence. */
export type ParsedCsv = { ok: true; rows: CsvRow[] } | { ok: false; detail: string };

/**
 * Reads CSV as RFC 4180 has it: a header first, cells in double quotes may hold commas, line breaks and doubled quotes.
 * Empty lines and a byte order mark, as spreadsheets write them, are passed over.
 *
 * @param required columns that the header must have.
 */
export function parseCsv(text: string, { required = [] }: { required?: readonly string[] } = {}): ParsedCsv {
  const lines = readLines(text.replace(/^\ufeff/, ""));
  if (lines === null) return { ok: false, detail: "ends inside a quoted cell" };
  const [header, ...rows] = lines.filter((cells) => cells.length > 1 || cells[0] !== "");
  if (header === undefined) return { ok: false, detail: "has no header line" };
  const names = header.map((name) => name.trim());
  if (names.includes("")) return { ok: false, detail: "has a column without a name" };
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { ok: false, detail: `has the column ${twice} twice` };
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) return { ok: false, detail: `has no column ${missing}` };
  return {
    ok: true,
    rows: rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [names[index] ?? "", cell]))),
  };
}

/** An unquoted cell, and what ends any cell. */
const PLAIN = /[^,\r\n]*/y;
const END = /,|\r\n|\n|\r|$/y;

/** The cells of every line; null when a quote is not closed, or something follows one that is. */
function readLines(text: string): string[][] | null {
  const lines: string[][] = [[]];
  let at = 0;
  for (let end = ","; end !== ""; ) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    END.lastIndex = cell?.next ?? 0;
    const found = cell === null ? null : END.exec(text);
    if (cell === null || found === null) return null;
    lines.at(-1)?.push(cell.value);
    [end] = found;
    at = cell.next + end.length;
    if (end !== "" && end !== ",") lines.push([]);
  }
  return lines;
}

function readPlain(text: string, start: number) {
  PLAIN.lastIndex = start;
  const value = PLAIN.exec(text)?.[0] ?? "";
  return { value, next: start + value.length };
}

function readQuoted(text: string, start: number) {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return null;
  return { value: text.slice(start + 1, close).replaceAll('""', '"'), next: close + 1 };
}
