import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { type Cost, measureCost } from "./visibility-cost";
import { LEVELS, measureShares, type Shares } from "./visibility-shares";

/**
 * `npm run bench:visibility`: of the calls into contracts that real transactions made, the share that Sentinel sees
 * before they are mined from calldata alone, and what looking costs. `--json FILE` also writes it.
 */
const { values } = parseArgs({ options: { json: { type: "string" } } });

const shares = measureShares();
const cost = measureCost();
printShares(shares);
printCost(cost);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ shares, cost }, null, 2)}\n`);

function printShares({
  transactions,
  wrapping,
  pairs,
  insidePairs,
  calls,
  runs,
  contracts,
  mentions,
  unpacked,
  untraced,
}: Shares): void {
  const names = ["top level: the transaction's own call", "+ unpacking", "+ scan, whole words", "+ scan, any byte"];
  const cell = (seen: number, all: number) => `${seen} (${((100 * seen) / all).toFixed(1)} %)`.padStart(18);
  console.log(`Calls (CALL with a selector) of ${transactions.toLocaleString("en")} traced mainnet transactions\n`);
  const heads = [
    `pairs of ${pairs.all}`,
    `inside, of ${insidePairs.all}`,
    `calls of ${calls.all}`,
    `runs of ${runs.all}`,
    `contracts of ${contracts.all}`,
  ];
  console.log(`${"seen by".padEnd(40)}${heads.map((head) => head.padStart(18)).join("")}`);
  LEVELS.forEach((level, index) => {
    const cells = [pairs, insidePairs, calls, runs, contracts].map(({ seen, all }) => cell(seen[level], all));
    console.log(`${(names[index] ?? level).padEnd(40)}${cells.join("")}`);
  });
  console.log(`
pairs: (transaction, contract). inside: those whose contract is not the transaction's "to".
calls: (transaction, contract, selector); the scan finds the contract, not the function: candidates, not matches.
runs: the same with delegatecalls, where the contract is the code that runs (a multicall's parts, a proxy's script).
contracts: called by at least five of the transactions; seen in one at least.
${wrapping} of the transactions call a function that carries calls: self-multicalls and DSProxies, whose parts are
delegatecalls; this sample has no Safe, timelock or account abstraction. Unpacked calls that the trace confirms: ${unpacked.called} of ${unpacked.all}
(the others are in transactions that were reverted first).
Mentions by whole words whose contract was called: ${mentions.scanAligned.called} of ${mentions.scanAligned.all}; at any byte: ${mentions.scanUnaligned.called} of ${mentions.scanUnaligned.all}.
The sample was chosen for MEV (2020 to 2022): bots and routers are over-represented, so these shares are low.
The data has calls but no logs: what rules on events would see when mined is not measured here.
Of the ${untraced.transactions.toLocaleString("en")} transactions without traces (2021 to 2026), ${untraced.wrapping} carry ${untraced.carried} calls, ${untraced.toOthers} of them of a contract other than "to".`);
}

function printCost({ plainNs, unpackNs, scanAlignedNs, scanUnalignedNs, watched }: Cost): void {
  const line = (name: string, ns: number) =>
    console.log(`${name.padEnd(56)}${Math.round(ns).toLocaleString("en").padStart(7)} ns`);
  console.log("\nCost on real mainnet transactions, medians");
  line("a transaction that carries no calls", plainNs);
  line("one that does, unpacked", unpackNs);
  line(`scan by words for ${watched.toLocaleString("en")} addresses, per transaction`, scanAlignedNs);
  line("scan at any byte, per transaction", scanUnalignedNs);
}
