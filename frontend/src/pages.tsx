// A long list, a page at a time.
import type { Query } from "./filter";
import { href } from "./route";
import { number } from "./words";

export function pageOf<T>(
  rows: T[],
  query: Query,
  size: number,
): { rows: T[]; page: number; pages: number; first: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(pages, Math.max(1, Number(query.page) || 1));
  const first = (page - 1) * size;
  return { rows: rows.slice(first, first + size), page, pages, first };
}

export function Pages({ view, query, page, pages }: { view: string; query: Query; page: number; pages: number }) {
  if (pages === 1) return null;
  const to = (target: number, label: string, name: string, open: boolean) =>
    open ? (
      <a href={href(view, { ...query, page: target })} aria-label={name}>
        {label}
      </a>
    ) : (
      <span class="muted" aria-hidden="true">
        {label}
      </span>
    );
  return (
    <nav class="pages" aria-label="Pages">
      {to(1, "« First", "First page", page > 1)}
      {to(page - 1, "‹ Before", "Page before", page > 1)}
      <span aria-current="page">
        Page {number(page)} of {number(pages)}
      </span>
      {to(page + 1, "Next ›", "Next page", page < pages)}
      {to(pages, "Last »", "Last page", page < pages)}
    </nav>
  );
}
