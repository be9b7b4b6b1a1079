import type { Config } from "tailwindcss";

/**
 * The design tokens as utilities. Every colour is a CSS variable of `app/tailwind.css`, where both themes stand side by
 * side; a component never names a colour of its own.
 */
export default {
  content: ["./app/**/*.{ts,tsx}"],
  theme: {
    extend: {
      colors: {
        ground: "var(--ground)",
        surface: "var(--surface)",
        raised: "var(--raised)",
        sunken: "var(--sunken)",
        line: "var(--line)",
        "line-strong": "var(--line-strong)",
        ink: "var(--ink)",
        muted: "var(--muted)",
        faint: "var(--faint)",
        accent: "var(--accent)",
        "accent-strong": "var(--accent-strong)",
        "on-accent": "var(--on-accent)",
        critical: "var(--critical)",
        high: "var(--high)",
        medium: "var(--medium)",
        low: "var(--low)",
        info: "var(--info)",
        good: "var(--good)",
        warn: "var(--medium)",
        bad: "var(--critical)",
      },
      fontFamily: {
        sans: ["system-ui", "-apple-system", '"Segoe UI"', "Roboto", "Cantarell", '"Noto Sans"', "sans-serif"],
        mono: ["ui-monospace", '"SF Mono"', "SFMono-Regular", "Menlo", "Consolas", '"DejaVu Sans Mono"', "monospace"],
      },
      fontSize: {
        "2xs": ["0.6875rem", "1rem"],
        xs: ["0.75rem", "1.125rem"],
        sm: ["0.8125rem", "1.25rem"],
        base: ["0.875rem", "1.375rem"],
        lg: ["1rem", "1.5rem"],
        xl: ["1.25rem", "1.75rem"],
        "2xl": ["1.625rem", "2.125rem"],
      },
      borderRadius: { DEFAULT: "6px", lg: "10px", xl: "14px" },
      boxShadow: { raised: "var(--shadow-raised)", float: "var(--shadow-float)" },
      /** 36 px: one row of a dense list. */
      spacing: { row: "2.25rem" },
    },
  },
} satisfies Config;
