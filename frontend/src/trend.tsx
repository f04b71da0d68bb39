// How figures moved over runs, as lines; the table beside them tells the same.
import { useId } from "preact/hooks";
import type { Run } from "./data";
import { count, percent, time } from "./words";

interface Series {
  label: string;
  kind: string;
  of: (run: Run) => number;
  words: (run: Run) => string;
}

const WIDTH = 600;
const HEIGHT = 120;
const EDGE = 6;

const share = ({ covered, total }: Run): number => (total ? (100 * covered) / total : 0);

export function ProblemTrend({ runs }: { runs: Run[] }) {
  return (
    <Trend
      title="Errors and warnings"
      runs={runs}
      series={[
        { label: "errors", kind: "error", of: ({ errors }) => errors, words: ({ errors }) => count(errors, "error") },
        {
          label: "warnings",
          kind: "warning",
          of: ({ warnings }) => warnings,
          words: ({ warnings }) => count(warnings, "warning"),
        },
      ]}
    />
  );
}

export function CoverageTrend({ runs }: { runs: Run[] }) {
  return (
    <Trend
      title="Contract coverage"
      runs={runs}
      series={[
        {
          label: "covered",
          kind: "covered",
          of: share,
          words: ({ covered, total }) => `${percent(covered, total)} covered`,
        },
      ]}
      most={100}
    />
  );
}

interface Props {
  title: string;
  runs: Run[];
  series: Series[];
  most?: number;
}

function Trend({ title, runs, series, most }: Props) {
  const id = useId();
  const top = most ?? Math.max(1, ...series.flatMap(({ of }) => runs.map(of)));
  const x = (at: number) => EDGE + ((WIDTH - 2 * EDGE) * at) / Math.max(1, runs.length - 1);
  const y = (value: number) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * value) / top;
  const told = series.map(({ words }) => `first ${words(runs[0]!)}, last ${words(runs.at(-1)!)}`);
  return (
    <figure class="trend" aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{title}</strong>{" "}
        {series.map(({ label, kind, words }) => (
          <span key={label} class="key">
            <span class={`swatch ${kind}`} aria-hidden="true" /> {words(runs.at(-1)!)}
          </span>
        ))}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${told.join("; ")}; over ${runs.length} runs`}
      >
        <line class="axis" x1={0} x2={WIDTH} y1={HEIGHT - EDGE} y2={HEIGHT - EDGE} />
        {series.map(({ kind, of }) => (
          <polyline key={kind} class={kind} points={runs.map((run, at) => `${x(at)},${y(of(run))}`).join(" ")} />
        ))}
      </svg>
      <p class="ends">
        <span>{time(runs[0]!.made)}</span>
        <span>{time(runs.at(-1)!.made)}</span>
      </p>
    </figure>
  );
}
