import fc from "fast-check";
import { expect, test } from "vitest";

import { AppError } from "./errors";
import { afterCursor, decodeCursor, encodeCursor, paginate } from "./pagination";

const ID = "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071";
const LAST = new Date("9999-12-31T23:59:59.999Z");
const refusalOf = (text: string) => {
  try {
    decodeCursor(text);
  } catch (error) {
    return error;
  }
};

test("a cursor survives its trip through the client, and is safe in a URL", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: LAST, noInvalidDate: true }), fc.uuid(), (at, id) => {
      const text = encodeCursor({ at, id });
      expect(text).toMatch(/^[\w-]+$/);
      expect(decodeCursor(text)).toEqual({ at, id });
    }),
  );
});

test("whatever is no cursor of ours is refused by its name, and nothing else is thrown", () => {
  const forged = [
    { at: "now", id: ID },
    { at: 1, id: "x" },
    { at: 1, id: ID, more: 1 },
    { at: 1e300, id: ID },
    { at: LAST.getTime() + 1, id: ID },
    null,
    [],
  ];
  for (const value of forged) expect(refusalOf(btoa(JSON.stringify(value)))).toBeInstanceOf(AppError);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(refusalOf(text)).toMatchObject({ code: "invalid_input", errors: [{ pointer: "?cursor" }] });
    }),
  );
});

test("following cursors visits every row once, also those of one instant, while rows are added in front", async () => {
  const row = (number: number) => ({
    at: new Date(1000 + Math.floor(number / 4)),
    id: `${ID.slice(0, -3)}${String(number).padStart(3, "0")}`,
  });
  const rows = Array.from({ length: 23 }, (_, number) => row(number));
  const newestFirst = () => [...rows].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  const source = {
    count: async () => rows.length,
    cursorOf: (found: { at: Date; id: string }) => found,
    find: async ({ take, skip, after }: { take: number; skip: number; after: { at: Date; id: string } | null }) =>
      newestFirst()
        .filter(({ at, id }) => !after || at < after.at || (at.getTime() === after.at.getTime() && id < after.id))
        .slice(skip, skip + take),
  };
  const expected = newestFirst().map(({ id }) => id);
  const seen: string[] = [];
  let cursor: string | null | undefined;
  for (let part = 0; cursor !== null; part++) {
    const page = await paginate({ limit: 5, cursor: cursor ?? undefined }, source);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
    rows.push(row(100 + part));
  }
  expect(seen).toEqual(expected);
});

test("Prisma's where is empty at the start and names both ways of being older after that", () => {
  const at = new Date(5);
  expect(afterCursor("createdAt", null)).toEqual({});
  expect(afterCursor("createdAt", { at, id: ID })).toEqual({
    OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: ID } }],
  });
});
