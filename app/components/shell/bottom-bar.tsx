import { NavLink, useLocation } from "@remix-run/react";
import { Ellipsis } from "lucide-react";
import { useEffect, useRef } from "react";

import { cx } from "~/components/cx";
import { paths } from "~/paths";
import { NAV_ITEMS } from "./nav-items";

/** What a thumb needs first; the others are behind "More". */
const FIRST: readonly string[] = [paths.alerts(), paths.deliveries(), paths.silences(), paths.networks()];
const SHOWN = NAV_ITEMS.filter(({ to }) => FIRST.includes(to));
const MORE = NAV_ITEMS.filter(({ to }) => !FIRST.includes(to));

const PLACE = "flex h-14 flex-col items-center justify-center gap-1 text-2xs font-medium";

/** The places on a phone, under the thumb. */
export function BottomBar() {
  const { pathname } = useLocation();
  const more = useRef<HTMLDetailsElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere is done with the menu.
  useEffect(() => more.current?.removeAttribute("open"), [pathname]);
  const isBehind = MORE.some(({ to }) => pathname.startsWith(to));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {SHOWN.map(({ label, to, icon: Icon }) => (
        <NavLink key={to} to={to} className={({ isActive }) => cx(PLACE, isActive ? "text-accent" : "text-muted")}>
          <Icon size={19} strokeWidth={1.9} aria-hidden />
          {label}
        </NavLink>
      ))}
      <details ref={more} className="group">
        <summary className={cx(PLACE, "cursor-pointer list-none", isBehind ? "text-accent" : "text-muted")}>
          <Ellipsis size={19} strokeWidth={1.9} aria-hidden />
          More
        </summary>
        <div className="absolute inset-x-0 bottom-full border-t border-line bg-surface p-2 shadow-lg">
          {MORE.map(({ label, to, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              className={({ isActive }) =>
                cx(
                  "flex h-11 items-center gap-3 rounded px-3 text-sm font-medium",
                  isActive ? "text-accent" : "text-ink",
                )
              }
            >
              <Icon size={19} strokeWidth={1.9} aria-hidden />
              {label}
            </NavLink>
          ))}
        </div>
      </details>
    </nav>
  );
}
