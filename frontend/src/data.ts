// The data of the report: the index, read at once, and the details of exchanges, read when they are wanted.

export type Severity = "error" | "warning";
export type Side = "request" | "response";
export type Outcome = "error" | "warning" | "clean" | "unchecked";

export interface Problem {
  number: number;
  id: string;
  since: string | null;
  operation: string;
  side: Side;
  code: string;
  place: string;
  severity: Severity;
  meaning: string;
  message: string;
  source: string;
  sentence: string;
  documentation: string;
  next: string;
}

export interface Exchange {
  row: number;
  id: string;
  cassette: string;
  test: string | null;
  line: number | null;
  commands: string[];
  number: number;
  name: string;
  service: string;
  reason: string | null;
  status: number;
  time: string | null;
  error: string | null;
  problems: number[];
  outcome: Outcome;
}

export interface Message {
  headers: [string, string][];
  size: number;
  text: string;
  cut: boolean;
}

export interface Detail {
  region: string | null;
  protocol: string | null;
  source: string | null;
  model: string | null;
  request: Message & { method: string; uri: string };
  response: Message & { reason: string };
  violations: { problem: number; pointer: string; message: string; line: number | null }[];
}

export const DIMENSIONS = ["members", "values", "bounds", "errors", "pages", "rules"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
type Items = { covered: string[]; missing: string[] };
export type OperationCoverage = { exchanges: number } & Record<Dimension, Items>;

export interface Coverage {
  covered: number;
  total: number;
  services: Record<string, { used: number; operations: number }>;
  operations: Record<string, OperationCoverage>;
}

export interface Change {
  operation: string;
  side: Side;
  code: string;
  place: string;
  cassette: string;
  severity: Severity;
  message: string;
  before: number;
  now: number;
}

export interface Changes {
  name: string;
  made: string | null;
  violations: Change[];
  coverage: { operation: string; gained: string[]; lost: string[] }[] | null;
}

/** One run of a history, the newest of which is this one. */
export interface Run {
  made: string;
  title: string;
  commit: string | null;
  branch: string | null;
  exchanges: number;
  unchecked: number;
  errors: number;
  warnings: number;
  covered: number;
  total: number;
  added: number;
  fixed: number;
}

/** The parameters and the answer of an exchange, each in a line. */
export type Summary = [asked: string, answered: string];

export interface Report {
  made: string;
  title: string;
  commit: string | null;
  branch: string | null;
  harness: string;
  botocore: string;
  cassettes: string[];
  notes: string[];
  problems: Problem[];
  /** The page of each code that is broken, in Markdown. */
  codes: Record<string, string>;
  reasons: string[];
  exchanges: Exchange[];
  coverage: Coverage;
  changes: Changes | null;
  history: Run[];
  exchangeOf: (id: string) => Exchange | undefined;
  problemOf: (id: string | undefined) => Problem | undefined;
  detail: (row: number) => Promise<Detail>;
  summaries: () => Promise<Summary[]>;
}

type Row = [
  cassette: number,
  interaction: number,
  name: number,
  reason: number | null,
  status: number,
  time: string | null,
  error: string | null,
  id: string,
  line: number | null,
  broken: number[],
];

const NAMED = /^[a-z0-9-]+\.\w+$/;

export const serviceOf = (name: string): string => (NAMED.test(name) ? name.slice(0, name.indexOf(".")) : "");

export async function readReport(): Promise<Report> {
  const index = document.querySelector('script[type="application/x-harness-index"]');
  if (!index) throw new Error("The file was cut short: its index, which stands at the end, is missing.");
  const written = await inflate(index);
  const problems: Problem[] = written.problems.map((problem: Problem, number: number) => ({ ...problem, number }));
  const exchanges = written.exchanges.map((row: Row, number: number): Exchange => {
    const [cassette, interaction, name, reason, status, time, error, id, line, broken] = row;
    const severities = broken.map((one) => problems[one]!.severity);
    return {
      row: number,
      id,
      test: written.tests[cassette],
      line,
      commands: written.commands[cassette],
      cassette: written.cassettes[cassette],
      number: interaction,
      name: written.names[name],
      service: serviceOf(written.names[name]),
      reason: reason === null ? null : written.reasons[reason],
      status,
      time,
      error,
      problems: broken,
      outcome: severities.includes("error")
        ? "error"
        : reason !== null
          ? "unchecked"
          : severities.length
            ? "warning"
            : "clean",
    };
  });
  const byId = new Map<string, Exchange>(exchanges.map((one: Exchange) => [one.id, one] as const));
  return {
    ...written,
    problems,
    exchanges,
    exchangeOf: (id) => byId.get(id),
    problemOf: (id) => problems.find((problem) => problem.id === id),
    detail: details(written.per_block),
    summaries: once(() => inflate(document.querySelector('script[type="application/x-harness-summaries"]')!)),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

// Blocks are kept once read, the few that were wanted last: a search goes through all of them.
const KEPT = 16;

function details(perBlock: number): Report["detail"] {
  const blocks = document.querySelectorAll('script[type="application/x-harness-block"]');
  const kept = new Map<number, Promise<Detail[]>>();
  return async (row) => {
    const number = Math.floor(row / perBlock);
    const block = kept.get(number) ?? inflate(blocks[number]!);
    kept.delete(number);
    kept.set(number, block);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return (await block)[row % perBlock]!;
  };
}

async function inflate(script: Element): Promise<any> {
  const text = atob(script.textContent!);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}
