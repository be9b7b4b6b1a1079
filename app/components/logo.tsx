/** Sentinel's mark: a shield with an eye. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden className="shrink-0 text-accent">
      <path
        d="M12 2.200 20.300 5.400v6.500c0 5.100-3.400 8.500-8.300 10-4.900-1.500-8.300-4.900-8.300-10V5.400z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
      <path
        d="M6.800 12c1.400-2.300 3.100-3.500 5.200-3.500s3.800 1.200 5.200 3.500c-1.400 2.300-3.100 3.500-5.200 3.500S8.200 14.300 6.800 12z"
        fill="currentColor"
      />
      <circle cx="12" cy="12" r="1.800" fill="var(--surface)" />
    </svg>
  );
}
