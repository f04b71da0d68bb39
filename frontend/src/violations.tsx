// Violations that are alike, once each, beside what is documented.
import { useMemo } from "preact/hooks";
import { serviceOf, type Problem, type Report, type Severity } from "./data";
import { problemPasses, type Query } from "./filter";
import { counted, Filters } from "./filters";
import { useEntryKeys } from "./keyboard";
import { SeverityMark } from "./marks";
import { pageOf, Pages } from "./pages";
import { href } from "./route";
import { count, number, SEVERITIES } from "./words";
import { Documented } from "./documented";

const SIZE = 50;

export function ViolationsView({ report, query }: { report: Report; query: Query }) {
  useEntryKeys();
  const { problems } = report;
  const places = useMemo(() => placesOf(report), [report]);
  const found = problems
    .filter((problem) => problemPasses(problem, query))
    .sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error") || times(b) - times(a));
  function times(problem: Problem) {
    return places[problem.number]!.times;
  }
  const { rows, page, pages } = pageOf(found, query, SIZE);
  const choices = [
    {
      name: "severity",
      label: "Severity",
      options: counted(
        problems.map((one) => one.severity),
        (one) => SEVERITIES[one as Severity],
      ),
    },
    { name: "service", label: "Service", options: counted(problems.map((one) => serviceOf(one.operation))) },
    { name: "operation", label: "Operation", options: counted(problems.map((one) => one.operation)) },
    { name: "code", label: "Rule", options: counted(problems.map((one) => one.code)) },
    { name: "side", label: "Side", options: counted(problems.map((one) => one.side)) },
  ];
  return (
    <>
      <h1 tabIndex={-1}>Violations</h1>
      {problems.length === 0 ? (
        <p class="lead">No exchange breaks its documented contract.</p>
      ) : (
        <>
          <p class="lead">Violations that are alike stand together: one rule, broken at one place of an operation.</p>
          <Filters view="violations" query={query} choices={choices} search="Search" />
          <p role="status">
            {number(found.length)} of {count(problems.length, "kind")} of violation
          </p>
          <ol class="plain cards">
            {rows.map((problem) => (
              <li key={problem.number} class={`card ${problem.severity}`}>
                <h2>
                  <SeverityMark severity={problem.severity} /> <code>{problem.code}</code>{" "}
                  <span class="name">{problem.operation || "any operation"}</span>
                </h2>
                <p class="message">{problem.message}</p>
                <Documented problem={problem} />
                <p class="next">{problem.next}</p>
                <p>
                  <a data-entry href={href("exchanges", { problem: problem.number })}>
                    {count(places[problem.number]!.exchanges, "exchange")}
                  </a>{" "}
                  <span class="muted">
                    in {count(places[problem.number]!.cassettes.size, "cassette")}, {count(times(problem), "time")}, at{" "}
                    {problem.side} <code>{problem.place || "/"}</code>
                  </span>
                </p>
              </li>
            ))}
          </ol>
          <Pages view="violations" query={query} page={page} pages={pages} />
        </>
      )}
    </>
  );
}

function placesOf({ problems, exchanges }: Report) {
  const places = problems.map(() => ({ times: 0, exchanges: 0, cassettes: new Set<string>() }));
  for (const exchange of exchanges) {
    for (const number of exchange.problems) places[number]!.times += 1;
    for (const number of new Set(exchange.problems)) {
      places[number]!.exchanges += 1;
      places[number]!.cassettes.add(exchange.cassette);
    }
  }
  return places;
}
