// The runs of a history, and how their figures moved.
import type { Run } from "./data";
import { Empty } from "./empty";
import type { Query } from "./filter";
import { distinct, Filters } from "./filters";
import { Heads } from "./heads";
import { pageOf, Pages } from "./pages";
import { CoverageTrend, ProblemTrend } from "./trend";
import { count, number, percent, shortCommit, time } from "./words";

const SIZE = 50;

export function HistoryView({ history, query }: { history: Run[]; query: Query }) {
  const branches = distinct(history.flatMap(({ branch }) => (branch ? [branch] : [])));
  const runs = history.filter(({ branch }) => !query.branch || branch === query.branch);
  const { rows, page, pages } = pageOf([...runs].reverse(), query, SIZE);
  return (
    <>
      <h1 tabIndex={-1}>History</h1>
      <p class="lead">{count(history.length, "run")}, this one included. New and fixed count from the run before.</p>
      {history.length === 1 && (
        <Empty>
          <p>
            <strong>This is the first run.</strong> From the next run on, with the same <code>--history</code> folder,
            you see here how the figures move.
          </p>
        </Empty>
      )}
      {branches.length > 1 && (
        <Filters
          view="history"
          query={query}
          choices={[{ name: "branch", label: "Branch", options: branches }]}
          search={null}
        />
      )}
      {runs.length > 1 && (
        <div class="pictures">
          <ProblemTrend runs={runs} />
          <CoverageTrend runs={runs} />
        </div>
      )}
      {runs.length === 0 ? (
        <Empty>
          <p>
            <strong>No run of this branch is in the history.</strong>
          </p>
        </Empty>
      ) : (
        <div class="wide" role="region" aria-label="Runs" tabIndex={0}>
          <table class="rows stack" role="table">
            <Heads
              labels={["Run", "Commit", "Branch", "Exchanges", "Errors", "Warnings", "Covered", "New", "Fixed"]}
            />
            <tbody role="rowgroup">
              {rows.map((run) => (
                <Row key={run.made + run.commit} run={run} isThis={run === history.at(-1)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages view="history" query={query} page={page} pages={pages} />
    </>
  );
}

function Row({ run, isThis }: { run: Run; isThis: boolean }) {
  const cell = (label: string, value: preact.ComponentChildren, kind = "") => (
    <td role="cell" data-label={label} class={`figure ${kind}`}>
      {value}
    </td>
  );
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {time(run.made)} {run.title && <span class="muted">{run.title}</span>} {isThis && <strong>this run</strong>}
      </th>
      <td role="cell" data-label="Commit">
        {run.commit ? <code>{shortCommit(run.commit)}</code> : <span class="muted">not known</span>}
      </td>
      <td role="cell" data-label="Branch">
        {run.branch ?? <span class="muted">not known</span>}
      </td>
      {cell("Exchanges", number(run.exchanges))}
      {cell("Errors", number(run.errors), run.errors ? "error" : "")}
      {cell("Warnings", number(run.warnings), run.warnings ? "warning" : "")}
      {cell("Covered", percent(run.covered, run.total))}
      {cell("New", number(run.added))}
      {cell("Fixed", number(run.fixed))}
    </tr>
  );
}
