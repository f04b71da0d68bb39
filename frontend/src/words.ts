// How numbers, times and outcomes are worded.
import type { Outcome, Severity, Side } from "./data";

const NUMBER = new Intl.NumberFormat("en");

export const number = (value: number): string => NUMBER.format(value);

export const count = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

export const percent = (covered: number, total: number): string =>
  // Never rounded up to all, nor down to nothing.
  total === 0
    ? "–"
    : covered === total
      ? "100 %"
      : `${Math.min(99, Math.max(covered ? 1 : 0, Math.round((100 * covered) / total)))} %`;

export const OUTCOMES: Record<Outcome, string> = {
  error: "with errors",
  warning: "with warnings",
  clean: "nothing wrong",
  unchecked: "not checked",
};

/** Who has to act: the caller, or whoever answers. */
export const SIDES: Record<Side, string> = { request: "Your requests", response: "Service answers" };

export const SEVERITIES: Record<Severity, string> = { error: "Errors", warning: "Warnings" };

/** A recorded time in UTC, to the second: "2026-11-21 12:45:20 UTC"; as it is written where it is no time. */
export function time(text: string | null): string {
  if (text === null) return "not known";
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return text;
  return `${moment.toISOString().slice(0, 10)} ${moment.toISOString().slice(11, 19)} UTC`;
}

/** How long between two times: "0.91 s", "3 min 20 s", "2 d 3 h". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(2) : Math.round(seconds)} s`;
  const parts: [number, string][] = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(" ");
}

export function bytes(size: number): string {
  if (size < 1000) return count(size, "byte");
  return size < 1e6 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

/** A commit, as short as people write it. */
export const shortCommit = (commit: string): string => commit.slice(0, 8);

/** "commit 1a2b3c4d on main"; empty if neither is known. */
export function origin({ commit, branch }: { commit: string | null; branch: string | null }): string {
  if (commit) return `commit ${shortCommit(commit)}${branch ? ` on ${branch}` : ""}`;
  return branch ? `branch ${branch}` : "";
}
