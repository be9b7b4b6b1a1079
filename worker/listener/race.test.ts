import { expect, test } from "vitest";

import { Race } from "./race";

const a = () => ({ id: "a", firstSeen: 0 });
const b = () => ({ id: "b", firstSeen: 0 });

test("a transaction is handed on once, whoever brings it again", () => {
  const race = new Race(100);
  const [first, second] = [a(), b()];
  expect(race.deliver("0x1", first, 10)).toBe(true);
  expect(race.deliver("0x1", second, 12)).toBe(false);
  expect(race.deliver("0x1", first, 13)).toBe(false);
  expect([first.firstSeen, second.firstSeen]).toEqual([1, 0]);
  expect(race.firstSeen("0x1")).toEqual([
    { endpointId: "a", atMs: 10 },
    { endpointId: "b", atMs: 12 },
  ]);
});

test("a hash alone keeps the transaction wanted, and its time counts as first seen", () => {
  const race = new Race(100);
  const [hashes, full] = [a(), b()];
  expect(race.announce("0x1", hashes, 10)).toBe(true);
  expect(race.isDelivered("0x1")).toBe(false);
  expect(race.deliver("0x1", full, 15)).toBe(true);
  expect(race.deliver("0x1", hashes, 60)).toBe(false);
  expect(race.announce("0x1", full, 70)).toBe(false);
  expect(race.firstSeen("0x1")).toEqual([
    { endpointId: "a", atMs: 10 },
    { endpointId: "b", atMs: 15 },
  ]);
});

test("between half and all of the capacity is remembered", () => {
  const race = new Race(100);
  const entrant = a();
  for (let i = 0; i < 1_000; i++) race.deliver(`0x${i}`, entrant, i);
  const remembered = Array.from({ length: 1_000 }, (_, i) => race.isDelivered(`0x${i}`)).filter(Boolean).length;
  expect(remembered).toBeGreaterThanOrEqual(50);
  expect(remembered).toBeLessThanOrEqual(100);
  expect(race.isDelivered("0x999")).toBe(true);
  expect(race.firstSeen("0x0")).toEqual([]);
});
