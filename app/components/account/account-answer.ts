import type { SubmissionResult } from "@conform-to/react";

import type { ChatAccountsAnswer } from "./chat-accounts";

/** What one's account page is answered to one of its forms; `at` (Unix time, ms) tells answers apart. */
export type AccountAnswer = { at: number } & (
  | { kind: "renamed" }
  | { kind: "password-changed" }
  | { kind: "sessions-ended"; count: number }
  | { kind: "refused"; form: "profile" | "password"; lastResult: SubmissionResult<string[]> }
  | { kind: "failed"; message: string }
  | { kind: "chat"; chat: ChatAccountsAnswer }
);
