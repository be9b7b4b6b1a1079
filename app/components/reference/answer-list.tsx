import { CodeSample } from "./code-sample";
import type { AnswerView } from "./reference";
import { TypeText } from "./type-text";

/** What an operation answers: successes with an example, problems with their codes. */
export function AnswerList({ answers }: { answers: readonly AnswerView[] }) {
  return (
    <div>
      <h4 className="mb-1 text-xs font-semibold text-muted">Answers</h4>
      <ul className="flex flex-col gap-1 text-sm">
        {answers.map((answer) => (
          <li key={answer.status} className="flex gap-3">
            <span className="font-mono text-xs leading-5">{answer.status}</span>
            <div className="min-w-0 flex-1">
              <Answer {...answer} />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Answer({ status, description, type, example, codes }: AnswerView) {
  if (codes.length > 0) {
    return (
      <p className="text-muted">
        {description}:{" "}
        {codes.map((code, index) => (
          <span key={code}>
            {index === 0 ? "" : ", "}
            <a href={`#problem-${code}`} className="font-mono text-xs hover:text-ink hover:underline">
              {code}
            </a>
          </span>
        ))}
      </p>
    );
  }
  return (
    <>
      <p className="text-muted">
        {description} {type === "" ? null : <TypeText>{type}</TypeText>}
      </p>
      {example === "" ? null : (
        <details className="mt-1">
          <summary className="cursor-pointer text-xs text-faint underline decoration-dotted underline-offset-2 hover:text-ink">
            Example of a {status}
          </summary>
          <CodeSample text={example} title="" what="answer" />
        </details>
      )}
    </>
  );
}
