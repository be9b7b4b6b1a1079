import {
  Bell,
  BellOff,
  Eye,
  FileJson,
  Inbox,
  ListChecks,
  type LucideIcon,
  Network,
  ScrollText,
  Send,
  ShieldCheck,
  Siren,
  Users,
} from "lucide-react";

import { paths } from "~/paths";

/** One place of the product. */
export interface NavItem {
  label: string;
  to: string;
  icon: LucideIcon;
  /** After `g`. */
  key: string;
}

/** The product's places, in the order of the day's work. */
export const NAV_ITEMS: readonly NavItem[] = [
  { label: "Alerts", to: paths.alerts(), icon: Bell, key: "a" },
  { label: "Watchlists", to: paths.watchlists(), icon: Eye, key: "w" },
  { label: "Rules", to: paths.rules(), icon: ScrollText, key: "r" },
  { label: "Lists", to: paths.lists(), icon: ListChecks, key: "l" },
  { label: "Channels", to: paths.channels(), icon: Send, key: "c" },
  { label: "Deliveries", to: paths.deliveries(), icon: Inbox, key: "d" },
  { label: "Silences", to: paths.silences(), icon: BellOff, key: "s" },
  { label: "Escalations", to: paths.escalations(), icon: Siren, key: "e" },
  { label: "Networks", to: paths.networks(), icon: Network, key: "n" },
];

/** Where only administrators go. */
export const ADMIN_ITEMS: readonly NavItem[] = [
  { label: "People", to: paths.people(), icon: Users, key: "p" },
  { label: "Audit log", to: paths.audit(), icon: ShieldCheck, key: "u" },
  { label: "Configuration", to: paths.configuration(), icon: FileJson, key: "o" },
];
