import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { TimeAgo } from "~/components/time-ago";
import { Panel } from "~/components/ui/panel";
import type { AlertComment } from "~/domain/comments/alert-comment";
import { CommentBody } from "./comment-body";
import { CommentForm } from "./comment-form";

interface Props {
  /** Newest first. */
  comments: AlertComment[];
  total: number;
}

/** What people said about an alert, oldest first, and a place to say more. */
export function CommentsPanel({ comments, total }: Props) {
  const rights = useRights();
  const hidden = total - comments.length;
  return (
    <Panel id="comments" title="Comments" aside={total === 0 ? null : <span>{total}</span>}>
      <div className="flex flex-col gap-4">
        {hidden > 0 ? <p className="text-xs text-faint">{hidden} older ones are in the API.</p> : null}
        {comments.length === 0 ? (
          <p className="text-sm text-muted">
            {rights.edit ? "Nobody has said anything yet." : "Nobody has said anything yet. Your role only reads."}
          </p>
        ) : (
          <ol aria-live="polite" aria-relevant="additions" className="flex flex-col gap-3">
            {comments.toReversed().map((comment) => (
              <li key={comment.id} className="min-w-0 border-l-2 border-line pl-3">
                <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
                  <strong className="font-semibold [overflow-wrap:anywhere]">
                    <HostileText text={comment.authorName ?? "An account since removed"} max={80} />
                  </strong>
                  <TimeAgo at={comment.createdAt} className="text-xs text-faint" />
                </p>
                <CommentBody text={comment.body} />
              </li>
            ))}
          </ol>
        )}
        {rights.edit ? <CommentForm /> : null}
      </div>
    </Panel>
  );
}
