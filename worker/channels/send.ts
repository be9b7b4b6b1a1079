import type { AttemptOutcome } from "~/domain/deliveries/delivery";
import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import type { GuardedHttp } from "~/platform/guarded-http/http-result";

/** What was sent, for the delivery log. Secrets are masked by the caller before anything is written down. */
export interface SentRequest {
  method: string;
  /** Host only: the rest of a URL may be a credential. */
  host: string;
  headers: Record<string, string>;
  /** At most its first 4 kB. */
  body: string;
}

/** How one send ended, ready to be written down as an attempt. */
export interface SendResult {
  /** Never `rerender`: a sender that can render more plainly has done so before it answers. */
  outcome: AttemptOutcome;
  statusCode: number | null;
  responseHeaders: Record<string, string>;
  /** At most 4 kB of what the far side said. */
  responseBody: string | null;
  /** In words for people, without secrets. With `ok`: a remark, such as that the message went out as plain text. */
  error: string | null;
  /** With `wait`: how long the far side asked for. With `ok`: it wants a pause of this length before the next message. */
  retryAfterMs: number | null;
  /** The far side's id of the message. */
  remoteId: string | null;
  request?: SentRequest | null;
  /** The far side says that its address changed (Telegram's `migrate_to_chat_id`): fields of the configuration to store. */
  configChange?: Record<string, string> | null;
  /** Of circuit-breaker hooks: what the receiver answered, to be shown on the alert. */
  answer?: string | null;
}

/** What senders work with. */
export interface SenderDeps {
  http: GuardedHttp;
  /** Origins (and perhaps a path prefix) that stand in for the vendors' own. */
  discordApiBase: string;
  telegramApiBase?: string;
  slackApiBase?: string;
  /** Null: PagerDuty's, by the channel's region. */
  pagerdutyApiBase?: string | null;
  /** How mail is sent; null when `SMTP_URL` is not set. */
  mail?: { url: string; from: string } | null;
}

/** One send to one channel. */
export interface SendInput {
  config: unknown;
  deliveryId: string;
  /** Of an update: the far side's message that it is to change. Null posts a new one. */
  editRemoteId?: string | null;
  /** For a button in the chat that acknowledges; at most 62 bytes of ASCII. Null: no button. */
  acknowledgeData?: string | null;
  message: OutgoingMessage;
  attemptAt: Date;
}
