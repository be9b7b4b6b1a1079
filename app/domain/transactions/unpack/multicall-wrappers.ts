import type { Wrapper } from "./wrapper";

const AGGREGATED = { form: "list", at: 0, fields: { to: 0, data: 1 } } as const;
const TRIED = { form: "list", at: 1, fields: { to: 0, data: 1 } } as const;

/** Several calls in one: of the contract itself, or of others through a contract that only passes on. */
export const multicallWrappers: readonly Wrapper[] = [
  {
    selector: "0xac9650d8",
    signature: "multicall(bytes[])",
    reading: { form: "own", at: 0 },
    source: "Uniswap v3 periphery, OpenZeppelin Multicall, ENS, Morpho",
    example: "0x01cbe232e0acb0635c39fa14cb0e849f062e161602e0dcb6b1464d63dd64e14c",
  },
  {
    selector: "0x5ae401dc",
    signature: "multicall(uint256,bytes[])",
    reading: { form: "own", at: 1 },
    source: "Uniswap SwapRouter02 (deadline)",
    example: "0x01c52845c98fbb2029f515a66e9a8748900ad5563f5aadddd34efd86212a4077",
  },
  {
    selector: "0x1f0464d1",
    signature: "multicall(bytes32,bytes[])",
    reading: { form: "own", at: 1 },
    source: "Uniswap SwapRouter02 (previous block hash)",
    example: null,
  },
  {
    selector: "0xd2423b51",
    signature: "batch(bytes[],bool)",
    reading: { form: "own", at: 0 },
    source: "BoringSolidity BoringBatchable (SushiSwap, Abracadabra)",
    example: null,
  },
  {
    selector: "0x0c53c51c",
    signature: "executeMetaTransaction(address,bytes,bytes32,bytes32,uint8)",
    reading: { form: "one", fields: { to: "self", data: 1 } },
    source: "Polygon NativeMetaTransaction (the contract calls itself for the signer)",
    example: null,
  },
  {
    selector: "0x252dba42",
    signature: "aggregate((address,bytes)[])",
    reading: AGGREGATED,
    source: "Multicall, Multicall2, Multicall3",
    example: null,
  },
  {
    selector: "0xc3077fa9",
    signature: "blockAndAggregate((address,bytes)[])",
    reading: AGGREGATED,
    source: "Multicall2, Multicall3",
    example: null,
  },
  {
    selector: "0xbce38bd7",
    signature: "tryAggregate(bool,(address,bytes)[])",
    reading: TRIED,
    source: "Multicall2, Multicall3",
    example: null,
  },
  {
    selector: "0x399542e9",
    signature: "tryBlockAndAggregate(bool,(address,bytes)[])",
    reading: TRIED,
    source: "Multicall2, Multicall3",
    example: null,
  },
  {
    selector: "0x82ad56cb",
    signature: "aggregate3((address,bool,bytes)[])",
    reading: { form: "list", at: 0, fields: { to: 0, data: 2 } },
    source: "Multicall3",
    example: null,
  },
  {
    selector: "0x174dea71",
    signature: "aggregate3Value((address,bool,uint256,bytes)[])",
    reading: { form: "list", at: 0, fields: { to: 0, value: 2, data: 3 } },
    source: "Multicall3",
    example: null,
  },
  {
    selector: "0x991f255f",
    signature: "aggregate(address[],bytes[],uint256[],address)",
    reading: { form: "arrays", fields: { to: 0, data: 1, value: 2 } },
    source: "Vectorized Multicaller",
    example: null,
  },
  {
    selector: "0x63fb0b96",
    signature: "multicall(address[],bytes[])",
    reading: { form: "arrays", fields: { to: 0, data: 1 } },
    source: "common among routers and registrars",
    example: "0x57c916e24d054c4b8cc1527ccf3eb5b01b4b0102e039498f5185dbacb0ad1d6a",
  },
  {
    selector: "0xc8d18a45",
    signature: "execute(address[],bytes[])",
    reading: { form: "arrays", fields: { to: 0, data: 1 } },
    source: "common among batch executors",
    example: "0x4e984b3885cb35483f3846d70567c7431055ad5203f95ae11c7f09b8572f403e",
  },
  {
    selector: "0x374f435d",
    signature: "multicall((address,bytes,uint256,bool,bytes32)[])",
    reading: { form: "list", at: 0, fields: { to: 0, data: 1, value: 2 } },
    source: "Morpho Bundler3",
    example: null,
  },
  {
    selector: "0xc16ae7a4",
    signature: "batch((address,address,uint256,bytes)[])",
    reading: { form: "list", at: 0, fields: { to: 0, value: 2, data: 3 } },
    source: "Euler Ethereum Vault Connector",
    example: null,
  },
  {
    selector: "0x1f8b5215",
    signature: "call(address,address,uint256,bytes)",
    reading: { form: "one", fields: { to: 0, value: 2, data: 3 } },
    source: "Euler Ethereum Vault Connector",
    example: null,
  },
];
