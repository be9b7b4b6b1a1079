/**
 * What is happening, by signature: one sentence in the present continuous. `{contract}` is the contract called, other
 * braces are parameters of the table's row; `{paused?paused:resumed}` chooses by a bool. A list holds variants, each
 * with the condition under which it applies; the last has none.
 */
export type CallSentence = string | [when: SentenceCondition, sentence: string][];

/** A parameter and what it must be. `unlimited`: at least half of what its type can hold. */
export type SentenceCondition = [parameter: string, is: "zero" | "unlimited" | "one"] | null;

const APPROVAL: CallSentence = [
  [["amount", "unlimited"], "Unlimited approval of {contract} is being given to {spender}"],
  [["amount", "zero"], "Approval of {contract} is being taken from {spender}"],
  [null, "{spender} is being allowed to spend {amount} of {contract}"],
];

/** The sentences, by canonical signature. A test holds their parameters against the table. */
export const CALL_SENTENCES: Readonly<Record<string, CallSentence>> = {
  // Ownership
  "acceptAdmin()": "The new admin of {contract} is taking over",
  "acceptOwnership()": "The new owner of {contract} is taking over",
  "changeAdmin(address)": "The proxy admin of {contract} is being changed to {newAdmin}",
  "changeOwner(address)": "Ownership of {contract} is being transferred to {newOwner}",
  "nominateNewOwner(address)": "{newOwner} is being nominated as owner of {contract}",
  "renounceOwnership()": "Ownership of {contract} is being renounced",
  "setAdmin(address)": "The admin of {contract} is being changed to {newAdmin}",
  "setAuthority(address)": "The authority of {contract} is being changed to {newAuthority}",
  "setGovernance(address)": "Governance of {contract} is being handed to {newGovernance}",
  "setGovernor(address)": "The governor of {contract} is being changed to {newGovernor}",
  "setOwner(address)": "Ownership of {contract} is being transferred to {newOwner}",
  "setPendingAdmin(address)": "{newPendingAdmin} is being proposed as admin of {contract}",
  "transferGovernance(address)": "Governance of {contract} is being handed to {newGovernance}",
  "transferOwnership(address)": [
    [["newOwner", "zero"], "Ownership of {contract} is being given to the zero address"],
    [null, "Ownership of {contract} is being transferred to {newOwner}"],
  ],
  // Upgrade
  "_setImplementation(address,bool,bytes)": "{contract} is being upgraded to {implementation}",
  "changeProxyAdmin(address,address)": "The admin of proxy {proxy} is being changed to {newAdmin}",
  "diamondCut((address,uint8,bytes4[])[],address,bytes)": "The facets of {contract} are being changed",
  "initialize()": "{contract} is being initialized",
  "initialize(address)": "{contract} is being initialized with {owner}",
  "setAddressAsProxy(bytes32,address)": "A component of {contract} is being upgraded to {newImplementation}",
  "setImplementation(address)": "{contract} is being upgraded to {newImplementation}",
  "upgrade(address,address)": "Proxy {proxy} is being upgraded to {newImplementation}",
  "upgradeAndCall(address,address,bytes)": "Proxy {proxy} is being upgraded to {newImplementation}",
  "upgradeBeaconTo(address)": "The beacon of {contract} is being changed to {newBeacon}",
  "upgradeTo(address)": "{contract} is being upgraded to {newImplementation}",
  "upgradeToAndCall(address,bytes)": "{contract} is being upgraded to {newImplementation}",
  // Roles
  "acceptDefaultAdminTransfer()": "The new default admin of {contract} is taking over",
  "addMinter(address)": "{minter} is being made a minter of {contract}",
  "beginDefaultAdminTransfer(address)": "The default admin of {contract} is being handed to {newAdmin}",
  "burn(address,uint256)": "{amount} of {contract} held by {account} are being burned",
  "changeDefaultAdminDelay(uint48)": "The admin delay of {contract} is being changed to {newDelay} s",
  "configureMinter(address,uint256)": "{minter} is being allowed to mint {minterAllowedAmount} of {contract}",
  "grantRole(bytes32,address)": "{role} on {contract} is being granted to {account}",
  "grantRole(uint64,address,uint32)": "Role {roleId} on {contract} is being granted to {account}",
  "renounceRole(bytes32,address)": "{role} on {contract} is being renounced by {account}",
  "revokeRole(bytes32,address)": "{role} on {contract} is being revoked from {account}",
  "setRoleAdmin(bytes32,bytes32)": "{adminRole} on {contract} is being given power over {role}",
  "setTargetFunctionRole(address,bytes4[],uint64)": "Functions of {target} are being opened to role {roleId}",
  "updateMasterMinter(address)": "The master minter of {contract} is being changed to {newMasterMinter}",
  "updatePauser(address)": "The pauser of {contract} is being changed to {newPauser}",
  "updateBlacklister(address)": "The blacklister of {contract} is being changed to {newBlacklister}",
  // Pause
  "emergencyShutdown()": "{contract} is being shut down",
  "emergencyShutdown(bool)": "{contract} is being {active?shut down:reopened}",
  "pause()": "{contract} is being paused",
  "setEmergencyShutdown(bool)": "{contract} is being {active?shut down:reopened}",
  "setPaused(bool)": "{contract} is being {paused?paused:unpaused}",
  "unpause()": "{contract} is being unpaused",
  // Mint
  "burn(uint256)": "{amount} of {contract} are being burned",
  "burnFrom(address,uint256)": "{amount} of {contract} held by {account} are being burned",
  "issue(uint256)": "{amount} of {contract} are being minted to its owner",
  "mint(address,uint256)": "{amount} of {contract} are being minted to {to}",
  "mint(uint256)": "{amount} of {contract} are being minted to the caller",
  // Drain
  "destroy()": "{contract} is being destroyed",
  "destroy(address)": "{contract} is being destroyed, its funds going to {recipient}",
  "emergencyWithdraw()": "An emergency withdrawal from {contract} is being made",
  "emergencyWithdraw(uint256)": "An emergency withdrawal from pool {poolId} of {contract} is being made",
  "inCaseTokensGetStuck(address,uint256)": "{amount} of token {token} are being taken out of {contract}",
  "kill()": "{contract} is being destroyed",
  "kill(address)": "{contract} is being destroyed, its funds going to {to}",
  "recoverERC20(address,uint256)": "{amount} of token {token} are being taken out of {contract}",
  "rescueTokens(address,address,uint256)": "{amount} of token {token} are being moved from {contract} to {to}",
  "selfDestruct()": "{contract} is being destroyed",
  "skim(address)": "The surplus of {contract} is being taken to {to}",
  "sweep(address)": "Token {token} is being swept out of {contract}",
  "sweepToken(address,uint256)": "{amount} of token {token} are being swept out of {contract}",
  "sweepToken(address,uint256,address)": "Token {token} is being swept from {contract} to {recipient}",
  "withdraw(address,uint256)": "{amount} are being withdrawn from {contract} to {to}",
  "withdraw(uint256)": "{amount} are being withdrawn from {contract}",
  "withdrawAll()": "Everything is being withdrawn from {contract}",
  "withdrawToken(address,uint256)": "{amount} of token {token} are being withdrawn from {contract}",
  // Transfers and approvals
  "transfer(address,uint256)": "{amount} of {contract} are being sent to {to}",
  "transferFrom(address,address,uint256)": "{amount} of {contract} are being moved from {from} to {to}",
  "approve(address,address,uint160,uint48)": "{spender} is being allowed to spend token {token} through {contract}",
  "approve(address,uint256)": APPROVAL,
  "increaseAllowance(address,uint256)": "{spender} is being allowed to spend {addedValue} more of {contract}",
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": [
    [["value", "unlimited"], "Unlimited approval of {contract} by {owner} is being given to {spender}"],
    [null, "{spender} is being allowed to spend {value} of {contract} held by {owner}"],
  ],
  "setApprovalForAll(address,bool)": "All of a holder's {contract} are being {approved?opened to:closed to} {operator}",
  "setOperator(address,bool)": "{operator} is being {approved?made:removed as} an operator on {contract}",
  // Safe
  "addOwnerWithThreshold(address,uint256)": "{owner} is being added as a signer of {contract}",
  "changeThreshold(uint256)": "The threshold of {contract} is being changed to {threshold}",
  "disableModule(address,address)": "Module {module} of {contract} is being disabled",
  "enableModule(address)": "Module {module} is being enabled on {contract}",
  "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)": [
    [["operation", "one"], "{contract} is running the code of {to} as its own (delegatecall)"],
    [null, "{contract} is executing a transaction to {to}"],
  ],
  "execTransactionFromModule(address,uint256,bytes,uint8)": [
    [["operation", "one"], "A module is running the code of {to} as {contract} (delegatecall)"],
    [null, "A module is executing a transaction of {contract} to {to}"],
  ],
  "removeOwner(address,address,uint256)": "{owner} is being removed as a signer of {contract}",
  "setFallbackHandler(address)": "The fallback handler of {contract} is being changed to {handler}",
  "setGuard(address)": [
    [["guard", "zero"], "The transaction guard of {contract} is being removed"],
    [null, "The transaction guard of {contract} is being changed to {guard}"],
  ],
  "swapOwner(address,address,address)": "Signer {oldOwner} of {contract} is being replaced by {newOwner}",
  // Timelock and governance
  "cancel(bytes32)": "A queued operation of {contract} is being cancelled",
  "castVote(uint256,uint8)": "A vote is being cast on {contract}",
  "emergencyCommit(uint32)": "Proposal {bip} of {contract} is being committed as an emergency",
  "execute(address,uint256,bytes,bytes32,bytes32)": "A queued call of {contract} to {target} is being executed",
  "execute(address[],uint256[],bytes[],bytes32)": "A passed proposal of {contract} is being executed",
  "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)": "A queued batch of {contract} is being executed",
  "executeTransaction(address,uint256,string,bytes,uint256)":
    "A queued call of {contract} to {target} is being executed",
  "queueTransaction(address,uint256,string,bytes,uint256)": "A call to {target} is being queued on {contract}",
  "schedule(address,uint256,bytes,bytes32,bytes32,uint256)": "A call to {target} is being scheduled on {contract}",
  "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)":
    "A batch of calls is being scheduled on {contract}",
  "setDelay(uint256)": "The delay of {contract} is being changed to {delay} s",
  "updateDelay(uint256)": "The delay of {contract} is being changed to {newDelay} s",
  // Oracles and parameters
  "_setPriceOracle(address)": "The price oracle of {contract} is being changed to {newOracle}",
  "setDirectPrice(address,uint256)": "The price of {asset} on {contract} is being set by hand",
  "setOracle(address)": "The oracle of {contract} is being changed to {newOracle}",
  "setPriceOracle(address)": "The price oracle of {contract} is being changed to {newOracle}",
  "setUnderlyingPrice(address,uint256)": "The price of {cToken} on {contract} is being set by hand",
  "setFee(uint256)": "The fee of {contract} is being changed to {fee}",
  "setTradingEnabled(bool)": "Trading of {contract} is being turned {enabled?on:off}",
  // Blacklists, bridges and other powers
  "addBlackList(address)": "{account} is being frozen on {contract}",
  "blacklist(address)": "{account} is being frozen on {contract}",
  "destroyBlackFunds(address)": "The balance of {account} on {contract} is being destroyed",
  "deprecate(address)": "{contract} is being redirected to {upgradedAddress}",
  "setBridge(address)": "The bridge of {contract} is being changed to {bridge}",
  "setMinter(address)": "{minter} is being made a minter of {contract}",
  "setPeer(uint32,bytes32)": "The peer of {contract} on endpoint {eid} is being changed",
  "setSigner(address)": "The signer of {contract} is being changed to {signer}",
  "setTreasury(address)": "The treasury of {contract} is being changed to {treasury}",
  "setStrategy(address)": "The strategy of {contract} is being changed to {strategy}",
  "multicall(bytes[])": "Several calls are being made to {contract} at once",
};
