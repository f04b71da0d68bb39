// What a list says when it has nothing to show.
import type { ComponentChildren } from "preact";
import { ClearButton } from "./filters";
import type { Query } from "./filter";

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}

/** There is something, but the filters leave nothing of it. */
export function NothingPasses({ view, query, noun }: { view: string; query: Query; noun: string }) {
  return (
    <Empty>
      <p>
        <strong>No {noun} matches these filters.</strong> Remove one of them, or all:
      </p>
      <p>
        <ClearButton view={view} query={query} />
      </p>
    </Empty>
  );
}
