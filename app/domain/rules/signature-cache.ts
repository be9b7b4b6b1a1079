import { resolveEvent } from "~/domain/signatures/resolve-event";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";

type Functions = { functions: readonly ResolvedFunction[] } | { detail: string };
type Events = { events: readonly ResolvedEvent[] } | { detail: string };

/**
 * What many rules of one build have in common, made once: thousands of them say `transferOwnership`, and equal answers
 * are the same object, so that what is made from them can be kept by it. Not for longer than a build.
 */
export class SignatureCache {
  readonly #functions = new Map<unknown, Map<string, Functions>>();
  readonly #events = new Map<unknown, Map<string, Events>>();
  readonly #made = new Map<object, Map<string, unknown>>();

  /** The functions of a rule's signature with the ABI of its entry (null: none), or why there are none. */
  functions(signature: string, abi: unknown): Functions {
    return remember(mapIn(this.#functions, abi), signature, () => {
      const resolved = resolveSignature({ signature, abi });
      return resolved.ok ? { functions: resolved.functions } : { detail: resolved.detail };
    });
  }

  /** The same for an event. */
  events(event: string, abi: unknown): Events {
    return remember(mapIn(this.#events, abi), event, () => {
      const resolved = resolveEvent({ event, abi });
      return resolved.ok ? { events: resolved.events } : { detail: resolved.detail };
    });
  }

  /** What `make` made of an owner (such as a list of functions) under this key. */
  of<T>(owner: object, key: string, make: () => T): T {
    return remember(mapIn(this.#made, owner) as Map<string, T>, key, make);
  }
}

function mapIn<K, V>(maps: Map<K, Map<string, V>>, key: K): Map<string, V> {
  return remember(maps, key, () => new Map<string, V>());
}

function remember<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
