// Single keys, for who would rather not reach for the mouse. They can be switched off (WCAG 2.1.4).
import { useLayoutEffect } from "preact/hooks";
import { kept, keep } from "./memory";

export type Keys = Record<string, () => void>;

export const keysAreOn = (): boolean => kept("keys") !== "off";
export const switchKeys = (on: boolean): void => keep("keys", on ? "on" : "off");

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

export function useKeys(keys: Keys): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keysAreOn()) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "Escape" && event.target instanceof HTMLElement && typesInto(event.target)) {
        event.target.blur();
        return;
      }
      const act = typesInto(event.target) ? undefined : keys[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

/** Moves the focus among the entries of the view, those with `data-entry`. */
export function moveFocus(step: 1 | -1): boolean {
  const entries = [...document.querySelectorAll<HTMLElement>("[data-entry]")];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : entries.length - 1) : at + step;
  entries[next]?.focus();
  entries[next]?.scrollIntoView({ block: "nearest" });
  return entries[next] !== undefined;
}

/** j and k go through the entries of a list. */
export function useEntryKeys(): void {
  useKeys({ j: () => void moveFocus(1), k: () => void moveFocus(-1) });
}
