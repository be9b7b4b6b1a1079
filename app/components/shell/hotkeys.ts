import { useEffect, useRef } from "react";

/** Keys to what they do. A key is `j`, `?`, `mod+k` (Ctrl or ⌘), or a sequence such as `g a`. */
export type Bindings = Record<string, (event: KeyboardEvent) => void>;

const SEQUENCE_MS = 1200;
const layers: { current: Bindings }[] = [];
let prefix = "";
let prefixAt = 0;

/** Binds keys for as long as the component is shown. The latest component wins where two bind the same key. */
export function useHotkeys(bindings: Bindings): void {
  const layer = useRef(bindings);
  useEffect(() => {
    layer.current = bindings;
  });
  useEffect(() => {
    if (layers.length === 0) document.addEventListener("keydown", dispatch);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener("keydown", dispatch);
    };
  }, []);
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const key = nameOf(event);
  const isTyping = isEditable(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
  if (isTyping && !key.startsWith("mod+")) return;

  const sequence = prefix !== "" && performance.now() - prefixAt < SEQUENCE_MS ? `${prefix} ${key}` : key;
  prefix = "";
  const handler = find(sequence) ?? (sequence === key ? undefined : find(key));
  if (handler) {
    event.preventDefault();
    handler(event);
  } else if (startsSequence(key)) {
    prefix = key;
    prefixAt = performance.now();
  }
}

function nameOf({ key, ctrlKey, metaKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}

function find(key: string) {
  return layers.findLast((layer) => key in layer.current)?.current[key];
}

function startsSequence(key: string): boolean {
  return layers.some((layer) => Object.keys(layer.current).some((bound) => bound.startsWith(`${key} `)));
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" && target.type !== "radio";
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
