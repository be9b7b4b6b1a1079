import { identiconOf } from "./identicon-of";

/** A small picture of an address, the same everywhere, and different for addresses that look alike when shortened. */
export function Identicon({ address, size = 16 }: { address: string; size?: number }) {
  const { hue, secondHue, cells } = identiconOf(address);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 5 5"
      aria-hidden
      className="shrink-0 rounded-[3px]"
      shapeRendering="crispEdges"
    >
      <rect width="5" height="5" fill={`hsl(${hue} 38% 30%)`} />
      {cells.map(({ x, y, strong }) => (
        <rect
          key={`${x}${y}`}
          x={x}
          y={y}
          width="1"
          height="1"
          fill={strong ? `hsl(${hue} 78% 70%)` : `hsl(${secondHue} 70% 56%)`}
        />
      ))}
    </svg>
  );
}
