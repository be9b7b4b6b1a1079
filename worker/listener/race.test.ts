import { expect, test } from "vitest";

import { Race } from "./race";

const a = () => ({ id: "a", firstSeen: 0 });
const b = () => ({ id: "b", firstSeen: 0 });
const address = (digits: string) => `0x${digits.repeat(20)}`;
const body = (hash: string, fields = {}) => ({
  hash,
  from: address("aa"),
  to: address("cc"),
  input: "0x715018a6",
  ...fields,
});

test("a transaction is handed on once, whoever brings it again", () => {
  const race = new Race(100);
  const [first, second] = [a(), b()];
  expect(race.deliver(body("0x1"), first, 10)).toBe("first");
  expect(race.deliver(body("0x1"), second, 12)).toBe("repeated");
  expect(race.deliver(body("0x1"), first, 13)).toBe("repeated");
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
  expect(race.deliver(body("0x1"), full, 15)).toBe("first");
  expect(race.deliver(body("0x1"), hashes, 60)).toBe("repeated");
  expect(race.announce("0x1", full, 70)).toBe(false);
  expect(race.firstSeen("0x1")).toEqual([
    { endpointId: "a", atMs: 10 },
    { endpointId: "b", atMs: 15 },
  ]);
});

test("between half and all of the capacity is remembered", () => {
  const race = new Race(100);
  const entrant = a();
  for (let i = 0; i < 1_000; i++) race.deliver(body(`0x${i}`), entrant, i);
  const remembered = Array.from({ length: 1_000 }, (_, i) => race.isDelivered(`0x${i}`)).filter(Boolean).length;
  expect(remembered).toBeGreaterThanOrEqual(50);
  expect(remembered).toBeLessThanOrEqual(100);
  expect(race.isDelivered("0x999")).toBe(true);
  expect(race.firstSeen("0x0")).toEqual([]);
});

test("another transaction under the same hash is handed on as well: who was first may have lied", () => {
  const race = new Race(100);
  const [liar, honest] = [a(), b()];
  const lies = {
    "0x1": { to: address("dd") },
    "0x2": { to: null },
    "0x3": { input: "0x" },
    "0x4": { from: address("dd") },
    "0x5": { to: `0x${"c".repeat(39)}ģ` },
  };
  for (const [hash, lie] of Object.entries(lies)) {
    expect(race.deliver(body(hash, lie), liar, 10)).toBe("first");
    expect(race.deliver(body(hash), honest, 11)).toBe("contradicts");
    expect(race.deliver(body(hash, lie), honest, 12)).toBe("repeated");
  }
});

test("a node that leaves the sender out contradicts nobody", () => {
  const race = new Race(100);
  expect(race.deliver(body("0x1", { from: undefined }), a(), 10)).toBe("first");
  expect(race.deliver(body("0x1"), b(), 11)).toBe("repeated");
});

test("what was of no use is wanted again", () => {
  const race = new Race(100);
  race.deliver(body("0x1"), a(), 10);
  race.retract("0x1");
  race.retract("0x2");
  expect(race.isDelivered("0x1")).toBe(false);
  expect(race.deliver(body("0x1"), b(), 11)).toBe("first");
});

test("every endpoint's first time is kept, however many show it", () => {
  const race = new Race(100);
  const entrants = Array.from({ length: 7 }, (_, at) => ({ id: `e${at}`, firstSeen: 0 }));
  for (const [at, entrant] of entrants.entries()) {
    race.deliver(body("0x1"), entrant, 10 + at);
    race.deliver(body("0x1"), entrant, 90);
  }
  expect(race.firstSeen("0x1")).toEqual(entrants.map(({ id }, at) => ({ endpointId: id, atMs: 10 + at })));
  for (let at = 2; at < 200; at += 1) race.announce(`0x${at}`, a(), at);
  expect(race.firstSeen("0x1")).toEqual([]);
});

test("each transaction is settled once, in order, with who showed it by then; another's later sighting is late", () => {
  const race = new Race(8);
  const [first, second] = [a(), b()];
  const settled: [number, string][] = [];
  const others: [string, number, boolean, string | undefined][] = [];
  race.watch = {
    onSettled: (atMs, entrants) =>
      settled.push([atMs, entrants.map(({ id }) => id).join("")]) > 0 && entrants.length === 1,
    onAnother: ({ id }, lagMs, isLate, lone) => others.push([id, lagMs, isLate, lone?.id]),
  };
  race.announce("0x1", first, 10);
  race.announce("0x2", first, 11);
  race.announce("0x1", second, 14);
  race.announce("0x1", second, 15);
  race.settle(10);
  race.settle(10);
  expect(settled).toEqual([[10, "ab"]]);
  race.announce("0x3", second, 20);
  race.settle(30);
  expect(settled.slice(1)).toEqual([
    [11, "a"],
    [20, "b"],
  ]);
  race.announce("0x2", second, 31);
  race.announce("0x3", first, 32);
  expect(others).toEqual([
    ["b", 4, false, undefined],
    ["b", 20, true, "a"],
    ["a", 12, true, "b"],
  ]);
  // What a flood pushes out before it is settled is left out, and the order stays.
  for (let at = 40; at < 60; at += 1) race.announce(`0x${at}`, first, at);
  race.settle(99);
  expect(settled.at(-1)).toEqual([59, "a"]);
  expect(settled.length).toBeLessThanOrEqual(3 + 8);
});
