// What changed since a former run.
import type { Change, Changes } from "./data";
import { Items } from "./coverage";
import { Empty } from "./empty";
import { Path } from "./places";
import type { Query } from "./filter";
import { Heads } from "./heads";
import { useEntryKeys } from "./keyboard";
import { SeverityMark } from "./marks";
import { pageOf, Pages } from "./pages";
import { href } from "./route";
import { count, number, time } from "./words";

export function countChanges({ violations }: Changes): { added: number; fixed: number } {
  return {
    added: violations.filter(({ before }) => before === 0).length,
    fixed: violations.filter(({ now }) => now === 0).length,
  };
}

const KINDS = [
  { kind: "new", title: "New", none: "No violation is new.", of: ({ before }: Change) => before === 0 },
  { kind: "fixed", title: "Fixed", none: "No violation was fixed.", of: ({ now }: Change) => now === 0 },
  {
    kind: "still",
    title: "Still there",
    none: "No violation of the former run is left.",
    of: ({ before, now }: Change) => before > 0 && now > 0,
  },
] as const;

const SIZE = 100;

export function ChangesView({ changes, query }: { changes: Changes; query: Query }) {
  useEntryKeys();
  const kind =
    KINDS.find((one) => one.kind === query.kind) ?? KINDS.find((one) => changes.violations.some(one.of)) ?? KINDS[0];
  const { rows, page, pages } = pageOf(changes.violations.filter(kind.of), query, SIZE);
  return (
    <>
      <h1 tabIndex={-1}>Changes</h1>
      <p class="lead">
        Since {changes.name}
        {changes.made && `, made ${time(changes.made)}`}.
      </p>
      <ul class="tiles">
        {KINDS.map(({ kind: name, title, of }) => (
          <li key={name} class={`tile ${name}`}>
            <a href={href("changes", { kind: name })} aria-current={name === kind.kind ? "true" : undefined}>
              <span class="value">{number(changes.violations.filter(of).length)}</span>{" "}
              <span class="label">{title}</span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{kind.title}</h2>
      {rows.length === 0 ? (
        <Empty>
          <p>
            <strong>{kind.none}</strong>
          </p>
        </Empty>
      ) : (
        <div class="wide" role="region" aria-label={kind.title} tabIndex={0}>
          <table class="rows stack" role="table">
            <Heads labels={["Violation", "Rule", "Cassette", "Before", "Now"]} />
            <tbody role="rowgroup">
              {rows.map((change) => (
                <Row key={Object.values(change).join(" ")} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages view="changes" query={query} page={page} pages={pages} />
      {changes.coverage && <CoverageChanges changes={changes.coverage} />}
    </>
  );
}

function Row({
  change: { operation, code, side, place, severity, message, cassette, before, now },
}: {
  change: Change;
}) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <SeverityMark severity={severity} />{" "}
        <a data-entry href={href("exchanges", now ? { operation, code, cassette } : { operation, cassette })}>
          {operation || cassette}
        </a>
        : {message}
      </th>
      <td role="cell" data-label="Rule" class="path">
        {code}{" "}
        <span class="muted">
          {side} <Path text={place || "/"} />
        </span>
      </td>
      <td role="cell" data-label="Cassette" class="path">
        <Path text={cassette} />
      </td>
      <td role="cell" data-label="Before" class="figure">
        {number(before)}
      </td>
      <td role="cell" data-label="Now" class="figure">
        {number(now)}
      </td>
    </tr>
  );
}

function CoverageChanges({ changes }: { changes: NonNullable<Changes["coverage"]> }) {
  return (
    <>
      <h2>Coverage</h2>
      {changes.length === 0 && <p>The same as before.</p>}
      {changes.map(({ operation, gained, lost }) => (
        <details key={operation} class="tree">
          <summary data-entry>
            <span class="name">{operation}</span>{" "}
            <span class="muted">
              {gained.length > 0 && `${count(gained.length, "item")} more covered`}
              {gained.length > 0 && lost.length > 0 && ", "}
              {lost.length > 0 && `${count(lost.length, "item")} no longer covered`}
            </span>
          </summary>
          <table class="rows items">
            <thead>
              <tr>
                <th scope="col">Gained</th>
                <th scope="col">Lost</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>
                  <Items items={gained} />
                </td>
                <td>
                  <Items items={lost} />
                </td>
              </tr>
            </tbody>
          </table>
        </details>
      ))}
    </>
  );
}
