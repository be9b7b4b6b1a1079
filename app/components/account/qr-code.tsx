interface Props {
  /** Its modules, and all that is dark as one path. */
  code: { size: number; d: string };
  label: string;
}

/** A QR code, black on white in either theme: many readers can't do it the other way round. */
export function QrCode({ code: { size, d }, label }: Props) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 shrink-0 rounded-lg border border-line"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={d} fill="#000000" />
    </svg>
  );
}
