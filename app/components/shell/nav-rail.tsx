import { Link, NavLink } from "@remix-run/react";

import { cx } from "~/components/cx";
import { Logo } from "~/components/logo";
import { useRights } from "~/components/rights-context";
import { paths } from "~/paths";
import { ADMIN_ITEMS, NAV_ITEMS, type NavItem } from "./nav-items";
import { ThemeSwitch } from "./theme-switch";
import { type ShellUser, UserMenu } from "./user-menu";

const LINK =
  "flex h-9 shrink-0 items-center gap-3 rounded px-2.5 text-sm font-medium transition-colors md:max-lg:justify-center md:max-lg:px-0";

/** The places at the left: with words on wide screens, icons on narrow ones; phones have the bottom bar instead. */
export function NavRail({ user }: { user: ShellUser }) {
  const { admin } = useRights();
  return (
    <aside className="sticky top-0 z-30 flex h-dvh flex-col border-r border-line bg-surface max-md:hidden">
      <Link
        to={paths.home()}
        aria-label="Sentinel, home"
        className="flex h-12 items-center gap-2.5 px-4 font-semibold tracking-tight md:max-lg:justify-center md:max-lg:px-0"
      >
        <Logo />
        <span className="text-[0.9375rem] md:max-lg:hidden">Sentinel</span>
      </Link>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pt-2">
        {NAV_ITEMS.map((item) => (
          <Place key={item.to} item={item} />
        ))}
        {admin ? (
          <>
            <hr className="mx-2 my-2 border-line" />
            {ADMIN_ITEMS.map((item) => (
              <Place key={item.to} item={item} />
            ))}
          </>
        ) : null}
      </nav>
      <div className="flex flex-col gap-2 border-t border-line p-2">
        <ThemeSwitch className="md:max-lg:hidden" />
        <UserMenu user={user} place="rail" />
      </div>
    </aside>
  );
}

function Place({ item: { label, to, icon: Icon, key } }: { item: NavItem }) {
  return (
    <NavLink
      to={to}
      prefetch="intent"
      title={`${label} (g ${key})`}
      className={({ isActive }) =>
        cx(LINK, isActive ? "bg-accent/12 text-ink [&>svg]:text-accent" : "text-muted hover:bg-ink/6 hover:text-ink")
      }
    >
      <Icon size={17} strokeWidth={1.9} aria-hidden className="shrink-0" />
      <span className="md:max-lg:sr-only">{label}</span>
    </NavLink>
  );
}
