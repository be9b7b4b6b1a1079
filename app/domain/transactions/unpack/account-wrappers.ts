import type { CallFields, Wrapper } from "./wrapper";

const ONE: CallFields = { to: 0, value: 1, data: 2 };
/** A user operation's calldata goes to its account; without calldata the EntryPoint makes no call. */
const USER_OPERATION: CallFields = { to: 0, data: 3, unless: "noData" };
const operation = (at: number) => ({ at, call: 0, delegatecall: 1 });

/** Account abstraction: the entry points, and what the accounts do with what they get. */
export const accountWrappers: readonly Wrapper[] = [
  {
    selector: "0x1fad948c",
    signature: "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address)",
    reading: { form: "list", at: 0, fields: USER_OPERATION },
    source: "ERC-4337 EntryPoint v0.6",
    example: "0x7b402f1666604b41fc07a0b10487a0f0d136801f766c7e84cdfc50fccfe04a2c",
  },
  {
    selector: "0x765e827f",
    signature: "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)",
    reading: { form: "list", at: 0, fields: USER_OPERATION },
    source: "ERC-4337 EntryPoint v0.7, v0.8",
    example: "0x0507f43aed41556c5ba890e6bddaf3539cb18d94c4727fe41d77007ff97c31ea",
  },
  {
    selector: "0x4b1d7cf5",
    signature:
      "handleAggregatedOps(((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes)[],address,bytes)[],address)",
    reading: { form: "lists", at: 0, inner: 0, fields: USER_OPERATION },
    source: "ERC-4337 EntryPoint v0.6",
    example: null,
  },
  {
    selector: "0xdbed18e0",
    signature:
      "handleAggregatedOps(((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address,bytes)[],address)",
    reading: { form: "lists", at: 0, inner: 0, fields: USER_OPERATION },
    source: "ERC-4337 EntryPoint v0.7, v0.8",
    example: null,
  },
  {
    selector: "0x8dd7712f",
    signature: "executeUserOp((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes),bytes32)",
    reading: { form: "ownRest" },
    source: "ERC-4337 IAccountExecute (Kernel v3, Nexus: a user operation's calldata behind this selector)",
    example: null,
  },
  {
    selector: "0xb61d27f6",
    signature: "execute(address,uint256,bytes)",
    reading: { form: "one", fields: ONE },
    source: "ERC-4337 SimpleAccount and most accounts, Aragon Agent",
    example: "0x8afb3d3cc83f2d33ac7eb9af9ba160642a342764da3feb021d797e1baca0187e",
  },
  {
    selector: "0x18dfb3c7",
    signature: "executeBatch(address[],bytes[])",
    reading: { form: "arrays", fields: { to: 0, data: 1 } },
    source: "ERC-4337 SimpleAccount v0.6",
    example: null,
  },
  {
    selector: "0x47e1da2a",
    signature: "executeBatch(address[],uint256[],bytes[])",
    reading: { form: "arrays", fields: ONE },
    source: "ERC-4337 SimpleAccount v0.7",
    example: null,
  },
  {
    selector: "0x34fcd5be",
    signature: "executeBatch((address,uint256,bytes)[])",
    reading: { form: "list", at: 0, fields: ONE },
    source: "Coinbase Smart Wallet, Alchemy accounts, SimpleAccount v0.8",
    example: "0xb39e1b15324462ff94829bd9421e0e14363f5835e3a3e8ebd194f835678bc679",
  },
  {
    selector: "0x3f707e6b",
    signature: "execute((address,uint256,bytes)[])",
    reading: { form: "list", at: 0, fields: ONE },
    source: "EIP-7702 batch accounts",
    example: null,
  },
  {
    selector: "0x6171d1c9",
    signature: "execute((address,uint256,bytes)[],bytes)",
    reading: { form: "list", at: 0, fields: ONE },
    source: "EIP-7702 batch accounts (with a signature)",
    example: null,
  },
  {
    selector: "0x26da7d88",
    signature: "execute4337Ops((address,uint256,bytes)[])",
    reading: { form: "list", at: 0, fields: ONE },
    source: "Trust Wallet Biz accounts (a quarter of mainnet's user operations)",
    example: "0x21f662fad318d90f981ee49236e56c10511dd77fcc3225e41e88863702536581",
  },
  {
    selector: "0x76276c82",
    signature: "execute4337Op(address,uint256,bytes)",
    reading: { form: "one", fields: ONE },
    source: "Trust Wallet Biz accounts",
    example: null,
  },
  {
    selector: "0x0000189a",
    signature: "execute_ncC(address,uint256,bytes)",
    reading: { form: "one", fields: ONE },
    source: "Biconomy Smart Account v2",
    example: null,
  },
  {
    selector: "0x00004680",
    signature: "executeBatch_y6U(address[],uint256[],bytes[])",
    reading: { form: "arrays", fields: ONE },
    source: "Biconomy Smart Account v2",
    example: null,
  },
  {
    selector: "0x9e5d4c49",
    signature: "executeCall(address,uint256,bytes)",
    reading: { form: "one", fields: ONE },
    source: "Biconomy Smart Account v1; ERC-6551 early accounts",
    example: null,
  },
  {
    selector: "0x912ccaa3",
    signature: "executeBatchCall(address[],uint256[],bytes[])",
    reading: { form: "arrays", fields: ONE },
    source: "Biconomy Smart Account v1",
    example: null,
  },
  {
    selector: "0x51945447",
    signature: "execute(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: { ...ONE, operation: operation(3) } },
    source: "ERC-6551 accounts; Kernel v2",
    example: null,
  },
  {
    selector: "0x44c028fe",
    signature: "execute(uint256,address,uint256,bytes)",
    reading: { form: "one", fields: { to: 1, value: 2, data: 3, operation: { at: 0, call: 0, delegatecall: 4 } } },
    source: "ERC-725X (LUKSO Universal Profile)",
    example: null,
  },
  {
    selector: "0x31858452",
    signature: "executeBatch(uint256[],address[],uint256[],bytes[])",
    reading: { form: "arrays", fields: { to: 1, value: 2, data: 3, operation: { at: 0, call: 0, delegatecall: 4 } } },
    source: "ERC-725X (LUKSO Universal Profile)",
    example: null,
  },
  {
    selector: "0x7bb37428",
    signature: "executeUserOp(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: { ...ONE, operation: operation(3) } },
    source: "Safe4337Module",
    example: null,
  },
  {
    selector: "0x541d63c8",
    signature: "executeUserOpWithErrorString(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: { ...ONE, operation: operation(3) } },
    source: "Safe4337Module",
    example: "0x420f35eab065e942c70c2b7e6a63c1199fc5ee34b601db41cd30c40bc87dcfe4",
  },
  {
    selector: "0xe9ae5c53",
    signature: "execute(bytes32,bytes)",
    reading: { form: "execution", mode: 0, at: 1 },
    source: "ERC-7579 and ERC-7821 accounts",
    example: null,
  },
  {
    selector: "0xd691c964",
    signature: "executeFromExecutor(bytes32,bytes)",
    reading: { form: "execution", mode: 0, at: 1 },
    source: "ERC-7579 accounts (for their modules)",
    example: null,
  },
];
