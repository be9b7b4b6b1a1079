import { Interface } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import { decodeCall } from "~/domain/transactions/decode-call";
import { CALL_REASONS } from "./call-reasons";
import { CALL_SENTENCES } from "./call-sentences";
import { DANGER_SIGNATURES } from "./danger-signatures";
import { describeCall } from "./describe-call";
import { resolveSignature } from "./resolve-signature";

const TO = `0x${"aa".repeat(20)}`;
const FROM = `0x${"bb".repeat(20)}`;
const WHO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const ZERO = `0x${"00".repeat(20)}`;
const MAX = 2n ** 256n - 1n;

function titleOf(signature: string, values: unknown[], name: string | null = "Treasury Vault"): string {
  return describe(signature, values, name).title;
}

function describe(signature: string, values: unknown[], name: string | null = "Treasury Vault") {
  const contract = new Interface([`function ${signature}`]);
  const resolved = resolveSignature({ signature, abi: null });
  if (!resolved.ok) throw new Error(resolved.detail);
  const input = contract.encodeFunctionData(signature.slice(0, signature.indexOf("(")), values);
  return describeCall({
    call: decodeCall(input, resolved.functions),
    contract: { name, address: TO },
    from: FROM,
    value: 0n,
  });
}

test.each([
  ["renounceOwnership()", [], "Ownership of Treasury Vault is being renounced"],
  ["transferOwnership(address)", [WHO], "Ownership of Treasury Vault is being transferred to 0x5aAe…eAed"],
  ["transferOwnership(address)", [ZERO], "Ownership of Treasury Vault is being given to the zero address"],
  ["upgradeTo(address)", [WHO], "Treasury Vault is being upgraded to 0x5aAe…eAed"],
  ["upgradeToAndCall(address,bytes)", [WHO, "0x"], "Treasury Vault is being upgraded to 0x5aAe…eAed"],
  ["pause()", [], "Treasury Vault is being paused"],
  ["setPaused(bool)", [false], "Treasury Vault is being unpaused"],
  ["approve(address,uint256)", [WHO, MAX], "Unlimited approval of Treasury Vault is being given to 0x5aAe…eAed"],
  ["approve(address,uint256)", [WHO, 0], "Approval of Treasury Vault is being taken from 0x5aAe…eAed"],
  ["approve(address,uint256)", [WHO, 1500], "0x5aAe…eAed is being allowed to spend 1,500 of Treasury Vault"],
  ["transfer(address,uint256)", [WHO, 1_000_000], "1,000,000 of Treasury Vault are being sent to 0x5aAe…eAed"],
  [
    "transfer(address,uint256)",
    [WHO, 1_234_000n * 10n ** 18n],
    "1,234,000e18 units of Treasury Vault are being sent to 0x5aAe…eAed",
  ],
  [
    "grantRole(bytes32,address)",
    [`0x${"00".repeat(32)}`, WHO],
    "DEFAULT_ADMIN_ROLE on Treasury Vault is being granted to 0x5aAe…eAed",
  ],
  [
    "grantRole(bytes32,address)",
    [`0x${"12".repeat(32)}`, WHO],
    "Role 0x1212…1212 on Treasury Vault is being granted to 0x5aAe…eAed",
  ],
  ["setGuard(address)", [ZERO], "The transaction guard of Treasury Vault is being removed"],
  ["castVote(uint256,uint8)", [1, 1], "A vote is being cast on Treasury Vault"],
  ["_setReserveFactor(uint256)", [1], "The parameters of Treasury Vault are being changed by _setReserveFactor()"],
  ["doSomething(uint256)", [1], "doSomething() is being called on Treasury Vault"],
])("%s has its sentence (%#)", (signature, values, expected) => {
  expect(titleOf(signature, values)).toBe(expected);
});

test("a Safe that runs foreign code as its own is told apart from an ordinary transaction", () => {
  const signature = "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)";
  const values = (operation: number) => [WHO, 0, "0x", operation, 0, 0, 0, ZERO, ZERO, "0x"];
  expect(titleOf(signature, values(1), "Safe")).toBe(
    "Safe is running the code of 0x5aAe…eAed as its own (delegatecall)",
  );
  expect(titleOf(signature, values(0), "Safe")).toBe("Safe is executing a transaction to 0x5aAe…eAed");
});

test("the description says why it matters, who sends it and with what value", () => {
  const { description } = describe("renounceOwnership()", []);
  expect(description).toMatch(/^Owner set to zero for ever.*\. Sent by 0xbB.* to 0xaA[^,]*\.$/i);
  const call = { selector: "0xdeadbeef", signature: null, name: null, args: [] };
  const unknown = describeCall({ call, contract: { name: null, address: TO }, from: null, value: 15n * 10n ** 17n });
  expect(unknown.title).toBe("Function 0xdeadbeef is being called on 0xaAaA…aaAa");
  expect(unknown.description).toBe(
    "Sent by an unknown sender to 0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa, with 1.5 of the chain's coin.",
  );
});

test("a call whose arguments cannot be read still has its sentence, and says so", () => {
  const resolved = resolveSignature({ signature: "transferOwnership", abi: null });
  const call = decodeCall("0xf2fde38b00", resolved.ok ? resolved.functions : []);
  const described = describeCall({ call, contract: { name: "Vault", address: TO }, from: FROM, value: 0n });
  expect(described.title).toBe("Control over Vault is being changed by transferOwnership()");
  expect(described.description).toContain("Its arguments could not be read.");
});

test("hostile names stay on one line, are cut, and cannot turn the text around", () => {
  const title = titleOf("pause()", [], `Vault\n\u202E${"x".repeat(500)}`);
  expect(title).toMatch(/^Vault ⟨U\+202E⟩x+… is being paused$/);
  expect(title.length).toBeLessThan(80);
});

test("every sentence and reason belongs to a row of the table and uses only its parameters", () => {
  const rows = new Map(DANGER_SIGNATURES.map((row) => [row.signature, row]));
  for (const signature of Object.keys(CALL_REASONS)) expect(rows.has(signature), signature).toBe(true);
  for (const [signature, curated] of Object.entries(CALL_SENTENCES)) {
    const parameters = rows.get(signature)?.inputs.map((input) => input.name);
    const variants = typeof curated === "string" ? [curated] : curated.map(([, sentence]) => sentence);
    const used = variants.flatMap((text) => [...text.matchAll(/\{(\w+)/g)].map(([, key]) => key));
    const conditions =
      typeof curated === "string" ? [] : curated.flatMap(([condition]) => (condition ? [condition[0]] : []));
    for (const key of [...used, ...conditions]) expect(["contract", ...(parameters ?? [])], signature).toContain(key);
  }
  expect(Object.keys(CALL_SENTENCES).length).toBeGreaterThan(100);
});

test("every row of the table has a sentence for whatever calldata", () => {
  const calldata = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("hex"));
  fc.assert(
    fc.property(fc.constantFrom(...DANGER_SIGNATURES), calldata, fc.string({ unit: "binary" }), (row, digits, name) => {
      const call = decodeCall(row.selector + digits, [row]);
      const { title, description } = describeCall({ call, contract: { name, address: TO }, from: FROM, value: 1n });
      expect(title).toMatch(/^[^\n{}]* (is|are) [^\n]+$/u);
      expect(title.length).toBeLessThan(260);
      expect(description).toMatch(/Sent by 0x/);
    }),
    { numRuns: 1_000 },
  );
});
