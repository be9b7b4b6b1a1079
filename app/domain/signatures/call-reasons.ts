/**
 * Why a call matters, where the table's own note speaks to whoever writes rules rather than to whoever reads an alert.
 * By signature.
 */
export const CALL_REASONS: Readonly<Record<string, string>> = {
  "initialize(address)": "Initialising a proxy or implementation that nobody has initialised takes it over.",
  "initialize()": "Initialising a proxy or implementation that nobody has initialised takes it over.",
  "upgradeToAndCall(address,bytes)":
    "Replaces the implementation and runs an initializer in the same transaction: any code can run with the proxy's storage and funds.",
  "upgrade(address,address)": "A ProxyAdmin replaces a proxy's implementation.",
  "upgradeAndCall(address,address,bytes)": "A ProxyAdmin replaces a proxy's implementation and calls it.",
  "grantRole(bytes32,address)":
    "Gives a role; the admin, minter, upgrader or pauser role in strange hands is a takeover.",
  "grantRole(uint64,address,uint32)": "Gives a role; an administrative one in strange hands is a takeover.",
  "setPaused(bool)": "Stops or reopens the protocol: the team defending, or an attacker causing denial of service.",
  "mint(uint256)": "Tokens are made for the caller; on a lending market this is an ordinary deposit.",
  "transfer(address,uint256)": "Tokens leave the sender.",
  "transferFrom(address,address,uint256)":
    "Tokens are moved with an allowance: from a treasury, this is how a stolen one is used.",
  "approve(address,uint256)": "An allowance lets its holder take the tokens at any time later.",
  "schedule(address,uint256,bytes,bytes32,bytes32,uint256)":
    "A privileged call is queued; the delay is the time left to react.",
  "updateDelay(uint256)": "Lowering the delay removes the time left to react.",
  "propose(address[],uint256[],bytes[],string)": "A new proposal: what it would call deserves a look.",
  "propose(address[],uint256[],string[],bytes[],string)": "A new proposal: what it would call deserves a look.",
  "multicall(bytes[])": "The calls inside are what matters.",
  "submitTransaction(address,uint256,bytes)": "A multisig action is proposed: what it would call deserves a look.",
  "putCurEpochConPubKeyBytes(bytes)": "Replaces the keepers' keys: the target of the Poly Network exploit.",
};
