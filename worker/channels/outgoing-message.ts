import type { Alert } from "~/domain/alerts/alert";
import type { AttemptOutcome } from "~/domain/deliveries/delivery";
import type { GuardedHttp } from "~/platform/guarded-http/http-result";

/** What a channel is to say, before it is rendered for one. */
export interface OutgoingMessage {
  type: "alert.created" | "alert.updated" | "alert.acknowledged" | "channel.test";
  /** Of an update: what happened, such as `confirmed`. */
  change?: string | null;
  /** RFC 3339, when the message was made; the same on every retry. */
  timestamp: string;
  /** Null only when a test has no alert to show; senders then use the sample. */
  alert: Alert | null;
  /** The alert is an example: the message must say so. */
  sample?: boolean;
  links: { alertUrl: string | null; explorerUrl: string | null };
  networkLabel: string;
  ruleName: string | null;
  contractName: string | null;
  runbookUrl: string | null;
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
}

/** What senders work with. */
export interface SenderDeps {
  http: GuardedHttp;
  /** Origin (and perhaps a path prefix) that stands in for Discord's: `https://discord.com`. */
  discordApiBase: string;
}

/** One send to one channel. */
export interface SendInput {
  config: unknown;
  deliveryId: string;
  /** Of an update: the far side's message that it is to change. Null posts a new one. */
  editRemoteId?: string | null;
  message: OutgoingMessage;
  attemptAt: Date;
}
