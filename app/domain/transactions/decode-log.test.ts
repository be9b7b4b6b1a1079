import { EventFragment, Interface, id, keccak256, toUtf8Bytes } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import { resolveEvent } from "~/domain/signatures/resolve-event";
import { decodeLog } from "./decode-log";
import { DecodedEvent } from "./decoded-event";
import type { EventLog } from "./event-log";
import { matchesEvent } from "./matches-event";
import type { ResolvedEvent } from "./resolved-event";

const EMITTER = `0x${"aa".repeat(20)}`;
const ALICE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const BOB = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

function eventsOf(event: string, abi: unknown = null): ResolvedEvent[] {
  const result = resolveEvent({ event, abi });
  if (!result.ok) throw new Error(result.detail);
  return result.events;
}

function logOf(declaration: string, values: unknown[]): EventLog {
  // ethers reads `anonymous` in JSON only.
  const fragment = EventFragment.from(declaration.replace(/ anonymous$/, ""));
  const anonymous = declaration.endsWith(" anonymous");
  const contract = new Interface([{ ...JSON.parse(fragment.format("json")), anonymous }]);
  const { topics, data } = contract.encodeEventLog(declaration.slice(0, declaration.indexOf("(")), values);
  return { address: EMITTER, topics, data, logIndex: 0 };
}

function values(event: DecodedEvent) {
  return event.args.map(({ name, value }) => [name, value]);
}

test("an ERC-20 and an ERC-721 transfer share their topic and are both read", () => {
  const events = eventsOf("Transfer");
  const coins = logOf("Transfer(address indexed from, address indexed to, uint256 value)", [ALICE, BOB, 5n]);
  const token = logOf("Transfer(address indexed from, address indexed to, uint256 indexed tokenId)", [ALICE, BOB, 7n]);
  const kitty = logOf("Transfer(address from, address to, uint256 tokenId)", [ALICE, BOB, 9n]);
  expect(values(decodeLog(coins, events))).toEqual([
    ["from", ALICE],
    ["to", BOB],
    ["value", "5"],
  ]);
  expect(values(decodeLog(token, events))).toEqual([
    ["from", ALICE],
    ["to", BOB],
    ["tokenId", "7"],
  ]);
  expect(decodeLog(kitty, events)).toMatchObject({ signature: "Transfer(address,address,uint256)" });
  expect(decodeLog(kitty, events).args.map(({ value }) => value)).toEqual([ALICE, BOB, "9"]);
  for (const log of [coins, token, kitty]) expect(events.find((event) => matchesEvent(log, event))).toBeDefined();
});

test("where it is not known what is indexed the first parameters are taken, and it is said", () => {
  const log = logOf("Moved(address indexed from, uint256 amount)", [ALICE, 5n]);
  const event = decodeLog(log, eventsOf("Moved(address from, uint256 amount)"));
  expect(values(event)).toEqual([
    ["from", ALICE],
    ["amount", "5"],
  ]);
  expect(event.assumption).toBe("It is not known which parameters are indexed: the first parameter is taken to be.");
  expect(decodeLog(log, eventsOf("Moved(address indexed from, uint256 amount)"))).not.toHaveProperty("assumption");
});

test("an indexed text or list is shown as the hash that it is", () => {
  // ethers does not hash lists: the hash is given, and the topic corrected.
  const standIn = logOf("Named(string indexed name, bytes32 indexed list, bytes data)", ["abc", id("list"), "0x12"]);
  const log = { ...standIn, topics: [id("Named(string,uint256[],bytes)"), ...standIn.topics.slice(1)] };
  expect(decodeLog(log, eventsOf("Named(string indexed name, uint256[] indexed list, bytes data)")).args).toEqual([
    { name: "name", type: "string (indexed hash)", value: keccak256(toUtf8Bytes("abc")) },
    { name: "list", type: "uint256[] (indexed hash)", value: log.topics[2] },
    { name: "data", type: "bytes", value: "0x12" },
  ]);
});

test("an anonymous event is any log with as many topics as it has indexed parameters, LOG0 included", () => {
  const [indexed] = eventsOf("Note(bytes4 indexed sig, uint256 wad) anonymous");
  const [bare] = eventsOf("Plain(uint256 wad) anonymous");
  const log1 = {
    address: EMITTER,
    topics: [`0x12345678${"0".repeat(56)}`],
    data: `0x${"5".padStart(64, "0")}`,
    logIndex: 0,
  };
  const log0 = { ...log1, topics: [] };
  if (!indexed || !bare) throw new Error("not resolved");
  expect([matchesEvent(log1, indexed), matchesEvent(log0, indexed)]).toEqual([true, false]);
  expect([matchesEvent(log1, bare), matchesEvent(log0, bare)]).toEqual([false, true]);
  expect(values(decodeLog(log1, [indexed]))).toEqual([
    ["sig", "0x12345678"],
    ["wad", "5"],
  ]);
  expect(decodeLog(log1, [indexed]).topic0).toBeNull();
  expect(values(decodeLog(log0, [bare]))).toEqual([["wad", "5"]]);
  expect(decodeLog(log0, eventsOf("Transfer"))).toEqual({ topic0: null, signature: null, name: null, args: [] });
});

test("what is written as indexed is meant strictly", () => {
  const [strict] = eventsOf("Transfer(address indexed from, address indexed to, uint256 value)");
  const token = logOf("Transfer(address indexed from, address indexed to, uint256 indexed tokenId)", [ALICE, BOB, 7n]);
  if (!strict) throw new Error("not resolved");
  expect(matchesEvent(token, strict)).toBe(false);
});

test("a log whose data does not fit says so", () => {
  const log = {
    ...logOf("Transfer(address indexed from, address indexed to, uint256 value)", [ALICE, BOB, 5n]),
    data: "0x",
  };
  const event = decodeLog(log, eventsOf("Transfer"));
  expect(event).toMatchObject({ name: "Transfer", args: [], error: expect.stringContaining("The log's data is") });
});

const types = fc.constantFrom(
  "uint256",
  "int24",
  "address",
  "bool",
  "bytes4",
  "bytes32",
  "string",
  "bytes",
  "uint8[]",
  "address[2]",
  "(uint256 a,string b)",
  "(bool x,bytes y)[]",
  "string[]",
);
const parameter = fc.record({ type: types, indexed: fc.boolean() });

/** A value of a type, made of a seed. */
function sample(type: string, seed: number): unknown {
  if (type.endsWith("[]"))
    return Array.from({ length: seed % 3 }, (_, index) => sample(type.slice(0, -2), seed + index));
  if (type.endsWith("[2]")) return [sample(type.slice(0, -3), seed), sample(type.slice(0, -3), seed + 1)];
  if (type.startsWith("(uint256")) return [BigInt(seed), `text ${seed}`];
  if (type.startsWith("(bool")) return [seed % 2 === 0, `0x${(seed % 256).toString(16).padStart(2, "0")}`];
  if (type === "address") return `0x${(seed % 256).toString(16).padStart(40, "0")}`;
  if (type === "bool") return seed % 2 === 0;
  if (type === "bytes4") return `0x${(seed % 65_536).toString(16).padStart(8, "0")}`;
  if (type === "bytes32") return id(String(seed));
  if (type === "bytes") return `0x${"ab".repeat(seed % 70)}`;
  if (type === "string") return "é".repeat(seed % 40);
  return type.startsWith("int") ? BigInt((seed % 1_000) - 500) : BigInt(seed % 256);
}

/** ethers does not encode indexed lists and tuples: in their place it gets a hash, and the topic is corrected. */
function encode(
  declaration: string,
  parameters: { type: string; indexed: boolean }[],
  given: unknown[],
  anonymous: boolean,
): EventLog {
  const isHashed = ({ type, indexed }: { type: string; indexed: boolean }) => indexed && /[\])]$/.test(type);
  const list = parameters.map(
    (drawn) => `${isHashed(drawn) ? "bytes32" : drawn.type}${drawn.indexed ? " indexed" : ""}`,
  );
  const values = parameters.map((drawn, index) => (isHashed(drawn) ? id(String(index)) : given[index]));
  const log = logOf(`Drawn(${list.join(",")})${anonymous ? " anonymous" : ""}`, values);
  const topic0 = EventFragment.from(declaration.replace(/ anonymous$/, "")).topicHash;
  return anonymous ? log : { ...log, topics: [topic0, ...log.topics.slice(1)] };
}

/** As it is shown: integers as text, addresses in EIP-55 (all digits here), the rest as it is. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  return typeof value === "bigint" ? String(value) : value;
}

test("every event that ethers encodes is read back", () => {
  fc.assert(
    fc.property(fc.array(parameter, { maxLength: 6 }), fc.boolean(), fc.nat(100_000), (drawn, anonymous, seed) => {
      let left = anonymous ? 4 : 3;
      const parameters = drawn.map(({ type, indexed }) => ({ type, indexed: indexed && left-- > 0 }));
      const list = parameters.map(({ type, indexed }, index) => `${type}${indexed ? " indexed" : ""} p${index}`);
      const declaration = `Drawn(${list.join(", ")})${anonymous ? " anonymous" : ""}`;
      const given = parameters.map(({ type }, index) => sample(type, seed + index * 7));
      const log = encode(declaration, parameters, given, anonymous);
      const event = decodeLog(log, eventsOf(declaration));
      expect(event.error).toBeUndefined();
      expect(() => DecodedEvent.parse(event)).not.toThrow();
      for (const [index, argument] of event.args.entries()) {
        const isHash = argument.type.endsWith("(indexed hash)");
        if (isHash) expect(log.topics).toContain(argument.value);
        else
          expect(JSON.stringify(argument.value).toLowerCase()).toBe(JSON.stringify(shown(given[index])).toLowerCase());
      }
      expect(event.args).toHaveLength(parameters.length);
    }),
    { numRuns: 500 },
  );
});

test("no log makes it throw", () => {
  const known = ["Transfer", "Paused", "DiamondCut", "ProposalCreated", "Odd(string,(uint256,bytes[])[]) anonymous"];
  const events = known.flatMap((event) => eventsOf(event));
  const hex = fc.uint8Array({ maxLength: 300 }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
  const topic = fc.oneof(fc.constantFrom(...events.map((event) => event.topic0 ?? "0x")), hex, fc.string());
  fc.assert(
    fc.property(fc.array(topic, { maxLength: 6 }), fc.oneof(hex, fc.string()), (topics, data) => {
      const log = { address: EMITTER, topics, data, logIndex: 0 };
      expect(() => DecodedEvent.parse(decodeLog(log, events))).not.toThrow();
      for (const event of events) expect(() => decodeLog(log, [event])).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});
