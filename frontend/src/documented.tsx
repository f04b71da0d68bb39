// What a violation breaks, in the words of the documentation.
import type { Problem } from "./data";

export function Documented({ problem }: { problem: Problem }) {
  const words = problem.sentence || problem.documentation;
  return (
    <figure class="documented">
      {words && <blockquote>{words}</blockquote>}
      <figcaption>
        {problem.meaning} <span class="muted">From: {problem.source}</span>
      </figcaption>
    </figure>
  );
}
