import { MarkedText } from "~/components/rules/marked-text";
import { errorSentence } from "~/components/ui/error-sentence";
import type { TemplateProblem } from "./use-preview";

interface Props {
  errors: readonly TemplateProblem[];
  templates: { title: string; body: string };
}

/** What is wrong with the templates, each with its place. */
export function TemplateErrors({ errors, templates }: Props) {
  return (
    <ul className="flex flex-col gap-2.5 text-sm">
      {errors.map(({ pointer, detail, position }) => {
        const text = pointer === "/templates/title" ? templates.title : templates.body;
        return (
          <li key={`${pointer} ${position?.start} ${detail}`} className="flex flex-col gap-1">
            <span className="font-medium text-critical [overflow-wrap:anywhere]">
              {pointer === "/templates/title" ? "Title" : pointer === "/templates/body" ? "Text" : "Message"}:{" "}
              {errorSentence(detail)}
            </span>
            {position === undefined ? null : <MarkedText text={text} position={position} />}
          </li>
        );
      })}
    </ul>
  );
}
