import { visibleText } from "~/domain/transactions/visible-text";

const MAX_LINES = 400;
const MAX_LINE = 2_000;

/** What went over the wire, for reading: JSON laid out, each line made inert, however it is meant. */
export function wireText(body: string): string {
  const lines = laidOut(body).split(/\r\n|\n|\r/);
  const shown = lines.slice(0, MAX_LINES).map((line) => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    return indent + visibleText(line, MAX_LINE);
  });
  return [...shown, ...(lines.length > MAX_LINES ? ["…"] : [])].join("\n");
}

function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not JSON, or cut off in the middle: shown as it is.
    return body;
  }
}
