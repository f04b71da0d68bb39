// The fields above a list: a search and choices. They stand in the address.
import { useEffect, useRef } from "preact/hooks";
import type { Query } from "./filter";
import { href, replaceRoute } from "./route";
import { number } from "./words";

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
  search: string;
}

export function Filters({ view, query, choices, search }: Props) {
  const typed = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  // Who types is ahead of the address, which follows.
  useEffect(() => {
    if (document.activeElement !== field.current) field.current!.value = query.q ?? "";
  }, [query.q]);
  const set = (name: string, value: string) => replaceRoute(href(view, { ...query, [name]: value, page: "" }));
  const given = Object.keys(query).filter((name) => name !== "page" && query[name]);
  const shown = choices.filter(({ name, options }) => options.length > 1 || query[name]);
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
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
      {shown.map(({ name, label, options }) => (
        <label key={name}>
          <span>{label}</span>
          <select value={query[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value)}>
            <option value="">all</option>
            {options.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
            {query[name] && !options.some(([value]) => value === query[name]) && (
              <option value={query[name]}>{query[name]}</option>
            )}
          </select>
        </label>
      ))}
      {given.length > 0 && (
        <button type="button" onClick={() => replaceRoute(href(view))}>
          Clear
        </button>
      )}
    </form>
  );
}
