import { z } from "zod";

const Condition = z.looseObject({ signature: z.string().min(1).max(2_000), expression: z.string().nullish() });

/** A monitor, as far as it is read; what else it has is named in the report. */
export const MonitorSource = z.looseObject({
  name: z.string().trim().min(1),
  networks: z.array(z.string()).max(200),
  paused: z.boolean().default(false),
  addresses: z
    .array(z.looseObject({ address: z.string(), contract_spec: z.unknown().optional(), abi: z.unknown().optional() }))
    .max(5_000)
    .default([]),
  match_conditions: z
    .looseObject({
      functions: z.array(Condition.extend({ internal: z.boolean().optional() })).default([]),
      events: z.array(Condition).default([]),
      transactions: z
        .array(z.looseObject({ status: z.enum(["Any", "Success", "Failure"]), expression: z.string().nullish() }))
        .default([]),
    })
    .default({ functions: [], events: [], transactions: [] }),
  trigger_conditions: z.unknown().optional(),
  triggers: z.array(z.string()).default([]),
});
export type MonitorSource = z.infer<typeof MonitorSource>;
/** What a monitor looks at; functions and events are alternatives, and a transaction has to hold besides. */
export type MonitorConditions = MonitorSource["match_conditions"];
