import { Circle, CircleSmall, Diamond, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";

import type { Severity } from "~/domain/shared-schemas";

interface Look {
  label: string;
  icon: LucideIcon;
  text: string;
  tint: string;
  bar: string;
  /** For the shape that is solid. */
  fill?: string;
}

/** How each severity looks; the shapes differ so that colour is never needed (WCAG 1.4.1). */
export const SEVERITY_LOOKS: Record<Severity, Look> = {
  critical: {
    label: "Critical",
    icon: OctagonAlert,
    text: "text-critical",
    tint: "bg-critical/12",
    bar: "bg-critical",
  },
  high: { label: "High", icon: TriangleAlert, text: "text-high", tint: "bg-high/12", bar: "bg-high" },
  medium: { label: "Medium", icon: Diamond, text: "text-medium", tint: "bg-medium/12", bar: "bg-medium" },
  low: { label: "Low", icon: Circle, text: "text-low", tint: "bg-low/12", bar: "bg-low" },
  info: {
    label: "Info",
    icon: CircleSmall,
    fill: "fill-current",
    text: "text-info",
    tint: "bg-info/12",
    bar: "bg-info",
  },
};

/** All of them, most urgent first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "info"];
