import { useEffect, useState } from "preact/hooks";

/** What a person set on this machine. */
interface Settings {
  readonly theme: "auto" | "light" | "dark";
  readonly zone: "local" | "UTC";
  readonly keys: boolean;
}

const KEY = "moult-settings";
const listeners = new Set<(settings: Settings) => void>();
let settings: Settings = { theme: "auto", zone: "local", keys: true, ...kept() };

function kept(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Settings>;
  } catch {
    return {};
  }
}

export const currentSettings = (): Settings => settings;

export function set(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  localStorage.setItem(KEY, JSON.stringify(settings));
  showTheme();
  for (const listener of listeners) listener(settings);
}

/** The theme goes on the document: auto is what the system has. */
export function showTheme(): void {
  document.documentElement.dataset["theme"] = settings.theme;
}

export function useSettings(): Settings {
  const [seen, see] = useState(settings);
  useEffect(() => {
    listeners.add(see);
    return () => void listeners.delete(see);
  }, []);
  return seen;
}
