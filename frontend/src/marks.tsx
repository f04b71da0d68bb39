// Severity and outcome, told by word and shape as well as by colour.
import type { Exchange, Problem, Severity, Side } from "./data";
import { count } from "./words";

export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span class={`mark ${severity}`}>
      <span aria-hidden="true">{severity === "error" ? "✕" : "!"}</span> {severity}
    </span>
  );
}

const NOUNS: Record<Side, string> = { request: "request", response: "answer" };

export function OutcomeMarks({ exchange, problems }: { exchange: Exchange; problems: Problem[] }) {
  const marks = (["error", "warning"] as const).flatMap((severity) =>
    (["request", "response"] as const).map((side) => {
      const found = exchange.problems.filter((one) => {
        const problem = problems[one]!;
        return problem.severity === severity && problem.side === side;
      });
      return { severity, side, times: found.length };
    }),
  );
  return (
    <>
      {marks.map(
        ({ severity, side, times }) =>
          times > 0 && (
            <span key={severity + side} class={`mark ${severity}`}>
              <span aria-hidden="true">{severity === "error" ? "✕" : "!"}</span>{" "}
              {count(times, `${NOUNS[side]} ${severity}`)}
            </span>
          ),
      )}
      {exchange.reason !== null && (
        <span class="mark unchecked">
          <span aria-hidden="true">–</span> not checked
        </span>
      )}
      {exchange.outcome === "clean" && (
        <span class="mark clean">
          <span aria-hidden="true">✓</span> fine
        </span>
      )}
    </>
  );
}
