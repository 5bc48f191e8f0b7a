import { showHelp } from "./help.tsx";
import { go } from "./router.ts";
import { currentSettings, set } from "./settings.ts";

const PAGES: Readonly<Record<string, string>> = { f: "/", c: "/calendar", h: "/history", b: "/brakes" };

const TYPED = "input, textarea, select, [contenteditable]";

/** Hears the keys of the help, where nobody types and nothing is open. None of them acts on AWS. */
export function hearKeys(): void {
  let isGoing = false;
  addEventListener("keydown", (event) => {
    if (!currentSettings().keys || event.ctrlKey || event.metaKey || event.altKey) return;
    if (
      (event.target as Element).closest?.(TYPED) !== null ||
      document.querySelector("dialog[open]") !== null
    )
      return;
    const page = isGoing ? PAGES[event.key] : undefined;
    isGoing = event.key === "g";
    if (page !== undefined) {
      event.preventDefault();
      go(page);
      return;
    }
    if (act(event.key)) event.preventDefault();
  });
}

function act(key: string): boolean {
  if (key === "?") showHelp();
  else if (key === "/") document.querySelector<HTMLElement>("[data-filter]")?.focus();
  else if (key === ".") document.querySelector<HTMLElement>("main button.act")?.focus();
  else if (key === "t") set({ zone: currentSettings().zone === "UTC" ? "local" : "UTC" });
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else return false;
  return true;
}

/** To the next row's link, or the one before. */
function step(way: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[at === -1 && way === -1 ? rows.length - 1 : at + way]?.focus();
}
