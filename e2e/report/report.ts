/** Tells how far the run is, and counts. */
interface Report {
  readonly say: (text: string) => void;
  /** Runs one case, and tells how it went. Never rejects. */
  readonly measure: (name: string, run: () => Promise<void>) => Promise<void>;
  /** Prints the last line, `N passed, N failed`; answers whether all passed, and at least one. */
  readonly end: () => boolean;
}

export function openReport(
  print: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  now: () => number = Date.now,
): Report {
  const begun = now();
  const counts = { passed: 0, failed: 0 };
  const since = (instant: number): string => `${Math.round((now() - instant) / 1000)} s`;
  return {
    say: (text) => print(`${since(begun).padStart(6)}  ${text}`),
    measure: async (name, run) => {
      const from = now();
      try {
        await run();
        counts.passed += 1;
        print(`passed  ${name} (${since(from)})`);
      } catch (error) {
        counts.failed += 1;
        const { message, stack, name: kind } = error instanceof Error ? error : new Error(String(error));
        print(`FAILED  ${name} (${since(from)}): ${isPlain(kind) ? message.slice(0, 600) : stack}`);
      }
    },
    end: () => {
      print(`in ${since(begun)}`);
      print(`${counts.passed} passed, ${counts.failed} failed`);
      return counts.failed === 0 && counts.passed > 0;
    },
  };
}

/** A sentence that was written for whoever reads it; of all else the stack says more. */
const isPlain = (kind: string): boolean => ["Error", "Unexpected", "Unmet"].includes(kind);
