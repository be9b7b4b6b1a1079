import { asAddress, type ContractReads } from "./contract-reads";

/** Storage slots by EIP-1967, EIP-1822 (PROXIABLE), and the ZeppelinOS proxies before them. */
const SLOTS = {
  implementation: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  beacon: "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
  admin: "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
  uups: "0xc5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7",
  zeppelinOs: "0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3",
  zeppelinOsAdmin: "0x10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b",
};
/** EIP-1167: a clone's whole code is a delegatecall to one address. */
const CLONE = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3/;
/** EIP-7702: the code of an account that delegates. */
const DELEGATION = /^0xef0100([0-9a-f]{40})$/;

/** What code an address runs, and who may exchange it. All in lower case; null where there is none. */
export interface ProxyFacts {
  implementation: string | null;
  beacon: string | null;
  proxyAdmin: string | null;
  delegate: string | null;
}

/** Reads an address's code and its proxy slots. Throws when no endpoint can tell. */
export async function readProxy(reads: ContractReads, address: string): Promise<ProxyFacts> {
  const code = await reads.code(address);
  const none = { implementation: null, beacon: null, proxyAdmin: null, delegate: null };
  if (code === "0x") return none;
  const delegate = DELEGATION.exec(code);
  if (delegate) return { ...none, delegate: `0x${delegate[1]}` };
  const clone = CLONE.exec(code);
  const [implementation, beacon, admin, uups, old, oldAdmin] = await Promise.all(
    [SLOTS.implementation, SLOTS.beacon, SLOTS.admin, SLOTS.uups, SLOTS.zeppelinOs, SLOTS.zeppelinOsAdmin].map((slot) =>
      reads.addressAt(address, slot),
    ),
  );
  const behindBeacon = beacon ? asAddress((await reads.call(beacon, "implementation()", ["address"]))?.[0]) : null;
  return {
    implementation: implementation ?? uups ?? old ?? behindBeacon ?? (clone ? `0x${clone[1]}` : null),
    beacon: beacon ?? null,
    proxyAdmin: admin ?? oldAdmin ?? null,
    delegate: null,
  };
}
