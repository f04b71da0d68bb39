// The fields above a list: a search and choices. They stand in the address.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Side } from "./data";
import type { Query } from "./filter";
import { href, replaceRoute } from "./route";
import { number, SIDES } from "./words";

export interface Choice {
  name: string;
  label: string;
  options: [string, string][];
}

/** Options with how often each stands in a list, most first. */
export function counted(
  values: Iterable<string>,
  words: (value: string) => string = (value) => value,
): [string, string][] {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([value, times]) => [value, `${words(value)} (${number(times)})`]);
}

/** Options of which nothing is counted. */
export const distinct = (values: Iterable<string>): [string, string][] =>
  [...new Set(values)].sort().map((value) => [value, value]);

interface Props {
  view: string;
  query: Query;
  choices: Choice[];
  /** What the search is called; null if there is none. */
  search: string | null;
  /** How a filter without a field is worded, where its name and value do not say enough. */
  linked?: Record<string, { label: string; words: string }>;
  /** What the list can be sorted by, for a page without room for a heading that is a button. */
  sorts?: [string, string][];
}

const NO_FILTER = new Set(["page", "sort", "with"]);

/** Filters without a field: figures and names in the other views lead to them. */
const LINKED: Record<string, string> = {
  operation: "Operation",
  cassette: "Cassette",
  status: "Answer",
  severity: "Severity",
  side: "Side",
  code: "Rule",
};

export function Filters({ view, query, choices, search, linked = {}, sorts = [] }: Props) {
  const typed = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  // Who types is ahead of the address, which follows.
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = query.q ?? "";
  }, [query.q]);
  const set = (name: string, value: string) => replaceRoute(href(view, { ...query, [name]: value, page: "" }));
  const given = Object.keys(query).filter((name) => !NO_FILTER.has(name) && query[name]);
  const worded = (name: string): { label: string; words: string } => {
    const value = query[name]!;
    if (name === "q") return { label: "Search", words: value };
    const choice = choices.find((one) => one.name === name);
    const option = choice?.options.find(([option]) => option === value)?.[1];
    // Without the count, which stands in the field.
    const words = option?.replace(/ \([\d,]+\)$/, "") ?? value;
    if (name === "side") return { label: LINKED.side!, words: SIDES[value as Side] ?? value };
    return linked[name] ?? { label: choice?.label ?? LINKED[name] ?? name, words };
  };
  const shown = choices.filter(({ name, options }) => options.length > 1 || query[name]);
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {search !== null && (
        <label class="search">
          <span>{search}</span>
          <input
            ref={field}
            type="search"
            defaultValue={query.q ?? ""}
            onInput={(event) => {
              const { value } = event.currentTarget;
              clearTimeout(typed.current);
              typed.current = setTimeout(() => set("q", value), 150);
            }}
          />
        </label>
      )}
      {shown.map(({ name, label, options }) => (
          <label key={name} class={query[name] ? "set" : undefined}>
            <span>{label}</span>
            <select value={query[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value)}>
              <option value="">all</option>
              <Options options={options} />
              {query[name] && !options.some(([value]) => value === query[name]) && (
                <option value={query[name]}>{query[name]}</option>
              )}
            </select>
          </label>
        ))}
      {sorts.length > 0 && (
        <label class="narrow">
          <span>Sort by</span>
          <select value={query.sort ?? ""} onChange={(event) => set("sort", event.currentTarget.value)}>
            <Options options={sorts} />
          </select>
        </label>
      )}
      {given.length > 0 && (
        <div class="given" role="group" aria-label="Filters that are set">
          {given.map((name) => {
            const { label, words } = worded(name);
            return (
              <button
                key={name}
                type="button"
                class="chip"
                aria-label={`Remove the filter ${label}: ${words}`}
                onClick={() => set(name, "")}
              >
                <span class="muted">{label}:</span> {words} <span aria-hidden="true">✕</span>
              </button>
            );
          })}
          <ClearButton view={view} query={query} />
        </div>
      )}
    </form>
  );
}

/** The options of a field: hundreds, with many cassettes, which are drawn again only if they are others. */
function Options({ options }: { options: [string, string][] }) {
  return useMemo(
    () =>
      options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      )),
    [options],
  );
}

/** Removes every filter; how the list is sorted stays. */
export function ClearButton({ view, query }: { view: string; query: Query }) {
  return (
    <button type="button" onClick={() => replaceRoute(href(view, { sort: query.sort }))}>
      Clear
    </button>
  );
}
