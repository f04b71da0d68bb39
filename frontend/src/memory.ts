// What the reader chose, kept by the browser where it allows that: a page from a file may have no storage.
const held = new Map<string, string>();

export function kept(name: string): string | null {
  try {
    return held.get(name) ?? localStorage.getItem(`harness-report-${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  held.set(name, value);
  try {
    localStorage.setItem(`harness-report-${name}`, value);
  } catch {
    // Then it holds until the page is closed.
  }
}
