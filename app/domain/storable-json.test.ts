import { expect, test } from "vitest";

import { storableJson } from "./storable-json";

test("what PostgreSQL refuses becomes the replacement character, everything else stays", () => {
  const value = { name: "a\u0000b", half: "😀".slice(0, 1), other: "😀".slice(1), whole: "😀 \\u0041 ä" };
  expect(JSON.parse(storableJson(value))).toEqual({
    name: "a\ufffdb",
    half: "\ufffd",
    other: "\ufffd",
    whole: value.whole,
  });
});
