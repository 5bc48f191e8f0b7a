import { setTimeout } from "node:timers/promises";

const POLL_MS = 2000;

/**
 * Reads until there is something, and answers it. Throws an Error that says what did not come, and what `seen` says
 * then, after so many seconds.
 */
export async function eventually<T>(
  {
    what,
    seconds,
    seen,
  }: { readonly what: string; readonly seconds: number; readonly seen?: () => Promise<string> },
  read: () => Promise<T | undefined>,
): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > until)
      throw new Error(`not within ${seconds} s: ${what}${seen ? ` (${await seen()})` : ""}`);
    await setTimeout(POLL_MS);
  }
}
