import { Interface } from "ethers";
import { expect, test } from "vitest";

import { sampleAlert } from "~/domain/messages/sample-alert";
import { ResponseTemplate } from "~/domain/rules/response-template";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { responseCall } from "./response-call";

const sample = sampleAlert(new Date());
const FROM = sample.from;

function facts(args: DecodedArgument[] = [], change: Partial<typeof sample> = {}) {
  return { alert: { ...sample, call: { ...sample.call, args }, ...change }, nonce: "7" };
}

function call(template: Partial<ResponseTemplate>, given = facts(), abi: unknown = null) {
  return responseCall(ResponseTemplate.parse(template), { abi, facts: given });
}

/** What the contract would read. */
function decoded(signature: string, made: ReturnType<typeof call>): unknown[] {
  if (!made.ok || made.data === null) throw new Error(JSON.stringify(made));
  return new Interface([`function ${signature}`]).parseTransaction({ data: made.data })?.args.toArray(true) ?? [];
}

function problem(template: Partial<ResponseTemplate>, given = facts()) {
  const made = call(template, given);
  return made.ok ? null : made.errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
}

test("without a template it is pause()", () => {
  expect(call({})).toMatchObject({ ok: true, signature: "pause()", data: "0x8456cb59" });
});

test("a bare name is understood when the ABI knows one function of it, and refused when it knows more", () => {
  const abi = ["function stop(uint256 reason)", "function halt()", "function halt(address)"];
  expect(call({ signature: "stop", args: ["1"] }, facts(), abi)).toMatchObject({ signature: "stop(uint256)" });
  expect(call({ signature: "halt" }, facts(), abi)).toMatchObject({
    ok: false,
    errors: [{ pointer: "/signature", code: "ambiguous_signature", detail: expect.stringContaining("halt(address)") }],
  });
  expect(call({ signature: "0xdeadbeef" })).toMatchObject({ ok: false, errors: [{ code: "unknown_signature" }] });
});

test("fields of the alert become arguments of every type that they fit", () => {
  const signature = "f(address,uint256,bytes32,string,bytes4,int256)";
  const args = ["{{from}}", "{{value}}", "{{txHash}}", "alert {{id}} of {{ from }}", "{{call.selector}}", "{{nonce}}"];
  expect(decoded(signature, call({ signature, args }))).toEqual([
    FROM,
    0n,
    sample.txHash,
    `alert ${sample.id} of ${FROM}`,
    "0x715018a6",
    7n,
  ]);
});

test("arguments of the watched call are taken by name and by place, lists and tuples whole", () => {
  const watched = facts([
    { name: "spender", type: "address", value: FROM },
    {
      name: null,
      type: "uint256[]",
      value: ["1", "115792089237316195423570985008687907853269984665640564039457584007913129639935"],
    },
    { name: "order", type: "(address,bool)", value: [FROM, true] },
  ]);
  const signature = "f(address,uint256[],(address,bool),address[2])";
  const args = [
    "{{call.args.spender}}",
    "{{call.args.1}}",
    "{{call.args.order}}",
    `["{{from}}", "${FROM.toLowerCase()}"]`,
  ];
  expect(decoded(signature, call({ signature, args }, watched))).toEqual([
    FROM,
    [1n, 2n ** 256n - 1n],
    [FROM, true],
    [FROM, FROM],
  ]);
});

test("a hostile value stays a value: it is neither a template nor JSON, and never changes another argument", () => {
  for (const hostile of ["{{from}}", '","0x00"]', "$(rm -rf /)`'\"", "\u202e\u0000@everyone", "x".repeat(100_000)]) {
    const given = facts([{ name: "memo", type: "string", value: hostile }]);
    const made = call(
      { signature: "f(string,string[],uint256)", args: ["{{call.args.memo}}", '["{{call.args.memo}}"]', "5"] },
      given,
    );
    expect(decoded("f(string,string[],uint256)", made)).toEqual([hostile, [hostile], 5n]);
  }
});

test.each([
  ["f(address)", "0x1234", /\/args\/0 must be an address/],
  ["f(address)", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045z", /must be an address/],
  ["f(uint8)", "256", /does not fit into uint8/],
  ["f(uint256)", "-1", /does not fit into uint256/],
  ["f(int8)", "-129", /does not fit into int8/],
  ["f(uint256)", "1e18", /whole number/],
  ["f(uint256)", "", /whole number/],
  ["f(uint256[])", "[1e30]", /in quotes/],
  ["f(uint256[])", "1,2", /JSON list/],
  ["f(uint256[2])", '["1"]', /list of 2, but has 1/],
  ["f((address,uint8))", '["{{from}}"]', /list of 2, but has 1/],
  ["f(bool)", "yes", /true or false/],
  ["f(bytes32)", "0x12", /32 bytes, but has 1/],
  ["f(bytes)", "0x123", /pairs of hex digits/],
  ["f(string)", "\ud800", /UTF-8/],
  ["f(address)", "{{rule}}", /\{\{rule\}\}, which is not a field; there is from, to/],
  ["f(address)", "{{constructor}}", /not a field/],
  ["f(address)", "{{value}}", /another type/],
  ["f(uint256)", "1{{value}}", /field alone/],
  ["f(string)", "{{ from", /without a field's name/],
  ["f(string)", "{{call.args.9}}", /has no argument 9/],
  ["f(address)", "{{event.args.to}}", /not an event/],
])("%s with %s is refused in words", (signature, argument, words) => {
  expect(problem({ signature, args: [argument] })).toMatch(words);
});

test("a value that was cut, is missing, or does not fit makes no call", () => {
  const cut = facts([{ name: "data", type: "bytes", value: "0x12", truncated: true }]);
  expect(problem({ signature: "f(bytes)", args: ["{{call.args.data}}"] }, cut)).toMatch(/too large to be kept whole/);
  expect(problem({ signature: "f(address)", args: ["{{to}}"] }, facts([], { to: null }))).toMatch(/has no to/);
  const text = facts([{ name: "who", type: "string", value: "0x12" }]);
  expect(problem({ signature: "f(address)", args: ["{{call.args.who}}"] }, text)).toMatch(/must be an address/);
  expect(problem({ signature: "f(address,uint256)", args: ["{{from}}"] })).toMatch(/\/args must have 2/);
  expect(problem({ signature: "pause()", value: "9".repeat(78) })).toMatch(/\/value must fit/);
});

test("a template is checked without an alert, and what it can't know is left open", () => {
  const check = (template: Partial<ResponseTemplate>) =>
    responseCall(ResponseTemplate.parse(template), { abi: null, facts: null });
  expect(check({ signature: "f(address,uint256)", args: ["{{from}}", "1"] })).toMatchObject({ ok: true, data: null });
  expect(check({ signature: "f(bytes)", args: ["{{call.args.anything}}"] })).toMatchObject({ ok: true });
  expect(check({ signature: "f(uint256)", args: ["{{from}}"] })).toMatchObject({ ok: false });
});
