// Severity and outcome, told by word and shape as well as by colour.
import type { Exchange, Problem, Severity } from "./data";
import { count } from "./words";

export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span class={`mark ${severity}`}>
      <span aria-hidden="true">{severity === "error" ? "✕" : "!"}</span> {severity}
    </span>
  );
}

export function OutcomeMarks({ exchange, problems }: { exchange: Exchange; problems: Problem[] }) {
  const of = (severity: Severity) => exchange.problems.filter((one) => problems[one]!.severity === severity).length;
  const errors = of("error");
  const warnings = of("warning");
  return (
    <>
      {errors > 0 && (
        <span class="mark error">
          <span aria-hidden="true">✕</span> {count(errors, "error")}
        </span>
      )}
      {warnings > 0 && (
        <span class="mark warning">
          <span aria-hidden="true">!</span> {count(warnings, "warning")}
        </span>
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
