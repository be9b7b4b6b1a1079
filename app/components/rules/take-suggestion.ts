import type { RuleSuggestion } from "./rule-form-choices";

/**
 * Puts a suggestion into the form: its function or event, its usual severity, its condition unless the author wrote one,
 * and a name when there is none yet.
 *
 * @param last the condition that was put in before, which may be replaced.
 */
export function takeSuggestion(
  form: HTMLFormElement | null,
  { trigger, text, title, severity, condition }: RuleSuggestion,
  last: string | null,
): void {
  if (form === null) return;
  const field = textOf(form, trigger === "call" ? "signature" : "event");
  if (field) {
    field.value = text;
    field.focus();
  }
  const levels = form.elements.namedItem("severity");
  if (severity !== null && levels instanceof RadioNodeList) levels.value = severity;
  const name = textOf(form, "name");
  if (name && name.value === "") name.value = title ?? text.replace(/\(.*$/s, "");
  const written = textOf(form, "condition");
  if (written && (written.value.trim() === "" || written.value === last)) written.value = condition ?? "";
}

function textOf(form: HTMLFormElement, name: string): HTMLInputElement | HTMLTextAreaElement | null {
  const control = form.elements.namedItem(name);
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control : null;
}
