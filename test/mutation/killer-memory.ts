import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Mutant, schema } from "@stryker-mutator/api/core";

/** So many tests are tried first because they killed mutants nearby. */
const NEAREST = 20;

interface Kill {
  readonly line: number;
  readonly test: string;
}

/** Which tests killed which mutants: what killed one is likely to kill its neighbour. */
export class KillerMemory {
  readonly #kills = new Map<string, Kill[]>();

  /** Begins with what the last report tells, if there is one. */
  constructor(report: string) {
    if (!existsSync(report)) return;
    const { files, testFiles = {} } = JSON.parse(readFileSync(report, "utf8")) as schema.MutationTestResult;
    const names = new Map(
      Object.entries(testFiles).flatMap(([file, { tests }]) =>
        tests.map(({ id, name }) => [id, `${file}#${name}`] as const),
      ),
    );
    for (const [file, { mutants }] of Object.entries(files)) {
      for (const { killedBy = [], location } of mutants) {
        for (const id of killedBy)
          this.#remember(file, { line: location.start.line, test: names.get(id) ?? "" });
      }
    }
  }

  add({ fileName, location }: Mutant, test: string): void {
    this.#remember(relative("", fileName), { line: location.start.line, test });
  }

  /** Those that killed mutants of the same file, nearest first. */
  near({ fileName, location }: Mutant): string[] {
    const distance = ({ line }: Kill): number => Math.abs(line - location.start.line);
    const kills = this.#kills.get(relative("", fileName)) ?? [];
    const nearest = kills.toSorted((one, other) => distance(one) - distance(other)).map(({ test }) => test);
    return [...new Set(nearest)].slice(0, NEAREST);
  }

  #remember(file: string, kill: Kill): void {
    this.#kills.set(file, [...(this.#kills.get(file) ?? []), kill]);
  }
}
