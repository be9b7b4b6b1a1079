import { expect, test } from "vitest";

import { durationWords } from "./duration-words";

test("a wait is said in the units that it has", () => {
  expect([0, 45, 300, 5_400, 86_400, 90_061].map(durationWords)).toEqual([
    "at once",
    "45 s",
    "5 min",
    "1 h 30 min",
    "1 d",
    "1 d 1 h 1 min 1 s",
  ]);
});
