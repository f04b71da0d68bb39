// Which lines two texts share.

export interface DiffRow {
  kind: "same" | "differs";
  left?: string;
  right?: string;
}

const AROUND = 3;

/** How many lines two texts do not share, whatever their order. */
export function distance(left: string, right: string): number {
  const counts = new Map<string, number>();
  for (const line of left.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of right.split("\n")) counts.set(line, (counts.get(line) ?? 0) - 1);
  let more = 0;
  let fewer = 0;
  for (const times of counts.values()) {
    if (times > 0) more += times;
    else fewer -= times;
  }
  // A line that changed is one on both sides.
  return Math.max(more, fewer);
}

/** The lines of two texts side by side: those that are the same, and those that differ, in pairs. */
export function diffLines(left: string, right: string): DiffRow[] {
  const [a, b] = [left.split("\n"), right.split("\n")];
  const rows: DiffRow[] = [];
  let [start, endA, endB] = [0, a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start += 1;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  for (const line of a.slice(0, start)) rows.push({ kind: "same", left: line, right: line });
  rows.push(...middle(a.slice(start, endA), b.slice(start, endB)));
  for (const line of a.slice(endA)) rows.push({ kind: "same", left: line, right: line });
  return rows;
}

/** By the longest common subsequence; the page shows 1,000 lines of a text at most. */
function middle(a: string[], b: string[]): DiffRow[] {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [onlyA, onlyB]: [string[], string[]] = [[], []];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      const down = i < a.length ? longest[(i + 1) * width + j]! : -1;
      const across = j < b.length ? longest[i * width + j + 1]! : -1;
      if (down >= across) onlyA.push(a[i++]!);
      else onlyB.push(b[j++]!);
    }
    for (let at = 0; at < Math.max(onlyA.length, onlyB.length); at++) {
      rows.push({
        kind: "differs",
        ...(at < onlyA.length ? { left: onlyA[at]! } : {}),
        ...(at < onlyB.length ? { right: onlyB[at]! } : {}),
      });
    }
    while (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push({ kind: "same", left: a[i]!, right: b[j]! });
      [i, j] = [i + 1, j + 1];
    }
  }
  return rows;
}

/** Leaves out what is the same, but for some lines around what differs; a number tells how many lines. */
export function folded(rows: DiffRow[]): (DiffRow | number)[] {
  const shown: (DiffRow | number)[] = [];
  const near = rows.map(() => false);
  rows.forEach(({ kind }, at) => {
    if (kind === "same") return;
    for (let one = Math.max(0, at - AROUND); one <= Math.min(rows.length - 1, at + AROUND); one++) near[one] = true;
  });
  let left = 0;
  rows.forEach((row, at) => {
    if (near[at]) {
      if (left) shown.push(left);
      left = 0;
      shown.push(row);
    } else left += 1;
  });
  if (left) shown.push(left);
  return shown;
}
