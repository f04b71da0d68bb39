// When the exchanges were recorded: recordings age.
import type { Exchange } from "./data";
import { count, duration, time } from "./words";

const BINS = 60;
const HEIGHT = 80;

export function Timeline({ exchanges }: { exchanges: Exchange[] }) {
  const times = exchanges.flatMap(({ time }) => (time && !Number.isNaN(Date.parse(time)) ? [Date.parse(time)] : []));
  if (times.length === 0) return null;
  const [first, last] = times.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Infinity, -Infinity],
  ) as [number, number];
  const span = Math.max(last - first, 1);
  const bins = new Array<number>(BINS).fill(0);
  for (const at of times) bins[Math.min(BINS - 1, Math.floor((BINS * (at - first)) / span))]! += 1;
  const most = Math.max(...bins);
  const unknown = exchanges.length - times.length;
  return (
    <section aria-labelledby="recorded">
      <h2 id="recorded">When they were recorded</h2>
      <svg class="timeline" viewBox={`0 0 ${BINS * 10} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {bins.map(
          (value, at) =>
            value > 0 && (
              <rect
                key={at}
                x={at * 10 + 1}
                width={8}
                y={HEIGHT - (HEIGHT * value) / most}
                height={(HEIGHT * value) / most}
              />
            ),
        )}
      </svg>
      <p class="ends">
        <span>{time(new Date(first).toISOString())}</span>
        <span>{time(new Date(last).toISOString())}</span>
      </p>
      <p class="muted">
        {count(times.length, "exchange")} over {duration(span)}.{unknown > 0 && ` Of ${unknown} the time is not known.`}
      </p>
    </section>
  );
}
