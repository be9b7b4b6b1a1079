/**
 * A cell that no spreadsheet takes for a formula: one that begins like one (`=`, `+`, `-`, `@`, also in full width, or a
 * tab or line break that hides one) gets an apostrophe in front, as OWASP's page on CSV injection has it.
 */
export function csvCell(text: string | null): string {
  if (text === null) return "";
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}
