// An exchange beside the nearest other recording of its operation.
import { useEffect, useState } from "preact/hooks";
import type { Detail, Exchange, Report } from "./data";
import { diffLines, distance, folded, type DiffRow } from "./diff";
import { pick, type Query } from "./filter";
import { OutcomeMarks } from "./marks";
import { href, replaceRoute } from "./route";
import { count, number } from "./words";

const MOST_READ = 500;
const MOST_OFFERED = 12;

interface Near {
  exchange: Exchange;
  detail: Detail;
  differing: number;
}

interface Props {
  report: Report;
  exchange: Exchange;
  detail: Detail;
  query: Query;
}

export function Compare({ report, exchange, detail, query }: Props) {
  const others = report.exchanges.filter((one) => one.name === exchange.name && one.row !== exchange.row);
  const sound = others.filter((one) => one.outcome !== "error");
  // What is broken is compared with what is not, if there is any.
  const candidates = exchange.outcome === "error" && sound.length > 0 ? sound : others;
  const wanted = query.with;
  const [near, setNear] = useState<Near[]>();
  useEffect(() => {
    if (!wanted) return;
    let isOver = false;
    const chosen = report.exchangeOf(wanted);
    const read = chosen?.name === exchange.name ? [...new Set([chosen, ...candidates])] : candidates;
    void nearest(report, exchange, detail, read).then((found) => isOver || setNear(found));
    return () => {
      isOver = true;
    };
  }, [exchange.row, wanted]);
  const to = (id: string) => href(`exchange/${exchange.id}`, { ...pick(query), with: id });
  const shown = wanted ? (near?.find((one) => one.exchange.id === wanted) ?? near?.[0]) : undefined;
  return (
    <section aria-labelledby="compare" class="compare">
      <h2 id="compare">Compare with the nearest recording</h2>
      {others.length === 0 ? (
        <p class="muted">There is no other exchange of {exchange.name} in this report.</p>
      ) : !wanted ? (
        <p class="only-screen">
          <a href={to("nearest")}>
            {exchange.outcome === "error" && sound.length > 0
              ? "Show what differs from the nearest exchange without errors"
              : "Show what differs from the nearest exchange"}
          </a>{" "}
          <span class="muted">of {count(candidates.length, "recording")}</span>
        </p>
      ) : !shown ? (
        <p role="status">Reading …</p>
      ) : (
        <>
          <p class="with">
            <label class="only-screen">
              Compare with{" "}
              <select value={shown.exchange.id} onChange={(event) => replaceRoute(to(event.currentTarget.value))}>
                {offered(near!, shown).map(({ exchange: other, differing }) => (
                  <option key={other.id} value={other.id}>
                    {label(other)}:{" "}
                    {differing ? `${count(differing, "line")} of the request differ` : "the same request"}
                  </option>
                ))}
              </select>
            </label>{" "}
            <a href={href(`exchange/${shown.exchange.id}`)}>Open it</a>{" "}
            <OutcomeMarks exchange={shown.exchange} problems={report.problems} />{" "}
            <a class="only-screen" href={href(`exchange/${exchange.id}`, pick(query))}>
              Close
            </a>
          </p>
          <Diff
            title="Parameters"
            left={detail.request.text}
            right={shown.detail.request.text}
            name={label(shown.exchange)}
          />
          <Diff
            title="Result"
            left={answered(exchange, detail)}
            right={answered(shown.exchange, shown.detail)}
            name={label(shown.exchange)}
          />
        </>
      )}
    </section>
  );
}

const label = ({ cassette, number: at }: Exchange): string => `${cassette} #${number(at)}`;

const answered = ({ status, error }: Exchange, { response }: Detail): string =>
  `HTTP ${status}${error ? ` ${error}` : ""}\n${response.text}`;

const offered = (near: Near[], shown: Near): Near[] => [...new Set([...near.slice(0, MOST_OFFERED), shown])];

async function nearest(report: Report, exchange: Exchange, detail: Detail, candidates: Exchange[]): Promise<Near[]> {
  const away = (one: Exchange) =>
    (one.cassette === exchange.cassette ? 0 : report.exchanges.length) + Math.abs(one.row - exchange.row);
  const read = [...candidates].sort((a, b) => away(a) - away(b)).slice(0, MOST_READ);
  const found: Near[] = [];
  // In the order of the file, so that each block is read once.
  for (const one of [...read].sort((a, b) => a.row - b.row)) {
    const other = await report.detail(one.row);
    found.push({ exchange: one, detail: other, differing: distance(detail.request.text, other.request.text) });
  }
  return found.sort((a, b) => a.differing - b.differing || away(a.exchange) - away(b.exchange));
}

function Diff({ title, left, right, name }: { title: string; left: string; right: string; name: string }) {
  const rows = diffLines(left, right);
  const isSame = rows.every(({ kind }) => kind === "same");
  return (
    <>
      <h3>{title}</h3>
      {isSame ? (
        <p class="muted">Both are the same.</p>
      ) : (
        <div class="code" role="region" aria-label={`${title}, side by side`} tabIndex={0}>
          <table class="diff" role="table">
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">
                  This exchange
                </th>
                <th scope="col" role="columnheader">
                  {name}
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {folded(rows).map((row, at) =>
                typeof row === "number" ? (
                  <tr key={at} role="row" class="fold">
                    <td role="cell" colSpan={2}>
                      {count(row, "equal line")}
                    </td>
                  </tr>
                ) : (
                  <Lines key={at} row={row} />
                ),
              )}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Lines({ row: { kind, left, right } }: { row: DiffRow }) {
  if (kind === "same") {
    return (
      <tr role="row">
        <td role="cell">
          <code>{left}</code>
        </td>
        <td role="cell" class="twin">
          <code>{right}</code>
        </td>
      </tr>
    );
  }
  return (
    <tr role="row">
      <td role="cell" class={left === undefined ? "gap" : "here"}>
        {left !== undefined && (
          <ins>
            <code>{left}</code>
          </ins>
        )}
      </td>
      <td role="cell" class={right === undefined ? "gap" : "there"}>
        {right !== undefined && (
          <del>
            <code>{right}</code>
          </del>
        )}
      </td>
    </tr>
  );
}
