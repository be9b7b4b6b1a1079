/** How access tokens are made and what they must be (RFC 9068 for the type, RFC 8725 for being strict about it). */
export const ACCESS_TOKEN = {
  algorithm: "HS256",
  type: "at+jwt",
  issuer: "sentinel",
  audience: "sentinel-api",
  /** What their keys are derived for. */
  keyPurpose: "access-token",
} as const;
