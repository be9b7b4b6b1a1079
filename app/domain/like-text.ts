/** Text to be looked for as it is: `%`, `_` and `\` have a meaning of their own in `LIKE`, which Prisma leaves them. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
