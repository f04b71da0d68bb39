// Every exchange, to be searched, filtered and sorted.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Exchange, Outcome, Report, Summary } from "./data";
import { Empty, NothingPasses } from "./empty";
import { pick, sorting, SORTS, useMatches, type Query } from "./filter";
import { counted, Filters, type Choice } from "./filters";
import { useEntryKeys } from "./keyboard";
import { OutcomeMarks } from "./marks";
import { pageOf, Pages } from "./pages";
import { Line } from "./places";
import { href } from "./route";
import { count, number, OUTCOMES, time } from "./words";

export const SIZE = 50;

const NARROW_SORTS: [string, string][] = [
  ["", "Problems first"],
  ["operation", "Operation"],
  ["answer", "Answer"],
  ["cassette", "Cassette"],
  ["-recorded", "Newest first"],
  ["recorded", "Oldest first"],
];

export function ExchangesView({ report, query }: { report: Report; query: Query }) {
  useEntryKeys();
  const { exchanges } = report;
  const matches = useMatches(report, query);
  const summaries = useSummaries(report);
  const { rows, page, pages, first } = pageOf(matches.rows, query, SIZE);
  const choices = useMemo(() => choicesOf(report), [report]);
  // A search tells what it has so far again and again: rows that stay are not drawn a second time.
  const drawn = useMemo(
    () =>
      rows.map((exchange) => (
        <Row key={exchange.row} {...{ report, exchange, query }} summary={summaries?.[exchange.row]} />
      )),
    [rows.map(({ row }) => row).join(), summaries, JSON.stringify(query)],
  );
  const problem = report.problemOf(query.problem);
  const linked = problem && {
    problem: { label: "Violation", words: `${problem.code} at ${problem.side} ${problem.place || "/"}` },
  };
  return (
    <>
      <h1 tabIndex={-1}>Exchanges</h1>
      <Filters
        view="exchanges"
        query={query}
        choices={choices}
        search="Search requests, responses, headers"
        sorts={NARROW_SORTS}
        {...(linked ? { linked } : {})}
      />
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
          <table class="rows exchanges" role="table">
            <thead role="rowgroup">
              <tr role="row">
                <Heading by="operation" query={query} />
                <Heading by="answer" query={query} />
                <Heading by="contract" query={query} />
                <Heading by="cassette" query={query} />
                <Heading by="recorded" query={query} />
              </tr>
            </thead>
            <tbody role="rowgroup">{drawn}</tbody>
          </table>
        </div>
      )}
      {exchanges.length === 0 ? (
        <Empty>
          <p>
            <strong>The cassettes hold no exchanges.</strong> Record some: mark a test with{" "}
            <code>@pytest.mark.cassette</code>, and run <code>pytest --cassette-mode once</code>.
          </p>
        </Empty>
      ) : (
        rows.length === 0 && !matches.searching && <NothingPasses view="exchanges" query={query} noun="exchange" />
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

/** What can be chosen in fields; the search finds operations, cassettes, answers and rules by their names. */
const choicesOf = ({ exchanges }: Report): Choice[] => [
  {
    name: "outcome",
    label: "Outcome",
    options: counted(
      exchanges.map((one) => one.outcome),
      (one) => OUTCOMES[one as Outcome],
    ),
  },
  { name: "service", label: "Service", options: counted(exchanges.map((one) => one.service)) },
];

/** The heading of a column, which sorts by it; a second time the other way round. */
function Heading({ by, query }: { by: string; query: Query }) {
  const now = sorting(query);
  const isOn = now.by === by;
  const next = isOn && !now.down ? `-${by}` : by === "contract" ? "" : by;
  return (
    <th scope="col" role="columnheader" aria-sort={isOn ? (now.down ? "descending" : "ascending") : "none"}>
      <a class="sort" href={href("exchanges", { ...query, sort: next, page: undefined })}>
        {SORTS[by]!.label}
        <span aria-hidden="true"> {isOn ? (now.down ? "▾" : "▴") : "↕"}</span>
      </a>
    </th>
  );
}

interface RowProps {
  report: Report;
  exchange: Exchange;
  query: Query;
  summary: Summary | undefined;
}

function Row({ report, exchange, query, summary }: RowProps) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <a data-entry href={href(`exchange/${exchange.id}`, pick(query))}>
          {exchange.name}
        </a>
        <Brief text={summary?.[0]} none="no parameters" />
      </th>
      <td role="cell" class="answer">
        <Answer status={exchange.status} error={exchange.error} />
        <Brief text={summary?.[1]} none="an empty answer" />
      </td>
      <td role="cell" class="contract">
        <OutcomeMarks exchange={exchange} problems={report.problems} />
      </td>
      <td role="cell" class="path">
        <Line exchange={exchange} /> <span class="muted">#{number(exchange.number)}</span>
      </td>
      <td role="cell" class="time">
        {time(exchange.time)}
      </td>
    </tr>
  );
}

function Brief({ text, none }: { text: string | undefined; none: string }) {
  return <span class={`brief ${text === "" ? "none" : ""}`}>{text === "" ? none : (text ?? "…")}</span>;
}

/** The summaries of all exchanges, undefined until they are read. */
function useSummaries(report: Report): Summary[] | undefined {
  const [summaries, setSummaries] = useState<Summary[]>();
  useEffect(() => {
    report.summaries().then(setSummaries, () => setSummaries([]));
  }, [report]);
  return summaries;
}

export function Answer({ status, error }: { status: number; error: string | null }) {
  return (
    <span class={status < 300 ? "" : "refusal"}>
      {status} {error}
    </span>
  );
}
