import { z } from "zod";

import { Alert, AlertStatus, TxStatus } from "~/domain/alerts/alert";
import { AlertEvent } from "~/domain/alerts/alert-event";
import { AlertPath } from "~/domain/alerts/alert-path";
import { Explanation } from "~/domain/alerts/explanation";
import { Channel, ChannelHealth, ChannelType } from "~/domain/channels/channel";
import { ControlGraph } from "~/domain/control/control-graph";
import { Coverage, CoverageDay } from "~/domain/coverage/coverage";
import { Delivery, DeliveryAttempt } from "~/domain/deliveries/delivery";
import { Backfill, EndpointHealth, Gap, Network } from "~/domain/networks/network";
import { NetworkReport } from "~/domain/networks/network-report";
import { NewRule, Rule, RulePatch } from "~/domain/rules/rule";
import { Severity, Stage } from "~/domain/shared-schemas";
import { DecodedCall } from "~/domain/transactions/decoded-call";
import { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { NewWatchlistEntry, WatchlistEntry, WatchlistEntryPatch } from "~/domain/watchlists/watchlist-entry";

const COMPONENTS: Record<string, z.ZodType> = {
  Alert,
  AlertEvent,
  AlertPath,
  AlertStatus,
  TxStatus,
  DecodedCall,
  DecodedValue: DecodedCall.shape.args.element.shape.value,
  Explanation,
  SimulatedOutcome,
  Channel,
  ChannelHealth,
  ChannelType,
  Delivery,
  DeliveryAttempt,
  EndpointHealth,
  ListenerGap: Gap,
  Backfill,
  Network,
  NetworkReport,
  Coverage,
  CoverageDay,
  ControlGraph,
  NewRule,
  Rule,
  RulePatch,
  Severity,
  Stage,
  NewWatchlistEntry,
  WatchlistEntry,
  WatchlistEntryPatch,
};

/** Gives the domain's schemas the names that they have in the OpenAPI document, once. */
export function nameComponents(): void {
  for (const [id, schema] of Object.entries(COMPONENTS)) {
    if (z.globalRegistry.get(schema)?.id === undefined) {
      z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
    }
  }
}
