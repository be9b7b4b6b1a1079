/**
 * What is wrong with a field, as a sentence of its own: where the API says `must not be empty` of a pointer, a form says
 * `It must not be empty`.
 */
export function errorSentence(detail: string): string {
  return /^(must|is|has|was|may|lacks|names)\b/.test(detail) ? `It ${detail}` : detail;
}
