import {
  BellRing,
  CircleCheck,
  CircleHelp,
  CircleOff,
  CircleX,
  type LucideIcon,
  Mail,
  MessageSquare,
  Send,
  Webhook,
} from "lucide-react";

import type { Channel, ChannelType } from "~/domain/channels/channel";

/** How each kind of channel is shown. */
export const CHANNEL_LOOKS: Record<ChannelType, { label: string; icon: LucideIcon }> = {
  discord: { label: "Discord", icon: MessageSquare },
  webhook: { label: "Webhook", icon: Webhook },
  telegram: { label: "Telegram", icon: Send },
  pagerduty: { label: "PagerDuty", icon: BellRing },
  slack: { label: "Slack", icon: MessageSquare },
  email: { label: "Email", icon: Mail },
};

/** How a channel's health is shown. */
export const HEALTH_LOOKS: Record<Channel["health"]["status"], { label: string; icon: LucideIcon; text: string }> = {
  healthy: { label: "Healthy", icon: CircleCheck, text: "text-good" },
  failing: { label: "Failing", icon: CircleX, text: "text-critical" },
  unknown: { label: "Not used yet", icon: CircleHelp, text: "text-muted" },
  disabled: { label: "Off", icon: CircleOff, text: "text-faint" },
};
