// Every exchange, to be searched and filtered.
import { useMemo } from "preact/hooks";
import type { Outcome, Report } from "./data";
import { answer, pick, useMatches, type Query } from "./filter";
import { counted, distinct, Filters } from "./filters";
import { useEntryKeys } from "./keyboard";
import { OutcomeMarks } from "./marks";
import { pageOf, Pages } from "./pages";
import { href } from "./route";
import { count, number, OUTCOMES, time } from "./words";

export const SIZE = 50;

export function ExchangesView({ report, query }: { report: Report; query: Query }) {
  useEntryKeys();
  const { exchanges, problems } = report;
  const matches = useMatches(report, query);
  const { rows, page, pages, first } = pageOf(matches.rows, query, SIZE);
  const choices = useMemo(
    () => [
      {
        name: "outcome",
        label: "Outcome",
        options: counted(
          exchanges.map((one) => one.outcome),
          (one) => OUTCOMES[one as Outcome],
        ),
      },
      { name: "service", label: "Service", options: counted(exchanges.map((one) => one.service)) },
      {
        name: "operation",
        label: "Operation",
        options: counted(
          exchanges
            .filter((one) => one.service && (!query.service || one.service === query.service))
            .map((one) => one.name),
        ),
      },
      { name: "cassette", label: "Cassette", options: counted(exchanges.map((one) => one.cassette)) },
      { name: "status", label: "Answer", options: counted(exchanges.map(answer)) },
      { name: "severity", label: "Severity", options: distinct(problems.map((one) => one.severity)) },
      { name: "code", label: "Rule", options: distinct(problems.map((one) => one.code)) },
    ],
    [report, query.service],
  );
  const problem = query.problem ? problems[Number(query.problem)] : undefined;
  return (
    <>
      <h1 tabIndex={-1}>Exchanges</h1>
      <Filters view="exchanges" query={query} choices={choices} search="Search requests, responses, headers" />
      {problem && (
        <p class="lead">
          Those in which {problem.operation} breaks <code>{problem.code}</code> at {problem.side}{" "}
          <code>{problem.place || "/"}</code>.
        </p>
      )}
      <p role="status">
        {matches.searching
          ? `Searching … ${number(matches.rows.length)} so far`
          : `${number(matches.rows.length)} of ${count(exchanges.length, "exchange")}`}
      </p>
      {rows.length > 0 && (
        <div class="wide" role="region" aria-label="Exchanges" tabIndex={0}>
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">Cassette</th>
                <th scope="col">Recorded</th>
                <th scope="col">Answer</th>
                <th scope="col">Contract</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((exchange) => (
                <tr key={exchange.row}>
                  <th scope="row">
                    <a data-entry href={href(`exchange/${exchange.row}`, pick(query))}>
                      {exchange.name}
                    </a>
                  </th>
                  <td class="path">
                    <Path text={exchange.cassette} /> <span class="muted">#{number(exchange.number)}</span>
                  </td>
                  <td class="time">{time(exchange.time)}</td>
                  <td>
                    <Answer status={exchange.status} error={exchange.error} />
                  </td>
                  <td>
                    <OutcomeMarks exchange={exchange} problems={problems} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <p class="muted only-print">
          {number(first + 1)} to {number(first + rows.length)} of {number(matches.rows.length)}
        </p>
      )}
      <Pages view="exchanges" query={query} page={page} pages={pages} />
    </>
  );
}

/** A path that breaks where folders end. */
export function Path({ text }: { text: string }) {
  return <>{text.split(/(?<=\/)/).flatMap((part) => [part, <wbr />])}</>;
}

export function Answer({ status, error }: { status: number; error: string | null }) {
  return (
    <span class={status < 300 ? "" : "refusal"}>
      {status} {error}
    </span>
  );
}
