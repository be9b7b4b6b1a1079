import type { CallFields, Wrapper } from "./wrapper";

/** Safe's `Enum.Operation`. */
const operation = (at: number) => ({ at, call: 0, delegatecall: 1 });
const SAFE_CALL: CallFields = { to: 0, value: 1, data: 2, operation: operation(3) };
const REALITY_CALL: CallFields = { to: 2, value: 3, data: 4, operation: operation(5) };

/** Multi-signature wallets, their modules (Zodiac), and their batches. */
export const safeWrappers: readonly Wrapper[] = [
  {
    selector: "0x6a761202",
    signature: "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
    reading: { form: "one", fields: SAFE_CALL },
    source: "Safe 1.0 and later",
    example: "0x03f33d9e8ba3d3889bec83ca360efc92340c150a868c75cc9a07f28c02ccdd30",
  },
  {
    selector: "0x8d80ff0a",
    signature: "multiSend(bytes)",
    reading: { form: "multiSend", at: 0 },
    source: "Safe MultiSend and MultiSendCallOnly",
    example: "0x03f33d9e8ba3d3889bec83ca360efc92340c150a868c75cc9a07f28c02ccdd30",
  },
  {
    selector: "0xb63e800d",
    signature: "setup(address[],uint256,address,bytes,address,address,uint256,address)",
    reading: { form: "one", fields: { to: 2, data: 3, runs: "delegatecall", value: "carried", unless: "noTarget" } },
    source: "Safe 1.1 and later",
    example: null,
  },
  {
    selector: "0x468721a7",
    signature: "execTransactionFromModule(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: SAFE_CALL },
    source: "Safe ModuleManager; Zodiac IAvatar",
    example: null,
  },
  {
    selector: "0x5229073f",
    signature: "execTransactionFromModuleReturnData(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: SAFE_CALL },
    source: "Safe ModuleManager; Zodiac IAvatar",
    example: null,
  },
  {
    selector: "0x6928e74b",
    signature: "execTransactionWithRole(address,uint256,bytes,uint8,uint16,bool)",
    reading: { form: "one", fields: SAFE_CALL },
    callerUnknown: true,
    source: "Zodiac Roles modifier v1",
    example: null,
  },
  {
    selector: "0xb0c19912",
    signature: "execTransactionWithRoleReturnData(address,uint256,bytes,uint8,uint16,bool)",
    reading: { form: "one", fields: SAFE_CALL },
    callerUnknown: true,
    source: "Zodiac Roles modifier v1",
    example: null,
  },
  {
    selector: "0xc6fe8747",
    signature: "execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)",
    reading: { form: "one", fields: SAFE_CALL },
    callerUnknown: true,
    source: "Zodiac Roles modifier v2",
    example: null,
  },
  {
    selector: "0x2b99e506",
    signature: "execTransactionWithRoleReturnData(address,uint256,bytes,uint8,bytes32,bool)",
    reading: { form: "one", fields: SAFE_CALL },
    callerUnknown: true,
    source: "Zodiac Roles modifier v2",
    example: null,
  },
  {
    selector: "0xee072baf",
    signature: "executeNextTx(address,uint256,bytes,uint8)",
    reading: { form: "one", fields: SAFE_CALL },
    callerUnknown: true,
    source: "Zodiac Delay modifier",
    example: null,
  },
  {
    selector: "0x2351a877",
    signature: "executeProposal(string,bytes32[],address,uint256,bytes,uint8)",
    reading: { form: "one", fields: REALITY_CALL },
    callerUnknown: true,
    source: "Zodiac Reality module (SafeSnap)",
    example: null,
  },
  {
    selector: "0x14604b8c",
    signature: "executeProposalWithIndex(string,bytes32[],address,uint256,bytes,uint8,uint256)",
    reading: { form: "one", fields: REALITY_CALL },
    callerUnknown: true,
    source: "Zodiac Reality module (SafeSnap)",
    example: null,
  },
  {
    selector: "0xc6427474",
    signature: "submitTransaction(address,uint256,bytes)",
    reading: { form: "one", fields: { to: 0, value: 1, data: 2 } },
    scheduled: true,
    source: "Gnosis MultiSigWallet (runs with the last confirmation)",
    example: null,
  },
];
