import { useNavigate } from "@remix-run/react";
import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { useState } from "react";

import { useChainWorld } from "~/components/chain-context";
import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { KeyHint } from "~/components/ui/key-hint";
import { paths } from "~/paths";
import { useNavItems } from "./use-nav-items";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const ITEM =
  "flex h-9 items-center justify-between gap-3 rounded px-3 text-sm text-muted data-[selected=true]:bg-accent/14 data-[selected=true]:text-ink max-md:h-11";
const GROUP =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint";

/** Everywhere and everything from the keyboard. Loaded only when it is first opened. */
export default function CommandPalette({ open, onOpenChange }: Props) {
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const { entryNames } = useChainWorld();
  const items = useNavItems();
  const { admin } = useRights();
  const go = (to: string) => {
    onOpenChange(false);
    setSearch("");
    navigate(to);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Dialog.Content
          aria-describedby={undefined}
          className="float-in fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder="Go to, create, or search alerts…"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[62vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-muted">Nothing by that name.</Command.Empty>
              {search.trim() === "" ? null : (
                <Command.Item
                  value={`search ${search}`}
                  className={ITEM}
                  onSelect={() => go(paths.alerts(new URLSearchParams({ q: search.trim() }).toString()))}
                >
                  Search alerts for “{search.trim()}”
                </Command.Item>
              )}
              <Command.Group heading="Go to" className={GROUP}>
                {items.map(({ label, to, key }) => (
                  <Command.Item key={to} value={label} className={ITEM} onSelect={() => go(to)}>
                    {label}
                    <KeyHint keys={`g ${key}`} />
                  </Command.Item>
                ))}
                <Command.Item value="My account" className={ITEM} onSelect={() => go(paths.account())}>
                  My account
                </Command.Item>
              </Command.Group>
              <Command.Group heading="Create" className={GROUP}>
                <Command.Item className={ITEM} onSelect={() => go(paths.newWatchlistEntry())}>
                  Watch a contract
                </Command.Item>
                <Command.Item className={ITEM} onSelect={() => go(paths.newRule())}>
                  New rule
                </Command.Item>
                <Command.Item className={ITEM} onSelect={() => go(paths.newChannel())}>
                  New channel
                </Command.Item>
                <Command.Item className={ITEM} onSelect={() => go(paths.newSilence())}>
                  New silence
                </Command.Item>
                <Command.Item className={ITEM} onSelect={() => go(paths.newEscalation())}>
                  New escalation policy
                </Command.Item>
                {admin ? (
                  <>
                    <Command.Item className={ITEM} onSelect={() => go(paths.newNetwork())}>
                      Add a network
                    </Command.Item>
                    <Command.Item className={ITEM} onSelect={() => go(paths.newInvitation())}>
                      Invite somebody
                    </Command.Item>
                  </>
                ) : null}
                <Command.Item className={ITEM} onSelect={() => go(paths.apiKeys())}>
                  New API key
                </Command.Item>
              </Command.Group>
              <Command.Group heading="Watched contracts" className={GROUP}>
                {Object.entries(entryNames).map(([id, name]) => (
                  <Command.Item
                    key={id}
                    value={`${name} ${id}`}
                    className={ITEM}
                    onSelect={() => go(paths.watchlistEntry(id))}
                  >
                    <HostileText text={name} max={60} />
                  </Command.Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
