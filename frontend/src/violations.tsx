// Violations that are alike, once each, beside what is documented: those of requests, then those of answers.
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";
import { serviceOf, type Exchange, type Problem, type Report, type Severity, type Side } from "./data";
import { About } from "./about";
import { Documented } from "./documented";
import { Empty, NothingPasses } from "./empty";
import { problemPasses, type Query } from "./filter";
import { counted, Filters } from "./filters";
import { useEntryKeys } from "./keyboard";
import { SeverityMark } from "./marks";
import { pageOf, Pages } from "./pages";
import { Commands, Line } from "./places";
import { href } from "./route";
import { count, number, SEVERITIES, SIDES, time } from "./words";

const SIZE = 50;
const MOST_PLACES = 3;

const WHO: Record<Side, string> = {
  request: "What your code sent. Fix these where the call is made.",
  response: "What came back. Record again, or let the mock or the server answer as documented.",
};

interface Places {
  times: number;
  cassettes: Set<string>;
  exchanges: number;
  first: Exchange[];
}

export function ViolationsView({ report, query }: { report: Report; query: Query }) {
  useEntryKeys();
  const { problems } = report;
  const places = useMemo(() => placesOf(report), [report]);
  const times = (problem: Problem) => places[problem.number]!.times;
  const rank = ({ side, severity }: Problem) => (side === "request" ? 0 : 2) + (severity === "error" ? 0 : 1);
  const found = problems
    .filter((problem) => problemPasses(problem, query))
    .sort((a, b) => rank(a) - rank(b) || times(b) - times(a));
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
  ];
  const one = report.problemOf(query.problem);
  const linked = one && { problem: { label: "Violation", words: `${one.code} at ${one.side} ${one.place || "/"}` } };
  return (
    <>
      <h1 tabIndex={-1}>Violations</h1>
      {problems.length === 0 ? (
        <Empty>
          <p>
            <strong>No exchange breaks its documented contract.</strong> {number(report.exchanges.length)} of them are{" "}
            <a href={href("exchanges")}>in this report</a>; <a href={href("coverage")}>the coverage</a> tells how much
            of the contract they exercise.
          </p>
        </Empty>
      ) : (
        <>
          <p class="lead">Violations that are alike stand together: one rule, broken at one place of an operation.</p>
          <Filters view="violations" query={query} choices={choices} search="Search" {...(linked ? { linked } : {})} />
          <p role="status">
            {number(found.length)} of {count(problems.length, "kind")} of violation
          </p>
          {found.length === 0 && <NothingPasses view="violations" query={query} noun="violation" />}
          {(["request", "response"] as const).map((side) => {
            const here = rows.filter((problem) => problem.side === side);
            if (here.length === 0) return null;
            return (
              <Fragment key={side}>
                <h2 id={side}>{SIDES[side]}</h2>
                <p class="lead">{WHO[side]}</p>
                <ol class="plain cards" aria-labelledby={side}>
                  {here.map((problem) => (
                    <Card key={problem.id} {...{ report, problem }} places={places[problem.number]!} />
                  ))}
                </ol>
              </Fragment>
            );
          })}
          <Pages view="violations" query={query} page={page} pages={pages} />
        </>
      )}
    </>
  );
}

function Card({ report, problem, places }: { report: Report; problem: Problem; places: Places }) {
  const exchanges = href("exchanges", { problem: problem.id });
  const tests = [...new Set(places.first.flatMap(({ test }) => (test ? [test] : [])))];
  const commands = places.first[0]?.commands ?? [];
  return (
    <li class={`card ${problem.severity}`}>
      <h3>
        <SeverityMark severity={problem.severity} /> <code>{problem.code}</code>{" "}
        <span class="name">{problem.operation || "any operation"}</span>{" "}
        <a
          class="permalink only-screen"
          href={href("violations", { problem: problem.id })}
          aria-label={`Link to ${problem.code} of ${problem.operation}, ${problem.side} ${problem.place || "/"}`}
        >
          link
        </a>
      </h3>
      <p class="message">{problem.message}</p>
      <Documented problem={problem} />
      <p class="next">{problem.next}</p>
      <About code={problem.code} page={report.codes[problem.code]} />
      <Since report={report} problem={problem} />
      <dl class="where">
        <div>
          <dt>At</dt>
          <dd>
            {problem.side} <code>{problem.place || "/"}</code>
          </dd>
        </div>
        <div>
          <dt>Recorded in</dt>
          <dd>
            <ul class="plain">
              {places.first.map((exchange) => (
                <li key={exchange.row}>
                  <a href={href(`exchange/${exchange.id}`, { problem: problem.id })}>
                    <Line exchange={exchange} />
                  </a>{" "}
                  <span class="muted">#{number(exchange.number)}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
        {tests.length > 0 && (
          <div>
            <dt>{tests.length === 1 ? "Test" : "Tests"}</dt>
            <dd>
              <ul class="plain">
                {tests.map((test) => (
                  <li key={test}>
                    <code>{test}</code>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        {commands.length > 0 && (
          <div>
            <dt>Reproduce</dt>
            <dd>
              <Commands commands={commands} />
            </dd>
          </div>
        )}
      </dl>
      <p>
        <a data-entry href={exchanges}>
          {count(places.exchanges, "exchange")}
        </a>{" "}
        <span class="muted">
          in {count(places.cassettes.size, "cassette")}, {count(places.times, "time")}
        </span>
      </p>
    </li>
  );
}

/** Since when a history knows the violation. */
export function Since({ report, problem: { since } }: { report: Report; problem: Problem }) {
  if (since === null || report.history.length < 2) return null;
  if (since === report.made) {
    return (
      <p>
        <span class="mark fresh">new</span> <span class="muted">The run before did not have it.</span>
      </p>
    );
  }
  const runs = report.history.length - report.history.findIndex(({ made }) => made === since);
  return (
    <p class="muted">
      In the last {number(runs)} runs, since {time(since)}.
    </p>
  );
}

function placesOf({ problems, exchanges }: Report): Places[] {
  const places = problems.map(() => ({
    times: 0,
    exchanges: 0,
    cassettes: new Set<string>(),
    first: [] as Exchange[],
  }));
  for (const exchange of exchanges) {
    for (const number of exchange.problems) places[number]!.times += 1;
    for (const number of new Set(exchange.problems)) {
      const place = places[number]!;
      place.exchanges += 1;
      place.cassettes.add(exchange.cassette);
      if (place.first.length < MOST_PLACES) place.first.push(exchange);
    }
  }
  return places;
}
