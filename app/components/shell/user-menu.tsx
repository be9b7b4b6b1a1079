import { Form, Link } from "@remix-run/react";
import { BookOpen, ChevronsUpDown, CircleUser, LogOut } from "lucide-react";

import { cx } from "~/components/cx";
import { PopMenu } from "~/components/ui/pop-menu";
import { paths } from "~/paths";
import { ThemeSwitch } from "./theme-switch";

/** Who is signed in, as far as the shell shows it. */
export interface ShellUser {
  name: string;
  email: string;
  role: string;
}

const ITEM =
  "flex h-9 w-full items-center gap-2.5 rounded px-2.5 text-sm text-muted hover:bg-ink/8 hover:text-ink max-md:h-11";

/** Who is signed in; their account, the API's reference, the theme (on phones), and the way out. */
export function UserMenu({ user, place }: { user: ShellUser; place: "rail" | "strip" }) {
  const inRail = place === "rail";
  return (
    <PopMenu
      label={inRail ? "Account" : `Account of ${user.name}`}
      buttonClassName={cx(
        "flex items-center gap-2.5 hover:bg-ink/6",
        inRail ? "h-11 px-2 md:max-lg:justify-center md:max-lg:px-0" : "size-10 justify-center",
      )}
      panelClassName={cx("w-56 p-1.5", inRail ? "bottom-full left-0 mb-2" : "top-full right-0 mt-1.5")}
      button={
        <>
          <Avatar name={user.name} />
          {inRail ? (
            <span className="flex min-w-0 flex-1 items-center justify-between gap-2 md:max-lg:hidden">
              <span className="min-w-0 leading-tight">
                <span className="block truncate text-sm font-medium">{user.name}</span>
                <span className="block truncate text-2xs text-faint capitalize">{user.role}</span>
              </span>
              <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-faint" />
            </span>
          ) : null}
        </>
      }
    >
      <p className="truncate px-2.5 pt-1.5 pb-2 text-xs text-faint" title={user.email}>
        {user.email}
      </p>
      <ThemeSwitch className={inRail ? "mb-1.5 lg:hidden" : "mb-1.5"} />
      <Link to={paths.account()} className={ITEM}>
        <CircleUser size={15} aria-hidden /> My account
      </Link>
      <a href={paths.apiReference()} className={ITEM}>
        <BookOpen size={15} aria-hidden /> API reference
      </a>
      <Form method="post" action={paths.signOut()}>
        <button type="submit" className={ITEM}>
          <LogOut size={15} aria-hidden /> Sign out
        </button>
      </Form>
    </PopMenu>
  );
}

function Avatar({ name }: { name: string }) {
  const initials = name
    .split(/[\s.@_-]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-content-center rounded-full bg-accent/16 text-2xs font-semibold text-accent"
    >
      {initials}
    </span>
  );
}
