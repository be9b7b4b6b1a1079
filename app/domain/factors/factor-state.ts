import { z } from "zod";

import { Timestamp } from "~/domain/shared-schemas";

/** Whether a user has a second factor, and what is left of the codes that replace it. */
export const FactorState = z
  .object({
    enabled: z.boolean(),
    enabledAt: Timestamp.nullable(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: "FactorState" });
export type FactorState = z.infer<typeof FactorState>;

/** What an authenticator application is given, once. */
export const TotpEnrolment = z
  .object({
    secret: z.string().describe("Base 32, for typing it in."),
    uri: z.string().describe("`otpauth://totp/…`, for a QR code."),
  })
  .meta({ id: "TotpEnrolment" });
export type TotpEnrolment = z.infer<typeof TotpEnrolment>;

/** Codes that each replace the authenticator once; shown only here. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: "RecoveryCodes" });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
