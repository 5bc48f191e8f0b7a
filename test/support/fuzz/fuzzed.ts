import fc from "fast-check";
import { test } from "vitest";

/** How often a property is tried: by `npm test`, and by `npm run fuzz`, with 100,000 inputs in all. */
const RUNS = { test: 100, fuzz: 9100 };
const { MODE } = (import.meta as unknown as { readonly env: { readonly MODE: string } }).env;
/** No input, whatever it is, may keep a thread busy for longer. */
const BUSY_MS = 1000;

/** A test that tries what a property says of inputs nobody thought of, each in less than a second. */
export function fuzzed<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
): void {
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- a title and assertions of whoever calls
  test(name, async () => {
    let isFirst = true;
    const property = fc.asyncProperty(inputs, async (input) => {
      const before = process.threadCpuUsage();
      await holds(input);
      const { user, system } = process.threadCpuUsage(before);
      const busyMs = (user + system) / 1000;
      // The first loads what it needs.
      if (busyMs > BUSY_MS && !isFirst) throw new Error(`it was busy for ${Math.round(busyMs)} ms`);
      isFirst = false;
    });
    await fc.assert(property, { numRuns: MODE === "fuzz" ? RUNS.fuzz : RUNS.test });
  });
}
