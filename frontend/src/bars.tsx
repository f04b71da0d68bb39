// Bars whose lengths are told in words beside them, so they are pictures only.

export interface Part {
  kind: string;
  value: number;
  label: string;
}

export function Bar({ share, kind }: { share: number; kind: string }) {
  return (
    <span class="track" aria-hidden="true">
      {share > 0 && <span class={`fill ${kind}`} style={{ width: `${100 * share}%` }} />}
    </span>
  );
}

export function Stack({ parts, most }: { parts: Part[]; most: number }) {
  const given = parts.filter(({ value }) => value > 0);
  const words = given.map(({ value, label }) => `${value} ${label}`).join(", ");
  return (
    <span class="track" role="img" aria-label={words} title={words}>
      {given.map(({ kind, value }) => (
        <span key={kind} class={`fill ${kind}`} style={{ width: `${(100 * value) / most}%` }} />
      ))}
    </span>
  );
}
