import { SecuritySettings } from "~/domain/settings/security-settings";
import { endpoint } from "../api/endpoint";

const tag = "Settings";
const example = { requireTotpFor: ["admin"] };

/** `GET /v1/settings/security` */
export const getSecuritySettingsEndpoint = endpoint({
  method: "GET",
  path: "/v1/settings/security",
  summary: "What is demanded of everybody's sign-in",
  tag,
  action: "security.read",
  responses: { 200: { description: "The settings.", schema: SecuritySettings, example } },
});

/** `PATCH /v1/settings/security` */
export const updateSecuritySettingsEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/settings/security",
  summary: "Change what is demanded of everybody's sign-in",
  description:
    "Who lacks a second factor that their role demands is answered 403 `totp_enrollment_required` everywhere but under " +
    "`/v1/me`, within ten seconds.",
  tag,
  action: "security.write",
  body: SecuritySettings.partial(),
  example,
  responses: { 200: { description: "The settings as they are now.", schema: SecuritySettings, example } },
  errors: [412],
});
