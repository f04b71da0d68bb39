// Light or dark: as the system says, until the reader chooses.
import { keep, kept } from "./memory";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const chosenTheme = (): Theme => THEMES.find((theme) => theme === kept("theme")) ?? "system";

export function applyTheme(theme: Theme): void {
  keep("theme", theme);
  document.documentElement.style.colorScheme = theme === "system" ? "" : theme;
}
