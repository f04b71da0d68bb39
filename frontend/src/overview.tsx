// The whole run at a glance.
import { countChanges } from "./changes";
import { dimensionFigures, serviceFigures } from "./figures";
import type { Outcome, Problem, Report, Run, Side } from "./data";
import { Empty } from "./empty";
import { Bar, Stack, type Part } from "./bars";
import { answer } from "./filter";
import { href } from "./route";
import { SeverityMark } from "./marks";
import { Timeline } from "./timeline";
import { ProblemTrend } from "./trend";
import { OUTCOMES, SIDES, count, number, origin, percent } from "./words";

const ORDER: Outcome[] = ["error", "warning", "unchecked", "clean"];
const MOST = 12;
const RUNS = 30;
const SIDE_ORDER: Side[] = ["request", "response"];

export function Overview({ report }: { report: Report }) {
  const { exchanges, problems, coverage, changes, history } = report;
  const broken = tally(exchanges.flatMap((exchange) => exchange.problems));
  const weight = (problem: Problem) => broken.get(problem.number) ?? 0;
  const sum = (severity: string) =>
    problems.filter((problem) => problem.severity === severity).reduce((all, problem) => all + weight(problem), 0);
  const errors = sum("error");
  const warnings = sum("warning");
  const outcomes = tally(exchanges.map(({ outcome }) => outcome));
  const unchecked = exchanges.filter(({ reason }) => reason !== null).length;
  const checked = exchanges.length - unchecked;
  const verdict: Outcome = errors ? "error" : !checked ? "unchecked" : warnings ? "warning" : "clean";
  const operations = Object.keys(coverage.operations).length;
  const from = origin(report);
  return (
    <>
      <h1 tabIndex={-1} class={`verdict ${verdict}`}>
        {verdict === "error" && `${count(errors, "error")} in ${count(outcomes.get("error") ?? 0, "exchange")}`}
        {verdict === "warning" && `No errors, ${count(warnings, "warning")}`}
        {verdict === "clean" && "Nothing is wrong"}
        {verdict === "unchecked" && "Nothing was checked"}
      </h1>
      <p class="lead">
        {count(checked, "exchange")} of {count(operations, "operation")}, recorded in{" "}
        {count(report.cassettes.length, "cassette")}, checked against what botocore {report.botocore} documents.
        {unchecked > 0 && ` ${count(unchecked, "exchange")} could not be checked.`}
        {from && ` Made of ${from}.`}
      </p>
      {report.notes.map((note) => (
        <p class="lead" key={note}>
          {note}
        </p>
      ))}
      <ul class="tiles">
        <Tile
          label="Exchanges"
          value={number(exchanges.length)}
          to={href("exchanges")}
          change={sinceBefore(report, ({ exchanges }) => exchanges)}
        />
        <Tile
          label="Errors"
          value={number(errors)}
          change={sinceBefore(report, ({ errors }) => errors)}
          to={href("violations", { severity: "error" })}
          kind={errors ? "error" : ""}
        />
        <Tile
          label="Warnings"
          value={number(warnings)}
          change={sinceBefore(report, ({ warnings }) => warnings)}
          to={href("violations", { severity: "warning" })}
          kind={warnings ? "warning" : ""}
        />
        <Tile label="Not checked" value={number(unchecked)} to={href("exchanges", { outcome: "unchecked" })} />
        <Tile label="Contract covered" value={percent(coverage.covered, coverage.total)} to={href("coverage")} />
        {changes && <ChangesTile {...countChanges(changes)} />}
      </ul>

      {exchanges.length === 0 && (
        <Empty>
          <p>
            <strong>The cassettes hold no exchanges.</strong> Record some: mark a test with{" "}
            <code>@pytest.mark.cassette</code>, and run <code>pytest --cassette-mode once</code>.
          </p>
        </Empty>
      )}
      {problems.length > 0 && (
        <>
          <div class="pictures halves">
            {SIDE_ORDER.map((side) => (
              <Worst key={side} side={side} problems={problems.filter((one) => one.side === side)} weight={weight} />
            ))}
          </div>
          <p>
            <a href={href("violations")}>All {count(problems.length, "kind")} of violation</a>
          </p>
        </>
      )}

      <div class="pictures" hidden={exchanges.length === 0}>
        <section aria-labelledby="by-service">
          <h2 id="by-service">Exchanges by service</h2>
          <Legend outcomes={ORDER.filter((outcome) => outcomes.has(outcome))} />
          <Services report={report} />
        </section>
        {problems.length > 0 && (
          <section aria-labelledby="by-code">
            <h2 id="by-code">Violations by rule</h2>
            <Codes problems={problems} weight={weight} />
          </section>
        )}
        <section aria-labelledby="covered">
          <h2 id="covered">Contract coverage</h2>
          <table class="bars">
            <caption class="hidden">Covered of what the operations in use document, by kind</caption>
            <tbody>
              {dimensionFigures(coverage).map(([dimension, covered, total]) => (
                <tr key={dimension}>
                  <th scope="row">{dimension}</th>
                  <td class="bar">
                    <Bar share={total ? covered / total : 0} kind="covered" />
                  </td>
                  <td class="figure">
                    {percent(covered, total)} <span class="muted">of {number(total)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            <a href={href("coverage")}>By service and operation</a>
          </p>
        </section>
        <section aria-labelledby="answers">
          <h2 id="answers">Answers</h2>
          <Answers report={report} />
        </section>
        {history.length > 1 && (
          <section aria-labelledby="runs">
            <h2 id="runs">The last {number(Math.min(history.length, RUNS))} runs</h2>
            <ProblemTrend runs={history.slice(-RUNS)} />
            <p>
              <a href={href("history")}>All {number(history.length)} runs, with coverage</a>
            </p>
          </section>
        )}
        <Timeline exchanges={exchanges} />
        {report.reasons.length > 0 && (
          <section aria-labelledby="unchecked">
            <h2 id="unchecked">Not checked</h2>
            <ul class="plain">
              {[...tally(exchanges.map(({ reason }) => reason))].map(
                ([reason, times]) =>
                  reason !== null && (
                    <li key={reason}>
                      <a href={href("exchanges", { outcome: "unchecked", q: reason.slice(0, 60) })}>
                        {count(times, "exchange")}
                      </a>
                      : {reason}
                    </li>
                  ),
              )}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}

const rank = ({ severity }: Problem) => (severity === "error" ? 0 : 1);

function tally<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const largest = (counts: Map<string, number>): [string, number][] =>
  [...counts].sort(([a, more], [b, most]) => most - more || a.localeCompare(b));

interface TileProps {
  label: string;
  value: string;
  to: string;
  kind?: string;
  change?: number | undefined;
}

function Tile({ label, value, to, kind = "", change }: TileProps) {
  return (
    <li class={`tile ${kind}`}>
      <a href={to}>
        <span class="value">{value}</span> <span class="label">{label}</span>{" "}
        {change !== undefined && <span class="change">{moved(change)}</span>}
      </a>
    </li>
  );
}

/** How far a figure moved since the run before, if a history knows one. */
function sinceBefore({ history }: Report, of: (run: Run) => number): number | undefined {
  const [before, now] = history.slice(-2);
  return before && now ? of(now) - of(before) : undefined;
}

const moved = (change: number): string =>
  change === 0 ? "as before" : `${change > 0 ? "+" : "−"}${number(Math.abs(change))} since the last run`;

interface WorstProps {
  side: Side;
  problems: Problem[];
  weight: (problem: Problem) => number;
}

/** The most important violations of one side: errors first, then what is broken most often. */
function Worst({ side, problems, weight }: WorstProps) {
  const worst = [...problems].sort((a, b) => rank(a) - rank(b) || weight(b) - weight(a)).slice(0, 5);
  return (
    <section aria-labelledby={`worst-${side}`}>
      <h2 id={`worst-${side}`}>
        {SIDES[side]}{" "}
        {problems.length > 0 && (
          <a class="badge" href={href("violations", { side })}>
            {count(problems.length, "kind")} of violation
          </a>
        )}
      </h2>
      {worst.length === 0 ? (
        <p class="muted">
          {side === "request" ? "Every request keeps to its contract." : "Every answer keeps to its contract."}
        </p>
      ) : (
        <ol class="plain worst">
          {worst.map((problem) => (
            <li key={problem.id}>
              <SeverityMark severity={problem.severity} />{" "}
              <a href={href("violations", { problem: problem.id })}>
                {problem.operation && `${problem.operation}: `}
                {problem.message}
              </a>{" "}
              <span class="muted">
                {problem.code},{" "}
                <a href={href("exchanges", { problem: problem.id })}>{count(weight(problem), "time")}</a>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function ChangesTile({ added, fixed }: { added: number; fixed: number }) {
  return (
    <Tile
      label="New and fixed"
      value={`+${number(added)} −${number(fixed)}`}
      to={href("changes")}
      kind={added ? "error" : ""}
    />
  );
}

function Legend({ outcomes }: { outcomes: Outcome[] }) {
  return (
    <ul class="legend">
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <span class={`swatch ${outcome}`} aria-hidden="true" /> {OUTCOMES[outcome]}
        </li>
      ))}
    </ul>
  );
}

function Services({ report }: { report: Report }) {
  const services = largest(tally(report.exchanges.map(({ service }) => service)));
  const most = Math.max(...services.map(([, total]) => total), 1);
  const used = new Map(serviceFigures(report.coverage).map((figure) => [figure.service, figure]));
  return (
    <Folded rows={services} noun="service">
      {(shown) => (
        <table class="bars">
          <caption class="hidden">Exchanges by service and outcome</caption>
          <tbody>
            {shown.map(([service, total]) => {
              const outcomes = tally(
                report.exchanges.filter((one) => one.service === service).map(({ outcome }) => outcome),
              );
              const parts: Part[] = ORDER.map((outcome) => ({
                kind: outcome,
                value: outcomes.get(outcome) ?? 0,
                label: OUTCOMES[outcome],
              }));
              return (
                <tr key={service}>
                  <th scope="row">
                    {service ? (
                      <a href={href("exchanges", { service })}>{service}</a>
                    ) : (
                      <span class="muted">no known service</span>
                    )}
                  </th>
                  <td class="bar">
                    <Stack parts={parts} most={most} />
                  </td>
                  <td class="figure">
                    {number(total)}
                    {used.has(service) && <span class="muted"> in {count(used.get(service)!.used, "operation")}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Folded>
  );
}

function Codes({ problems, weight }: { problems: Problem[]; weight: (problem: Problem) => number }) {
  const codes = new Map<string, { error: number; warning: number; meaning: string }>();
  for (const problem of problems) {
    const code = codes.get(problem.code) ?? { error: 0, warning: 0, meaning: problem.meaning };
    code[problem.severity] += weight(problem);
    codes.set(problem.code, code);
  }
  const rows = [...codes].sort(([, a], [, b]) => b.error - a.error || b.warning - a.warning);
  const most = Math.max(...rows.map(([, { error, warning }]) => error + warning));
  return (
    <Folded rows={rows} noun="rule">
      {(shown) => (
        <table class="bars">
          <caption class="hidden">Violations by code and severity</caption>
          <tbody>
            {shown.map(([code, { error, warning, meaning }]) => (
              <tr key={code}>
                <th scope="row">
                  <a href={href("violations", { code })} title={meaning}>
                    {code}
                  </a>
                </th>
                <td class="bar">
                  <Stack
                    parts={[
                      { kind: "error", value: error, label: "errors" },
                      { kind: "warning", value: warning, label: "warnings" },
                    ]}
                    most={most}
                  />
                </td>
                <td class="figure">{number(error + warning)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Folded>
  );
}

function Answers({ report }: { report: Report }) {
  const answers = largest(tally(report.exchanges.map(answer)));
  const most = Math.max(...answers.map(([, total]) => total), 1);
  return (
    <Folded rows={answers} noun="answer">
      {(shown) => (
        <table class="bars long">
          <caption class="hidden">Exchanges by HTTP status and error code</caption>
          <tbody>
            {shown.map(([status, total]) => (
              <tr key={status}>
                <th scope="row">
                  <a href={href("exchanges", { status })}>{status}</a>
                </th>
                <td class="bar">
                  <Bar share={total / most} kind={status.startsWith("2") ? "answered" : "refused"} />
                </td>
                <td class="figure">{number(total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Folded>
  );
}

function Folded<T>({ rows, noun, children }: { rows: T[]; noun: string; children: (rows: T[]) => preact.JSX.Element }) {
  if (rows.length <= MOST) return children(rows);
  return (
    <>
      {children(rows.slice(0, MOST))}
      <details>
        <summary>{count(rows.length - MOST, `more ${noun}`)}</summary>
        {children(rows.slice(MOST))}
      </details>
    </>
  );
}
