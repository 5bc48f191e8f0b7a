import { useEffect, useState } from "preact/hooks";

const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Goes to another address of the page; the filters of a page stay out of Back's way. */
export function go(address: string, { replace = false } = {}): void {
  if (address === location.pathname + location.search) return;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  tell();
}

/** Keeps links of the page within it. */
export function keepLinks(): void {
  addEventListener("popstate", tell);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (link === null || link.target !== "" || link.hasAttribute("download")) return;
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    if (link.origin !== location.origin || link.hash !== "") return;
    event.preventDefault();
    go(link.pathname + link.search);
    scrollTo(0, 0);
  });
}

/** Path and query of now. */
export function useAddress(): { readonly path: string; readonly query: URLSearchParams } {
  const [at, see] = useState(location.pathname + location.search);
  useEffect(() => {
    const listener = (): void => see(location.pathname + location.search);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  const url = new URL(at, location.origin);
  return { path: url.pathname, query: url.searchParams };
}

/** The address with one filter changed; empty takes it away. */
export function withQuery(key: string, value: string): string {
  const query = new URLSearchParams(location.search);
  if (value === "") query.delete(key);
  else query.set(key, value);
  return query.size === 0 ? location.pathname : `${location.pathname}?${query.toString()}`;
}
