import { z } from "zod";

import { FactorState, RecoveryCodes, TotpEnrolment } from "~/domain/factors/factor-state";
import { endpoint } from "../api/endpoint";

const tag = "Authentication";
const codesExample = {
  recoveryCodes: ["7G2K-M9XD-4QZT-0B1R", "V3NC-88HW-TJ5E-KP6A", "Z0YF-D2S7-X9MG-R4QB"],
};
const RECENT =
  "Asks for a sign-in of the last ten minutes (`POST /v1/me/confirm`), else 403 `reauthentication_required`.";

/** `GET /v1/me/totp` */
export const getTotpEndpoint = endpoint({
  method: "GET",
  path: "/v1/me/totp",
  summary: "Whether you have a second factor",
  tag,
  action: "account.read",
  responses: {
    200: {
      description: "Its state.",
      schema: FactorState,
      example: { enabled: true, enabledAt: "2026-01-15T08:31:13.000Z", recoveryCodesLeft: 9 },
    },
  },
});

/** `POST /v1/me/totp` */
export const startTotpEndpoint = endpoint({
  method: "POST",
  path: "/v1/me/totp",
  summary: "Begin to set up an authenticator",
  description: `Gives the secret for it (RFC 6238: SHA-1, six digits, 30 s), which counts once a code of it was confirmed. ${RECENT}`,
  tag,
  action: "account.write",
  responses: {
    200: {
      description: "A new secret, shown only here; one begun before is void.",
      schema: TotpEnrolment,
      example: {
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        uri: "otpauth://totp/Sentinel:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sentinel",
      },
    },
  },
  errors: [409],
});

/** `DELETE /v1/me/totp` */
export const disableTotpEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/me/totp",
  summary: "Take your second factor away",
  description: `With its recovery codes. Your other sign-ins end. ${RECENT}`,
  tag,
  action: "account.write",
  responses: { 204: { description: "Gone." } },
  errors: [404, 412],
});

/** `POST /v1/me/totp/confirm` */
export const confirmTotpEndpoint = endpoint({
  method: "POST",
  path: "/v1/me/totp/confirm",
  summary: "End setting up an authenticator",
  description: "Its first code proves that it works. Your other sign-ins, made without it, end.",
  tag,
  action: "account.write",
  body: z.strictObject({ code: z.string().min(1, "must not be empty").max(16) }),
  example: { code: "492039" },
  responses: {
    200: {
      description: "Set up. The ten recovery codes are shown only here.",
      schema: RecoveryCodes,
      example: codesExample,
    },
  },
  errors: [409],
});

/** `POST /v1/me/totp/recovery-codes` */
export const renewRecoveryCodesEndpoint = endpoint({
  method: "POST",
  path: "/v1/me/totp/recovery-codes",
  summary: "Get new recovery codes",
  description: `They replace all earlier ones. ${RECENT}`,
  tag,
  action: "account.write",
  responses: {
    200: { description: "Ten codes, shown only here; each works once.", schema: RecoveryCodes, example: codesExample },
  },
  errors: [409],
});
