/** A value that may be kept elsewhere: known, or where it is. */
export type SecretValue = { known: true; value: string } | { known: false; detail: string };

/**
 * Reads a secret as the other system writes it: `{type: "Plain" | "Environment" | "HashicorpCloudVault", value}`, or,
 * in older files, the text itself.
 *
 * @returns null when it is nothing of the kind.
 */
export function readSecretValue(given: unknown): SecretValue | null {
  if (typeof given === "string") return { known: true, value: given };
  if (typeof given !== "object" || given === null || !("type" in given) || !("value" in given)) return null;
  const { type, value } = given;
  if (typeof type !== "string" || typeof value !== "string") return null;
  switch (type.toLowerCase()) {
    case "plain":
      return { known: true, value };
    case "environment":
      return { known: false, detail: `is in the environment variable ${value.slice(0, 100)} there` };
    case "hashicorpcloudvault":
      return { known: false, detail: `is ${value.slice(0, 100)} in a HashiCorp Cloud Vault` };
    default:
      return null;
  }
}
