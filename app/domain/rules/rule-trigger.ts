import { z } from "zod";

/**
 * What a rule looks at.
 * - `call`: calls, the transaction's own and those that its calldata carries inside
 * - `event`: logs of mined transactions (`stage` is `confirmed`)
 * - `mention`: a watched address written in the calldata of a transaction to another contract
 * - `implementation_changed`: the contract behind a watched proxy is another one
 * - `delegation_changed`: a watched account delegates to other code (EIP-7702)
 */
export const RuleTrigger = z.enum(["call", "event", "mention", "implementation_changed", "delegation_changed"]);
export type RuleTrigger = z.infer<typeof RuleTrigger>;

/** Which side of a call the rule's addresses are on: the called contract, the transaction's sender, or either. */
export const RuleSide = z.enum(["target", "sender", "either"]);
export type RuleSide = z.infer<typeof RuleSide>;
