import { Notice } from "./notice";

/** What is wrong with a form as a whole, above its first field. */
export function FormErrors({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  if (!errors || errors.length === 0) return null;
  return (
    <div id={id}>
      <Notice look="bad" live>
        {errors.join(" ")}
      </Notice>
    </div>
  );
}
