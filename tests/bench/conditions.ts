import { AbiCoder } from "ethers";
import { checkCondition } from "~/domain/conditions/check-condition";
import { compileCondition } from "~/domain/conditions/compile-condition";
import type { ConditionSubject } from "~/domain/conditions/condition-subject";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";

const ROUNDS = 41;
const PER_ROUND = 20_000;
/** Different calldata, so that nothing is measured that only the same text again and again would allow. */
const SUBJECTS = 512;

const TRANSFER: ResolvedFunction = {
  selector: "0xa9059cbb",
  signature: "transfer(address,uint256)",
  name: "transfer",
  inputs: [
    { name: "to", type: "address" },
    { name: "amount", type: "uint256" },
  ],
};
const CONDITION =
  "amount > 100 ether AND to != 0x00000000219ab540356cbb839cbe05303d7705fa AND max_fee_per_gas > 1 gwei";

function makeSubject(index: number): ConditionSubject {
  const to = `0x${(0x1000 + index).toString(16).padStart(40, "0")}`;
  const input = `0xa9059cbb${AbiCoder.defaultAbiCoder()
    .encode(["address", "uint256"], [to, 10n ** 21n + BigInt(index)])
    .slice(2)}`;
  const from = `0x${"ab".repeat(20)}`;
  const [value, nonce, gas, maxFeePerGas] = ["0x0", "0x1", "0x5208", "0x77359400"] as const;
  return {
    transaction: { hash: `0x${"11".repeat(32)}`, from, to, input, value, nonce, gas, maxFeePerGas },
    call: { to, input, value: 0n, caller: from, depth: 0, path: [], kind: "call" },
    ...{ fn: TRANSFER, log: null, event: null, mined: null, network: "mainnet", contract: null, outcome: null },
  };
}

/** Measures one evaluation of three static comparisons that all hold: the median of 41 rounds, in ns. */
export function measureConditions(): { conditionNs: number } {
  const scope = { functions: [TRANSFER], events: [], stage: "pending" as const, lists: new Set<string>() };
  const check = checkCondition(CONDITION, scope);
  if (!check.ok) throw new Error(check.errors[0]?.detail ?? "The measured condition is refused");
  const condition = compileCondition(check.checked, new Map());
  const subjects = Array.from({ length: SUBJECTS }, (_, index) => makeSubject(index));
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let held = 0;
    const start = process.hrtime.bigint();
    for (let done = 0; done < PER_ROUND; done += 1) {
      const subject = subjects[done % SUBJECTS];
      if (subject && condition.evaluate(subject) === true) held += 1;
    }
    rounds.push(Number(process.hrtime.bigint() - start) / PER_ROUND);
    if (held !== PER_ROUND) throw new Error("The measured condition does not hold");
  }
  rounds.sort((left, right) => left - right);
  return { conditionNs: Math.round(rounds[Math.floor(ROUNDS / 2)] ?? 0) };
}
