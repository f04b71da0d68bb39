// Which exchanges, and which problems, pass the filters of a view.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Detail, Exchange, Outcome, Problem, Report } from "./data";

export type Query = Record<string, string>;

export const FILTERS = [
  "q",
  "service",
  "operation",
  "cassette",
  "outcome",
  "code",
  "severity",
  "side",
  "problem",
  "status",
  "sort",
];

export const pick = (query: Query): Query =>
  Object.fromEntries(FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));

function passes(exchange: Exchange, query: Query, problems: Problem[]): boolean {
  const broken = (test: (problem: Problem) => boolean) => exchange.problems.some((one) => test(problems[one]!));
  return (
    (!query.service || exchange.service === query.service) &&
    (!query.operation || exchange.name === query.operation) &&
    (!query.cassette || exchange.cassette === query.cassette) &&
    (!query.outcome || exchange.outcome === query.outcome) &&
    (!query.status || answer(exchange) === query.status) &&
    (!query.code || broken((problem) => problem.code === query.code)) &&
    (!query.severity || broken((problem) => problem.severity === query.severity)) &&
    (!query.side || broken((problem) => problem.side === query.side)) &&
    (!query.problem || broken((problem) => problem.id === query.problem))
  );
}

// How an exchange was answered, as the overview counts it.
export const answer = (exchange: Exchange): string =>
  exchange.error ? `${exchange.status} ${exchange.error}` : String(exchange.status);

export function problemPasses(problem: Problem, query: Query): boolean {
  const words = [problem.operation, problem.code, problem.message, problem.place, problem.sentence, problem.source];
  return (
    (!query.service || problem.operation.startsWith(`${query.service}.`)) &&
    (!query.operation || problem.operation === query.operation) &&
    (!query.severity || problem.severity === query.severity) &&
    (!query.code || problem.code === query.code) &&
    (!query.side || problem.side === query.side) &&
    (!query.problem || problem.id === query.problem) &&
    (!query.q || words.join("\n").toLowerCase().includes(query.q.toLowerCase()))
  );
}

const key = <T extends string | number>(of: (exchange: Exchange) => T) => of;
const RANK: Record<Outcome, number> = { error: 0, warning: 1, unchecked: 2, clean: 3 };

/** What exchanges can be sorted by; by default, those with problems are first. */
export const SORTS: Record<string, { label: string; key: (exchange: Exchange) => string | number }> = {
  contract: { label: "Contract", key: key(({ outcome }) => RANK[outcome]) },
  operation: { label: "Operation", key: key(({ name }) => name) },
  answer: { label: "Answer", key: key((exchange) => answer(exchange)) },
  cassette: { label: "Cassette", key: key(({ row }) => row) },
  recorded: { label: "Recorded", key: key(({ time }) => Date.parse(time ?? "") || Infinity) },
};

/** How a query sorts: "-recorded" is the newest first. */
export function sorting(query: Query): { by: string; down: boolean } {
  const [, minus, by = ""] = /^(-?)(.*)$/.exec(query.sort ?? "")!;
  return by in SORTS ? { by, down: minus === "-" } : { by: "contract", down: false };
}

function sorted(rows: Exchange[], query: Query): Exchange[] {
  const { by, down } = sorting(query);
  const of = SORTS[by]!.key;
  const sign = down ? -1 : 1;
  // Codes of characters order well enough, and ten thousand rows at once.
  return rows
    .map((exchange) => ({ exchange, key: of(exchange) }))
    .sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
    .map(({ exchange }) => exchange);
}

const summaryOf = (exchange: Exchange, problems: Problem[]): string =>
  [
    exchange.name,
    exchange.cassette,
    exchange.test ?? "",
    answer(exchange),
    exchange.reason ?? "",
    ...exchange.problems.map((one) => `${problems[one]!.code} ${problems[one]!.message}`),
  ].join("\n");

export const textOf = ({ request, response, violations, source, region }: Detail): string =>
  [
    request.method + " " + request.uri,
    request.text,
    response.text,
    ...[...request.headers, ...response.headers].map(([name, value]) => `${name}: ${value}`),
    ...violations.map(({ message, pointer }) => `${pointer} ${message}`),
    source ?? "",
    region ?? "",
  ].join("\n");

export interface Matches {
  rows: Exchange[];
  searching: boolean;
}

// What was found last, so that a step to the next exchange does not search anew.
let last: { key: string; rows: Exchange[] } | undefined;

/** The exchanges that pass; a search goes on through requests and responses, and tells what it has so far. */
export function useMatches(report: Report, query: Query): Matches {
  const key = JSON.stringify(pick(query));
  const started = useMemo((): Matches => {
    if (last?.key === key) return { rows: last.rows, searching: false };
    if (query.q) return { rows: [], searching: true };
    const rows = report.exchanges.filter((exchange) => passes(exchange, query, report.problems));
    return { rows: sorted(rows, query), searching: false };
  }, [key]);
  const [found, setFound] = useState({ key: "", matches: started });
  const current = found.key === key ? found.matches : started;
  useEffect(() => {
    if (!started.searching) {
      last = { key, rows: started.rows };
      return;
    }
    const stopped = new AbortController();
    void search(report, query, stopped.signal, (matches) => {
      if (!matches.searching) last = { key, rows: matches.rows };
      setFound({ key, matches });
    });
    return () => stopped.abort();
  }, [key]);
  return current;
}

const TOLD_EVERY = 200; // milliseconds

async function search(report: Report, query: Query, stopped: AbortSignal, tell: (matches: Matches) => void) {
  await new Promise((resolve) => setTimeout(resolve, 150)); // while somebody types
  const sought = query.q!.toLowerCase();
  const rows: Exchange[] = [];
  let told = performance.now();
  for (const exchange of report.exchanges) {
    if (stopped.aborted) return;
    if (!passes(exchange, query, report.problems)) continue;
    const found =
      summaryOf(exchange, report.problems).toLowerCase().includes(sought) ||
      textOf(await report.detail(exchange.row))
        .toLowerCase()
        .includes(sought);
    if (found) rows.push(exchange);
    if (performance.now() - told > TOLD_EVERY) {
      tell({ rows: sorted(rows, query), searching: true });
      await new Promise((resolve) => setTimeout(resolve));
      told = performance.now();
    }
  }
  if (!stopped.aborted) tell({ rows: sorted(rows, query), searching: false });
}
