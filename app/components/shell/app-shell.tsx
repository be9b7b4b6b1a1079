import { Link, useNavigate } from "@remix-run/react";
import { Search } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { Logo } from "~/components/logo";
import { ReachableContext } from "~/components/reachable-context";
import { KeyHint } from "~/components/ui/key-hint";
import { paths } from "~/paths";
import { Banners } from "./banners";
import { BottomBar } from "./bottom-bar";
import { useHotkeys } from "./hotkeys";
import { NavRail } from "./nav-rail";
import { NavigationProgress } from "./navigation-progress";
import { StatusPill } from "./status-pill";
import type { SystemStatus } from "./system-status";
import { useNavItems } from "./use-nav-items";
import { useSystemStatus } from "./use-system-status";
import { type ShellUser, UserMenu } from "./user-menu";

const CommandPalette = lazy(() => import("./command-palette"));
const ShortcutsDialog = lazy(() =>
  import("./shortcuts-dialog").then((module) => ({ default: module.ShortcutsDialog })),
);

interface Props {
  user: ShellUser;
  status: SystemStatus;
  children: ReactNode;
}

/** The frame around every page of somebody signed in. */
export function AppShell({ user, status, children }: Props) {
  const watched = useSystemStatus(status);
  const [opened, setOpened] = useState<"palette" | "shortcuts" | null>(null);
  const navigate = useNavigate();
  const items = useNavItems();
  useHotkeys({
    "mod+k": () => setOpened("palette"),
    "?": () => setOpened("shortcuts"),
    ...Object.fromEntries(items.map(({ key, to }) => [`g ${key}`, () => navigate(to)])),
  });
  return (
    <div className="md:grid md:grid-cols-[3.75rem_minmax(0,1fr)] lg:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <NavRail user={user} />
      <div className="flex min-h-dvh min-w-0 flex-col max-md:pb-20">
        <NavigationProgress />
        <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center justify-between gap-2 border-b border-line bg-ground/92 px-4 backdrop-blur-sm md:px-6">
          <Link to={paths.home()} aria-label="Sentinel, home" className="md:hidden">
            <Logo size={24} />
          </Link>
          <button
            type="button"
            onClick={() => setOpened("palette")}
            className="flex h-8 items-center gap-2 rounded border border-line bg-surface px-2.5 text-xs text-faint hover:border-line-strong hover:text-muted max-md:hidden"
          >
            <Search size={14} aria-hidden />
            Search or jump to
            <KeyHint keys="mod k" className="ml-6 inline-flex gap-1" />
          </button>
          <div className="flex items-center gap-1.5">
            <StatusPill watched={watched} />
            <button
              type="button"
              aria-label="Search and commands"
              onClick={() => setOpened("palette")}
              className="grid size-10 place-content-center rounded text-muted md:hidden"
            >
              <Search size={18} aria-hidden />
            </button>
            <div className="md:hidden">
              <UserMenu user={user} place="strip" />
            </div>
            <button
              type="button"
              aria-label="Keyboard shortcuts"
              title="Keyboard shortcuts (?)"
              onClick={() => setOpened("shortcuts")}
              className="grid size-8 place-content-center rounded text-sm text-faint hover:bg-ink/8 hover:text-ink max-md:hidden"
            >
              ?
            </button>
          </div>
        </header>
        <Banners watched={watched} />
        <main id="main" className="flex-1 px-4 py-5 md:px-6">
          <ReachableContext.Provider value={watched.unreachableSince === null}>{children}</ReachableContext.Provider>
        </main>
      </div>
      <BottomBar />
      {opened === null ? null : (
        <Suspense>
          {opened === "palette" ? <CommandPalette open onOpenChange={() => setOpened(null)} /> : null}
          {opened === "shortcuts" ? <ShortcutsDialog open onOpenChange={() => setOpened(null)} /> : null}
        </Suspense>
      )}
    </div>
  );
}
