/** What a sealed TOTP secret is bound to: its column and its user. */
export function totpSecretAad(userId: string): string {
  return `users:totp_secret_encrypted:${userId}`;
}
