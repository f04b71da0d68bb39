// One exchange: request and response side by side, and what is wrong at the line where it stands.
import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Detail, Exchange, Message, Problem, Report, Side } from "./data";
import { About } from "./about";
import { Compare } from "./compare";
import { Documented } from "./documented";
import { Answer, SIZE } from "./exchanges";
import { pick, useMatches, type Query } from "./filter";
import { useKeys } from "./keyboard";
import { Lost } from "./lost";
import { OutcomeMarks, SeverityMark } from "./marks";
import { href } from "./route";
import { Commands, Line } from "./places";
import { Since } from "./violations";
import { bytes, duration, number, time } from "./words";

export function ExchangeView({ report, id, query }: { report: Report; id: string; query: Query }) {
  const exchange = report.exchangeOf(id);
  const row = exchange?.row ?? -1;
  const [detail, setDetail] = useState<Detail | string>();
  useEffect(() => {
    if (exchange) {
      report
        .detail(row)
        .then(setDetail, () => setDetail("This exchange cannot be read; the file may have been changed."));
    }
  }, [row]);
  const { rows } = useMatches(report, query);
  const at = rows.findIndex((one) => one.row === row);
  const before = rows[at - 1];
  const next = at < 0 ? undefined : rows[at + 1];
  const to = (target: Exchange) => href(`exchange/${target.id}`, pick(query));
  const list = href("exchanges", { ...pick(query), page: Math.floor(Math.max(at, 0) / SIZE) + 1 });
  useKeys({
    j: () => next && (location.hash = to(next)),
    k: () => before && (location.hash = to(before)),
    u: () => (location.hash = list),
  });
  if (!exchange) return <Lost />;
  return (
    <>
      <nav class="trail" aria-label="Among exchanges">
        <a href={list}>Exchanges</a>
        {at >= 0 && (
          <span>
            {number(at + 1)} of {number(rows.length)}
          </span>
        )}
        {before && <a href={to(before)}>‹ Before</a>}
        {next && <a href={to(next)}>Next ›</a>}
      </nav>
      <h1 tabIndex={-1} class="operation">
        {exchange.name}
      </h1>
      <p>
        <OutcomeMarks exchange={exchange} problems={report.problems} />
      </p>
      {exchange.reason !== null && <p class="lead">Not checked: {exchange.reason}</p>}
      {typeof detail === "string" ? (
        <p role="alert">{detail}</p>
      ) : (
        detail && <Shown {...{ report, exchange, detail, query }} />
      )}
    </>
  );
}

interface Props {
  report: Report;
  exchange: Exchange;
  detail: Detail;
  query: Query;
}

function Shown({ report, exchange, detail, query }: Props) {
  const { request, response, violations } = detail;
  const side = (of: Side): Noted[] =>
    violations.flatMap(({ problem, message, line }, at) =>
      report.problems[problem]!.side === of ? [{ at, line, message, problem: report.problems[problem]! }] : [],
    );
  return (
    <>
      <Facts {...{ report, exchange, detail, query }} />
      {violations.length > 0 && (
        <section aria-labelledby="wrong">
          <h2 id="wrong">What is wrong</h2>
          {(["request", "response"] as const).map((of) => {
            const here = violations.filter(({ problem }) => report.problems[problem]!.side === of);
            return (
              here.length > 0 && (
                <Fragment key={of}>
                  <h3 class="side">{of === "request" ? "Your request" : "The service's answer"}</h3>
                  <ol class="plain cards">
                    {[...Map.groupBy(here, (one) => one.problem)].map(([number, alike]) => (
                      <Wrong key={number} report={report} problem={report.problems[number]!} alike={alike} />
                    ))}
                  </ol>
                </Fragment>
              )
            );
          })}
        </section>
      )}
      <div class="sides">
        <section aria-labelledby="request">
          <h2 id="request">Request</h2>
          <p class="http">
            <strong>{request.method}</strong> {request.uri}
          </p>
          <Body message={request} noted={side("request")} label="Parameters" />
        </section>
        <section aria-labelledby="response">
          <h2 id="response">Response</h2>
          <p class="http">
            <strong>{exchange.status}</strong> {response.reason}
          </p>
          <Body message={response} noted={side("response")} label="Result" />
        </section>
      </div>
      <Compare {...{ report, exchange, detail, query }} />
    </>
  );
}

interface WrongProps {
  report: Report;
  problem: Problem;
  alike: Detail["violations"];
}

function Wrong({ report, problem, alike }: WrongProps) {
  return (
    <li class={`card ${problem.severity}`}>
      <h4>
        <SeverityMark severity={problem.severity} /> <code>{problem.code}</code>{" "}
        <span class="muted">
          {problem.side} <code>{alike.length > 1 ? problem.place : alike[0]!.pointer || "/"}</code>
        </span>
      </h4>
      <p class="message">{alike[0]!.message}</p>
      {alike.length > 1 && (
        <details>
          <summary>{number(alike.length - 1)} more like this</summary>
          <ul>
            {alike.slice(1).map(({ message, pointer }) => (
              <li key={pointer}>
                <code>{pointer || "/"}</code> {message}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Documented problem={problem} />
      <p class="next">{problem.next}</p>
      <About code={problem.code} page={report.codes[problem.code]} />
      <Since report={report} problem={problem} />
      <p class="only-screen">
        <a href={href("exchanges", { problem: problem.id })}>Exchanges with the same</a>
      </p>
    </li>
  );
}

function Facts({ report, exchange, detail }: Props) {
  const former = report.exchanges[exchange.row - 1];
  const since =
    former?.cassette === exchange.cassette && former.time && exchange.time
      ? Date.parse(exchange.time) - Date.parse(former.time)
      : NaN;
  const facts: [string, preact.ComponentChildren][] = [
    [
      "Cassette",
      <a href={href("exchanges", { cassette: exchange.cassette })}>
        <Line exchange={exchange} />
      </a>,
    ],
    ["Test", exchange.test && <code>{exchange.test}</code>],
    ["Interaction", number(exchange.number)],
    ["Recorded", time(exchange.time)],
    ["After the one before", since >= 0 ? duration(since) : null],
    ["Answer", <Answer status={exchange.status} error={exchange.error} />],
    ["Region", detail.region],
    ["Protocol", detail.protocol],
    ["Recorded from", detail.source],
    ["Model", detail.model && `botocore ${detail.model}`],
    ["Run it again", exchange.commands.length > 0 ? <Commands commands={exchange.commands} /> : null],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface Noted {
  at: number;
  line: number | null;
  message: string;
  problem: Problem;
}

function Body({ message, noted, label }: { message: Message; noted: Noted[]; label: string }) {
  const lines = message.text ? message.text.split("\n") : [];
  const notes = Map.groupBy(noted, ({ line }) => line);
  return (
    <>
      {lines.length > 0 ? (
        <div class="code" role="region" aria-label={label} tabIndex={0}>
          <ol>
            {lines.map((line, at) => {
              const here = notes.get(at) ?? [];
              const worst = here.some(({ problem }) => problem.severity === "error") ? "error" : "warning";
              return (
                <Fragment key={at}>
                  <li class={here.length ? worst : undefined}>
                    <code>
                      <Json line={line} />
                    </code>
                  </li>
                  {here.map(({ at, message, problem }) => (
                    <li key={`n${at}`} class={`note ${problem.severity}`}>
                      <SeverityMark severity={problem.severity} /> {message}
                    </li>
                  ))}
                </Fragment>
              );
            })}
          </ol>
        </div>
      ) : (
        <p class="muted">
          {message.size ? "This page does not hold it; the cassette does." : `No ${label.toLowerCase()}.`}
        </p>
      )}
      {message.cut && <p class="muted">It goes on; the cassette holds the whole.</p>}
      <details>
        <summary>
          {number(message.headers.length)} headers, body of {bytes(message.size)}
        </summary>
        <dl class="headers">
          {message.headers.map(([name, value], at) => (
            <div key={at}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;

/** One line of JSON, its names, texts and numbers told apart. */
function Json({ line }: { line: string }) {
  const parts: preact.ComponentChildren[] = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    if (match.index > end) parts.push(line.slice(end, match.index));
    const kind = match[2] !== undefined ? "name" : match[1] !== undefined ? "text" : "number";
    parts.push(<span class={kind}>{match[1] ?? match[0]}</span>, match[2]);
    end = match.index + match[0].length;
  }
  return (
    <>
      {parts}
      {line.slice(end)}
    </>
  );
}
