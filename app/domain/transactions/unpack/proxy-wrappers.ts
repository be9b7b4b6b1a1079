import type { Wrapper } from "./wrapper";

/** ERC-2771's forward request as OpenZeppelin's v4 contracts have it: (from, to, value, gas, nonce, data). */
const REQUEST = { to: 1, value: 2, data: 5 } as const;

/** Upgrades that call the new implementation, personal proxies, and forwarders. */
export const proxyWrappers: readonly Wrapper[] = [
  {
    selector: "0x4f1ef286",
    signature: "upgradeToAndCall(address,bytes)",
    reading: {
      form: "one",
      fields: { to: "self", value: "carried", data: 1, runs: "delegatecall", unless: "noData" },
    },
    source: "ERC-1967 and ERC-1822 proxies (the new implementation runs as the proxy)",
    example: null,
  },
  {
    selector: "0x9623609d",
    signature: "upgradeAndCall(address,address,bytes)",
    reading: { form: "proxyAdmin", selector: "0x4f1ef286", withData: true },
    source: "OpenZeppelin ProxyAdmin (calls the proxy's upgradeToAndCall)",
    example: null,
  },
  {
    selector: "0x99a88ec4",
    signature: "upgrade(address,address)",
    reading: { form: "proxyAdmin", selector: "0x3659cfe6", withData: false },
    source: "OpenZeppelin ProxyAdmin before v5 (calls the proxy's upgradeTo)",
    example: null,
  },
  {
    selector: "0x7eff275e",
    signature: "changeProxyAdmin(address,address)",
    reading: { form: "proxyAdmin", selector: "0x8f283970", withData: false },
    source: "OpenZeppelin ProxyAdmin before v5 (calls the proxy's changeAdmin)",
    example: null,
  },
  {
    selector: "0x1f931c1c",
    signature: "diamondCut((address,uint8,bytes4[])[],address,bytes)",
    reading: { form: "one", fields: { to: 1, value: "carried", data: 2, runs: "delegatecall", unless: "noTarget" } },
    source: "ERC-2535 diamonds (the initializer runs as the diamond)",
    example: null,
  },
  {
    selector: "0x1cff79cd",
    signature: "execute(address,bytes)",
    reading: { form: "one", fields: { to: 0, value: "carried", data: 1, runs: "delegatecall" } },
    alsoCalled: true,
    source: "DSProxy (delegatecall); OpenZeppelin AccessManager (call)",
    example: "0x505afcf4e75b06761d4c355757b1993349a43a393fcdefd4aa59f17cccbc0359",
  },
  {
    selector: "0x1b0f7ba9",
    signature: "proxy(address,uint8,bytes)",
    reading: { form: "one", fields: { to: 0, data: 2, operation: { at: 1, call: 0, delegatecall: 1 } } },
    source: "Wyvern AuthenticatedProxy",
    example: null,
  },
  {
    selector: "0x34ee9791",
    signature: "proxy((uint8,address,uint256,bytes)[])",
    reading: {
      form: "list",
      at: 0,
      fields: { to: 1, value: 2, data: 3, operation: { at: 0, call: 1, delegatecall: 2 } },
    },
    source: "Polymarket proxy wallets",
    example: null,
  },
  {
    selector: "0x8f6f0332",
    signature: "invoke(address,uint256,bytes)",
    reading: { form: "one", fields: { to: 0, value: 1, data: 2 } },
    source: "Argent BaseWallet",
    example: null,
  },
  {
    selector: "0xa5efb235",
    signature: "multiCall(address,(address,uint256,bytes)[])",
    reading: { form: "list", at: 1, fields: { to: 0, value: 1, data: 2 } },
    callerUnknown: true,
    source: "Argent TransactionManager (the wallet makes the calls)",
    example: null,
  },
  {
    selector: "0xe0724b6e",
    signature: "execute(address,bytes,uint256,bytes,uint256,uint256,address,address)",
    reading: { form: "one", fields: { to: "self", data: 1 } },
    source: "Argent RelayerManager (calls itself for the signer)",
    example: "0x26dcd27de00052a0a10a449a0866337253b4cfb17e9512130bef49d779ab5d76",
  },
  {
    selector: "0x47153f82",
    signature: "execute((address,address,uint256,uint256,uint256,bytes),bytes)",
    reading: { form: "one", within: 0, fields: REQUEST },
    source: "ERC-2771: OpenZeppelin v4 MinimalForwarder",
    example: null,
  },
  {
    selector: "0xdf905caf",
    signature: "execute((address,address,uint256,uint256,uint48,bytes,bytes))",
    reading: { form: "one", within: 0, fields: REQUEST },
    source: "ERC-2771: OpenZeppelin v5 ERC2771Forwarder",
    example: null,
  },
  {
    selector: "0xccf96b4a",
    signature: "executeBatch((address,address,uint256,uint256,uint48,bytes,bytes)[],address)",
    reading: { form: "list", at: 0, fields: REQUEST },
    source: "ERC-2771: OpenZeppelin v5 ERC2771Forwarder",
    example: null,
  },
  {
    selector: "0xe024dc7f",
    signature: "execute((address,address,uint256,uint256,uint256,bytes,uint256),bytes32,bytes32,bytes,bytes)",
    reading: { form: "one", within: 0, fields: REQUEST },
    source: "ERC-2771: OpenGSN Forwarder",
    example: null,
  },
];
