import { useFetcher, useRouteLoaderData } from "@remix-run/react";
import { Monitor, Moon, Sun } from "lucide-react";

import { cx } from "~/components/cx";
import { parseTheme, type Theme } from "~/components/theme";
import { paths } from "~/paths";

const CHOICES = [
  { theme: "dark", label: "Dark", icon: Moon },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "system", label: "As the device", icon: Monitor },
] as const;

/** Dark, light, or as the device. A plain form: it works before the scripts do. */
export function ThemeSwitch({ className }: { className?: string }) {
  const fetcher = useFetcher();
  const root = useRouteLoaderData<{ theme: Theme }>("root");
  const current = fetcher.formData ? parseTheme(fetcher.formData.get("theme")) : (root?.theme ?? "system");
  return (
    <fetcher.Form
      method="post"
      action={paths.theme()}
      aria-label="Theme"
      className={cx("grid grid-cols-3 gap-0.5 rounded bg-ground p-0.5", className)}
    >
      {CHOICES.map(({ theme, label, icon: Icon }) => (
        <button
          key={theme}
          type="submit"
          name="theme"
          value={theme}
          aria-pressed={current === theme}
          aria-label={label}
          title={label}
          className={cx(
            "grid h-7 place-content-center rounded-[4px] max-md:h-9",
            current === theme ? "bg-raised text-ink shadow-raised" : "text-faint hover:text-ink",
          )}
        >
          <Icon size={14} aria-hidden />
        </button>
      ))}
    </fetcher.Form>
  );
}
