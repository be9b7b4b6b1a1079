import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  hint: string;
  children: ReactNode;
}

/** A part of a long form: what it is about at the left, its fields at the right. */
export function FormSection({ title, hint, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-x-8 gap-y-3 md:grid-cols-[10rem_minmax(0,1fr)]">
      <div>
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        <p className="mt-0.5 text-xs text-faint">{hint}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}
