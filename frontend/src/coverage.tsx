// What of the documented contract the exchanges exercise, by service and operation.
import { useMemo } from "preact/hooks";
import { Bar } from "./bars";
import { DIMENSIONS, type OperationCoverage, type Report } from "./data";
import { add, figureOf, operationFigure, serviceFigures, type Figure, type ServiceFigure } from "./figures";
import { Empty, NothingPasses } from "./empty";
import type { Query } from "./filter";
import { Filters } from "./filters";
import { useEntryKeys } from "./keyboard";
import { href } from "./route";
import { Treemap } from "./treemap";
import { count, number, percent } from "./words";

export function CoverageView({ report, query }: { report: Report; query: Query }) {
  useEntryKeys();
  const all = useMemo(() => serviceFigures(report.coverage), [report]);
  const services = useMemo(() => filtered(all, query.q ?? "", query.sort ?? ""), [all, query.q, query.sort]);
  const { covered, total } = add(services);
  return (
    <>
      <h1 tabIndex={-1}>Contract coverage</h1>
      {all.length === 0 && (
        <Empty>
          <p>
            <strong>No operation was used, so there is nothing to cover.</strong> Coverage counts what the operations in
            your recordings document.
          </p>
        </Empty>
      )}
      <p class="lead">
        {percent(covered, total)} of {number(total)} documented items of{" "}
        {count(
          sum(services, (one) => one.operations.length),
          "operation",
        )}{" "}
        are covered. What counts is what the operations in use document: members, enum values, bounds, errors, pages and
        rules. What is missing is nothing wrong: no recording shows it. Few projects use all that an operation offers.
      </p>
      {all.length > 0 && (
        <>
          <Filters view="coverage" query={query} choices={[]} search="Service or operation" />
          <p class="only-screen">
            Sorted by{" "}
            {query.sort === "name" ? (
              <>
                name. <a href={href("coverage", { ...query, sort: "" })}>Show the least covered first</a>
              </>
            ) : (
              <>
                coverage, the lowest first. <a href={href("coverage", { ...query, sort: "name" })}>Sort by name</a>
              </>
            )}
          </p>
          {services.length === 0 && <NothingPasses view="coverage" query={query} noun="operation" />}
          {sum(services, (one) => one.operations.length) > 1 && (
            <>
              <Treemap services={services} />
              <ul class="legend" aria-label="Shades of the picture">
                {["under 20 %", "20 to 39 %", "40 to 59 %", "60 to 79 %", "80 % and more"].map((words, at) => (
                  <li key={words}>
                    <span class={`swatch c${at}`} aria-hidden="true" /> {words}
                  </li>
                ))}
              </ul>
            </>
          )}
          {services.map((service) => (
            <Service key={service.service} service={service} open={services.length === 1} />
          ))}
        </>
      )}
    </>
  );
}

const sum = <T,>(rows: T[], value: (row: T) => number): number => rows.reduce((all, row) => all + value(row), 0);

const share = ({ covered, total }: Figure): number => (total ? covered / total : 1);

/** The services and operations that have a word in their names, the least covered first unless sorted by name. */
function filtered(services: ServiceFigure[], sought: string, sort: string): ServiceFigure[] {
  const words = sought.toLowerCase();
  const found = services.flatMap((service) => {
    const operations = service.operations.filter(([name]) => name.toLowerCase().includes(words));
    return operations.length
      ? [{ ...service, operations, ...add(operations.map(([, one]) => operationFigure(one))) }]
      : [];
  });
  if (sort === "name") return found;
  return found
    .map((one) => ({
      ...one,
      operations: [...one.operations].sort(([, a], [, b]) => share(operationFigure(a)) - share(operationFigure(b))),
    }))
    .sort((a, b) => share(a) - share(b));
}

function Service({
  service: { service, used, has, covered, total, operations },
  open,
}: {
  service: ServiceFigure;
  open: boolean;
}) {
  return (
    <details class="tree" open={open}>
      <summary data-entry>
        <span class="name">{service}</span>
        <Bar share={total ? covered / total : 0} kind="covered" />
        <span class="figure">{percent(covered, total)}</span>
        <span class="muted">
          {number(used)} of {count(has, "operation")} used
        </span>
      </summary>
      {operations.map(([name, coverage]) => (
        <Operation key={name} name={name} coverage={coverage} open={open && operations.length === 1} />
      ))}
    </details>
  );
}

function Operation({ name, coverage, open }: { name: string; coverage: OperationCoverage; open: boolean }) {
  const { covered, total } = operationFigure(coverage);
  return (
    <details class="tree inner" open={open}>
      <summary data-entry>
        <span class="name">{name.slice(name.indexOf(".") + 1)}</span>
        <Bar share={total ? covered / total : 0} kind="covered" />
        <span class="figure">{percent(covered, total)}</span>
        <span class="muted">{count(coverage.exchanges, "exchange")}</span>
      </summary>
      <p>
        <a href={href("exchanges", { operation: name })}>Its exchanges</a>
      </p>
      <table class="rows items">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Covered</th>
            <th scope="col">Missing</th>
          </tr>
        </thead>
        <tbody>
          {DIMENSIONS.filter((dimension) => figureOf(coverage, dimension).total > 0).map((dimension) => {
            const figure = figureOf(coverage, dimension);
            return (
              <tr key={dimension}>
                <th scope="row">
                  {dimension}{" "}
                  <span class="muted">
                    {number(figure.covered)} of {number(figure.total)}
                  </span>
                </th>
                <td>
                  <Items items={coverage[dimension].covered} />
                </td>
                <td>
                  <Items items={coverage[dimension].missing} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

export function Items({ items }: { items: string[] }) {
  if (items.length === 0) return <span class="muted">none</span>;
  return (
    <ul class="items">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
