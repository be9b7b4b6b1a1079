import fc from "fast-check";
import { expect, test } from "vitest";

import { parseCsv } from "./parse-csv";

test("cells are read by their header, quoted ones with commas, breaks and quotes", () => {
  const text = '\ufeffname,tags\r\n"A ""big"" one, here","x,y"\r\n\r\nplain,\n"two\nlines",z';
  expect(parseCsv(text)).toEqual({
    ok: true,
    rows: [
      { name: 'A "big" one, here', tags: "x,y" },
      { name: "plain", tags: "" },
      { name: "two\nlines", tags: "z" },
    ],
  });
});

test.each([
  ["", "has no header line"],
  ["a,a\n1,2", "has the column a twice"],
  ["a,,b\n1,2,3", "has a column without a name"],
  ['a\n"open', "ends inside a quoted cell"],
  ['a\n"shut"tail', "ends inside a quoted cell"],
])("%j is refused: it %s", (text, detail) => {
  expect(parseCsv(text)).toEqual({ ok: false, detail });
});

test("a header that lacks a column is refused by the column's name", () => {
  expect(parseCsv("a,b\n1,2", { required: ["a", "c"] })).toEqual({ ok: false, detail: "has no column c" });
});

test("a row may be shorter than the header, and what is beyond it has no name", () => {
  expect(parseCsv("a,b\n1\n1,2,3")).toEqual({ ok: true, rows: [{ a: "1" }, { a: "1", b: "2", "": "3" }] });
});

test("whatever was written quoted is read back, in time that grows with its length only", () => {
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
      const text = `a,b\n${rows.map((cells) => cells.map(quote).join(",")).join("\r\n")}`;
      expect(parseCsv(text)).toEqual({ ok: true, rows: rows.map(([a, b]) => ({ a, b })) });
    }),
  );
  for (const cell of ["x".repeat(16_000_000), '""'.repeat(4_000_000)]) {
    expect(parseCsv(`a\n"${cell}`)).toMatchObject({ ok: false });
    expect(parseCsv(`a\n"${cell}"`)).toMatchObject({ ok: true });
  }
});
