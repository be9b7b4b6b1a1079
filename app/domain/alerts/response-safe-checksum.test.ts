import { expect, test } from "vitest";

import { responseSafeBatch } from "./response-safe-batch";
import { responseSafeChecksum } from "./response-safe-checksum";

const OWNER = "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6";
const method = (name: string, type: string, input: string) => ({
  inputs: [{ internalType: type, name: input, type }],
  name,
  payable: false,
});

/** The batch and the sum of the app's own test (apps/tx-builder/src/lib/checksum.test.ts). */
const KNOWN = {
  version: "1.0",
  chainId: "4",
  createdAt: 1646321521061,
  meta: {
    name: "test batch file",
    txBuilderVersion: "1.4.0",
    checksum: "",
    createdFromSafeAddress: "0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa",
    createdFromOwnerAddress: OWNER,
  },
  transactions: [
    {
      to: OWNER,
      value: "0",
      contractMethod: method("testAddress", "address", "paramAddress"),
      contractInputsValues: { paramAddress: OWNER },
    },
    {
      to: OWNER,
      value: "0",
      contractMethod: method("testBool", "bool", "paramBool"),
      contractInputsValues: { paramAddress: "", paramBool: "false" },
    },
    {
      to: OWNER,
      value: "2000000000000000000",
      data: "0x42f4579000000000000000000000000049d4450977e2c95362c13d3a31a09311e0ea26a6",
    },
  ],
};

test("the sum is the one that Safe's Transaction Builder computes", () => {
  expect(responseSafeChecksum(KNOWN)).toBe("0x86c81826dbf7e8a37612153294cc85fdf5c81998dd0a44b86d945502a7eace7c");
});

test("a batch has what the app imports, and carries its own sum", () => {
  const batch = responseSafeBatch({
    chainId: 8453,
    to: OWNER,
    value: "0",
    data: "0x8456cb59",
    name: "Sentinel: pause()",
    description: "Calls pause() on “Vault” 😀.",
    createdAtMs: 1_768_465_872_345,
  });
  expect(batch).toMatchObject({
    version: "1.0",
    chainId: "8453",
    createdAt: 1_768_465_872_345,
    meta: { name: "Sentinel: pause()" },
    transactions: [{ to: OWNER, value: "0", data: "0x8456cb59", contractMethod: null, contractInputsValues: null }],
  });
  const meta = batch.meta as Record<string, unknown>;
  expect(responseSafeChecksum({ ...batch, meta })).toBe(meta.checksum);
  expect(responseSafeChecksum({ ...batch, meta: { ...meta, name: "Renamed" } })).toBe(meta.checksum);
  expect(responseSafeChecksum({ ...batch, meta, chainId: "1" })).not.toBe(meta.checksum);
});
