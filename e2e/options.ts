import { parseArgs } from "node:util";

export interface E2eOptions {
  /** The emulator with the mends of emulator/patched.py. */
  readonly patched: boolean;
  /** Cases whose names have one of these in them; empty: all. */
  readonly only: readonly string[];
  readonly help: boolean;
}

export const HELP = `Deploys the packaged stack to an emulated account, drives it, and counts.

Usage: npm run e2e -- [--patched] [--only <part of a case's name>]...

  --patched  the emulator with its known faults mended in memory: as CI runs it
  --only     only the cases whose names have this in them; may be given again

It needs python3 (3.10 or newer) and the registries of npm and PyPI, no account and no container.
`;

/** Reads the command line. Throws an Error whose message says what is wrong with it. */
export function parseE2eOptions(args: readonly string[]): E2eOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      patched: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}
