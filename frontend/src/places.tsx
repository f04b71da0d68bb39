// Where an exchange is recorded and what runs it again.
import { Command } from "./command";
import type { Exchange } from "./data";

/** A path that breaks where folders end. */
export function Path({ text }: { text: string }) {
  return <>{text.split(/(?<=\/)/).flatMap((part) => [part, <wbr />])}</>;
}

/** "tapes/orders.yaml:41", as editors open it. */
export function Line({ exchange: { cassette, line } }: { exchange: Exchange }) {
  return (
    <>
      <Path text={cassette} />
      {line !== null && `:${line}`}
    </>
  );
}

export function Commands({ commands }: { commands: string[] }) {
  return (
    <ul class="plain commands">
      {commands.map((text) => (
        <li key={text}>
          <Command text={text} />
        </li>
      ))}
    </ul>
  );
}
