import { objectEnumValues } from "@prisma/client/runtime/client";

import type { ChannelOptions } from "./channel-options";

/** The columns of the options that are named. */
export function optionColumns({ quietHours, templates, ...plain }: Partial<Loose<ChannelOptions>>) {
  return {
    ...(plain.isFallback === undefined ? {} : { isFallback: plain.isFallback }),
    ...(plain.maxPerMinute === undefined ? {} : { maxPerMinute: plain.maxPerMinute }),
    ...(plain.digestMinutes === undefined ? {} : { digestMinutes: plain.digestMinutes }),
    ...(plain.replayMaxAgeMinutes === undefined ? {} : { replayMaxAgeMinutes: plain.replayMaxAgeMinutes }),
    ...(quietHours === undefined
      ? {}
      : { quietHours: quietHours === null ? objectEnumValues.instances.DbNull : withoutUndefined(quietHours) }),
    ...(templates === undefined ? {} : { templates: withoutUndefined(templates) }),
  };
}

type Loose<T> = { [K in keyof T]: T[K] | undefined };

/** As JSON keeps it. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
