/** What a page shows, read from its path. */
export type Shown =
  | { readonly page: "fleets" }
  | { readonly page: "fleet"; readonly fleet: string }
  | { readonly page: "run"; readonly fleet: string; readonly run: string }
  | { readonly page: "calendar" }
  | { readonly page: "history"; readonly fleet: string | null; readonly run: string | null }
  | { readonly page: "brakes" };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** What a path shows; null: there is no such page. The query's filters are the page's own, but for whose history it is. */
export function shownAt(path: string): Shown | null {
  // A path that begins so would be another host.
  if (path.startsWith("//")) return null;
  let url: URL;
  let parts: string[];
  try {
    url = new URL(path, "http://page");
    parts = url.pathname
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
  if (!parts.every((part) => NAME.test(part))) return null;
  const [first, fleet, runs, run] = parts;
  if (parts.length === 0) return { page: "fleets" };
  if (parts.length === 1) return ofOneWord(first, url.searchParams);
  if (first !== "fleets" || fleet === undefined) return null;
  if (parts.length === 2) return { page: "fleet", fleet };
  return parts.length === 4 && runs === "runs" && run !== undefined ? { page: "run", fleet, run } : null;
}

function ofOneWord(word: string | undefined, query: URLSearchParams): Shown | null {
  if (word === "calendar" || word === "brakes") return { page: word };
  if (word !== "history") return null;
  const named = (key: string): string | null => {
    const value = query.get(key);
    return value !== null && NAME.test(value) ? value : null;
  };
  return { page: "history", fleet: named("fleet"), run: named("run") };
}

/** The one path of what is shown: what a page is asked for by, and what its link is. */
export function pathOf(shown: Shown): string {
  if (shown.page === "fleets") return "/";
  if (shown.page === "fleet") return `/fleets/${encodeURIComponent(shown.fleet)}`;
  if (shown.page === "run")
    return `/fleets/${encodeURIComponent(shown.fleet)}/runs/${encodeURIComponent(shown.run)}`;
  if (shown.page !== "history") return `/${shown.page}`;
  const query = new URLSearchParams();
  if (shown.fleet !== null) query.set("fleet", shown.fleet);
  if (shown.run !== null) query.set("run", shown.run);
  return query.size === 0 ? "/history" : `/history?${query.toString()}`;
}
