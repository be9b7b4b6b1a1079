import { NavLink } from "@remix-run/react";

import { cx } from "~/components/cx";
import { NAV_ITEMS } from "./nav-items";

/** The places on a phone, under the thumb. */
export function BottomBar() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-6 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {NAV_ITEMS.map(({ label, to, icon: Icon }) => (
        <NavLink
          key={to}
          to={to}
          className={({ isActive }) =>
            cx(
              "flex h-14 flex-col items-center justify-center gap-1 text-2xs font-medium",
              isActive ? "text-accent" : "text-muted",
            )
          }
        >
          <Icon size={19} strokeWidth={1.9} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
