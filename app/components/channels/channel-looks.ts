import {
  BellRing,
  CircleCheck,
  CircleHelp,
  CircleOff,
  CirclePause,
  CircleX,
  Hash,
  type LucideIcon,
  Mail,
  MessageSquare,
  Send,
  Webhook,
} from "lucide-react";

import type { Channel, ChannelType } from "~/domain/channels/channel";

interface ChannelLook {
  label: string;
  icon: LucideIcon;
  /** Of a new one's name. */
  placeholder: string;
}

/** How each kind of channel is shown. */
export const CHANNEL_LOOKS: Record<ChannelType, ChannelLook> = {
  discord: { label: "Discord", icon: MessageSquare, placeholder: "#security-alerts" },
  telegram: { label: "Telegram", icon: Send, placeholder: "On-call group" },
  slack: { label: "Slack", icon: Hash, placeholder: "#security-alerts" },
  pagerduty: { label: "PagerDuty", icon: BellRing, placeholder: "Protocol on call" },
  email: { label: "Email", icon: Mail, placeholder: "Security team" },
  webhook: { label: "Webhook", icon: Webhook, placeholder: "Incident bridge" },
};

interface HealthLook {
  label: string;
  icon: LucideIcon;
  text: string;
}

const HEALTH_LOOKS: Record<Channel["health"]["status"], HealthLook> = {
  healthy: { label: "Healthy", icon: CircleCheck, text: "text-good" },
  failing: { label: "Failing", icon: CircleX, text: "text-critical" },
  unknown: { label: "Not used yet", icon: CircleHelp, text: "text-muted" },
  disabled: { label: "Off", icon: CircleOff, text: "text-faint" },
};
const STOPPED: HealthLook = { label: "Stopped", icon: CirclePause, text: "text-critical" };

/** How a channel's health is shown. */
export function healthLook({ enabled, health }: Channel): HealthLook {
  if (enabled) return HEALTH_LOOKS[health.status];
  return health.heldSince === null ? HEALTH_LOOKS.disabled : STOPPED;
}
