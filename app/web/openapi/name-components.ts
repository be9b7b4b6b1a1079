import { z } from "zod";

import { Alert, AlertStatus, TxStatus } from "~/domain/alerts/alert";
import { Explanation } from "~/domain/alerts/explanation";
import { Channel, ChannelHealth, ChannelType } from "~/domain/channels/channel";
import { Delivery, DeliveryAttempt } from "~/domain/deliveries/delivery";
import { EndpointHealth, Gap, Network } from "~/domain/networks/network";
import { NewRule, Rule, RulePatch } from "~/domain/rules/rule";
import { Severity, Stage } from "~/domain/shared-schemas";
import { DecodedCall } from "~/domain/transactions/decoded-call";
import { NewWatchlistEntry, WatchlistEntry, WatchlistEntryPatch } from "~/domain/watchlists/watchlist-entry";

const COMPONENTS: Record<string, z.ZodType> = {
  Alert,
  AlertStatus,
  TxStatus,
  DecodedCall,
  DecodedValue: DecodedCall.shape.args.element.shape.value,
  Explanation,
  Channel,
  ChannelHealth,
  ChannelType,
  Delivery,
  DeliveryAttempt,
  EndpointHealth,
  ListenerGap: Gap,
  Network,
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
