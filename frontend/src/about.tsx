// The page of a violation code, as harness explain prints it.
import type { ComponentChildren } from "preact";

export function About({ code, page }: { code: string; page: string | undefined }) {
  if (!page) return null;
  return (
    <details class="about">
      <summary>
        About <code>{code}</code>: an example, how to fix it, how to silence it
      </summary>
      {blocks(page)}
    </details>
  );
}

/** Markdown with headings, fenced code, numbered lists and paragraphs. */
function blocks(page: string): ComponentChildren[] {
  return page.split(/^(```\w*\n[^]*?^```\n?)/m).flatMap((block, at): ComponentChildren[] => {
    const fence = /^```\w*\n([^]*?)^```/m.exec(block);
    if (fence)
      return [
        <pre key={at} class="code" tabIndex={0}>
          <code>{fence[1]}</code>
        </pre>,
      ];
    return block
      .trim()
      .split(/\n{2,}/)
      .filter(Boolean)
      .map((text, part) => {
        const key = `${at}.${part}`;
        const heading = /^#+ (.*)$/.exec(text);
        if (heading)
          return (
            <p key={key}>
              <strong>{inline(heading[1]!)}</strong>
            </p>
          );
        if (/^1\. /.test(text))
          return (
            <ol key={key}>
              {text.split(/\n(?=\d+\. )/).map((item) => (
                <li key={item}>{inline(item.replace(/^\d+\. /, ""))}</li>
              ))}
            </ol>
          );
        return <p key={key}>{inline(text)}</p>;
      });
  });
}

/** Code spans, and of links their words: where they lead is not in this file. */
const inline = (text: string): ComponentChildren[] =>
  text
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 ? <code key={at}>{part}</code> : part));
