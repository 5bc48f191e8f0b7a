import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { StrykerOptions } from "@stryker-mutator/api/core";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { KillerMemory } from "./killer-memory.ts";
import type { Answer, Order, TimedTest } from "./warm-thread.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
/** What the dry run measured, for the other workers, in the sandbox. */
const MEASURED = "measured.json";
/** A test that comes to a mutant this much more often than without it does not end. */
const [HIT_FACTOR, HITS, MOST_HITS] = [50, 1000, 1_000_000];
/** A test that is busy for this long more than ten times its own time does not end. */
const BUSY_MS = 4000;
/** A test that waits for this long for nothing does not end: time is virtual, so none waits. */
const IDLE_MS = 3000;
/** Modules that are loaded again are never forgotten by Node. */
const HEAP_BYTES = 1_500_000_000;
const POLL_MS = 200;
/** Everything that tests import is loaded in less than a tenth of this. */
const LOAD_MS = 60_000;

interface Measured {
  readonly milliseconds: number;
  /** By the id of a mutant. */
  readonly hits: Readonly<Record<string, number>>;
}

interface Settings {
  readonly tests: string[];
  /** Own time of the tests that a mutant must survive. */
  readonly budgetMS: number;
}

/** Runs the tests in one warm thread: modules are imported once, and a mutant is switched on in them. */
class WarmRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #settings: Settings;
  readonly #killers = new KillerMemory(resolve(PROJECT, "reports/stryker-incremental.json"));
  #measured = new Map<string, Measured>();
  #thread: Worker | undefined;
  #last = "";

  constructor(options: StrykerOptions) {
    this.#settings = options["warm"] as Settings;
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const answer = await this.#ask({ kind: "dry-run" });
    if (answer === "hangs" || answer.kind !== "dry-run") return { status: DryRunStatus.Timeout };
    const { tests, coverage } = answer;
    const measured = tests.map(({ id, milliseconds }) => [
      id,
      { milliseconds, hits: coverage.perTest[id] ?? {} },
    ]);
    writeFileSync(MEASURED, JSON.stringify(measured));
    return { status: DryRunStatus.Complete, tests: tests.map(toResult), mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, sandboxFileName: file } = options;
    const { id } = activeMutant;
    const reload = testFilter === undefined || remembers(file);
    const tests = this.#inOrder(options).map((test) => {
      const hits = reload ? undefined : this.#measured.get(test)?.hits[id];
      return { id: test, hitLimit: hits === undefined ? MOST_HITS : HITS + HIT_FACTOR * hits };
    });
    const answer = await this.#ask({ kind: "mutant", id, file, reload, tests });
    if (answer === "hangs") return { status: MutantRunStatus.Timeout, reason: `${this.#last} does not end` };
    if (answer.kind !== "mutant") throw new Error(`The thread answered ${answer.kind} to a mutant.`);
    const { killedBy, failure: failureMessage, ran: nrOfTests, hitLimitReached, heapBytes } = answer;
    if (heapBytes > HEAP_BYTES) await this.dispose();
    if (hitLimitReached) return { status: MutantRunStatus.Timeout, reason: "Hit limit reached." };
    if (killedBy === undefined) return { status: MutantRunStatus.Survived, nrOfTests };
    this.#killers.add(activeMutant, killedBy);
    return { status: MutantRunStatus.Killed, killedBy: [killedBy], failureMessage, nrOfTests };
  }

  async dispose(): Promise<void> {
    await this.#thread?.terminate();
    this.#thread = undefined;
  }

  /**
   * First those that killed mutants nearby, then the quickest, then those that come to the mutant most often for their
   * time: a third of the budget each. A mutant that nothing has killed by then counts as survived.
   */
  #inOrder({ activeMutant, testFilter, sandboxFileName }: MutantRunOptions): string[] {
    if (this.#measured.size === 0) {
      this.#measured = new Map(JSON.parse(readFileSync(MEASURED, "utf8")) as [string, Measured][]);
    }
    const all = testFilter === undefined || remembers(sandboxFileName);
    const candidates = new Set(all ? this.#measured.keys() : testFilter);
    const time = (id: string): number => this.#measured.get(id)?.milliseconds ?? 0;
    const { budgetMS } = this.#settings;
    const within = (ids: readonly string[], limit: number): string[] => {
      let spent = 0;
      return ids.filter((id) => {
        spent += time(id);
        return spent - time(id) < limit;
      });
    };
    const likely = this.#killers.near(activeMutant).filter((id) => candidates.has(id));
    const { id: mutant } = activeMutant;
    const hits = (id: string): number => this.#measured.get(id)?.hits[mutant] ?? 0;
    const each = (candidates: readonly string[]): string[] => within(candidates, budgetMS / 3);
    const quickest = [...candidates].toSorted((one, other) => time(one) - time(other));
    const often = quickest.toSorted(
      (one, other) => hits(other) / (10 + time(other)) - hits(one) / (10 + time(one)),
    );
    return [...new Set([...each(likely), ...each(quickest), ...each(often)])];
  }

  async #ready(): Promise<Worker> {
    if (this.#thread !== undefined) return this.#thread;
    const configured = (await import(resolve(process.cwd(), "vitest.config.ts"))) as {
      default: { test: { env: Record<string, string> } };
    };
    const { tests: patterns } = this.#settings;
    const workerData = { root: process.cwd(), patterns, env: configured.default.test.env };
    const thread = new Worker(new URL("warm-thread.ts", import.meta.url), {
      workerData,
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: 4000 },
    });
    await new Promise<void>((done, failed) => {
      thread.once("message", () => done());
      thread.once("error", failed);
    });
    this.#thread = thread;
    return thread;
  }

  async #ask(order: Order): Promise<Answer | "hangs"> {
    const thread = await this.#ready();
    let look: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer | "hangs">((done) => {
      let test: string | null = null;
      let [began, busy, quiet] = [thread.performance.eventLoopUtilization(), 0, 0];
      look = setInterval(() => {
        const used = thread.performance.eventLoopUtilization(began).active;
        quiet = used - busy < 5 ? quiet + POLL_MS : 0;
        busy = used;
        const own = test === null ? LOAD_MS : 10 * (this.#measured.get(test)?.milliseconds ?? 0);
        if (order.kind === "mutant" && (used > BUSY_MS + own || quiet > IDLE_MS + own)) done("hangs");
      }, POLL_MS);
      const hear = (heard: Answer): void => {
        if (heard.kind === "begins") {
          this.#last = heard.test ?? "loading";
          [test, began, busy, quiet] = [heard.test, thread.performance.eventLoopUtilization(), 0, 0];
          return;
        }
        thread.off("message", hear);
        done(heard);
      };
      thread.on("message", hear);
      thread.once("exit", () => done("hangs"));
      thread.postMessage(order);
    });
    clearInterval(look);
    if (answer === "hangs") await this.dispose();
    else if (answer.kind === "broken") throw new Error(answer.failure);
    return answer;
  }
}

/** A module that keeps what it made first shows a mutant to the test that comes first only: it is loaded anew. */
const remembers = (file: string): boolean => /^let /mu.test(readFileSync(file, "utf8"));

function toResult({ id, file, milliseconds, failure }: TimedTest) {
  const name = id.slice(id.indexOf("#") + 1);
  const seen = { id, name, timeSpentMs: milliseconds, fileName: resolve(file) };
  return failure === undefined
    ? { ...seen, status: TestStatus.Success as const }
    : { ...seen, status: TestStatus.Failed as const, failureMessage: failure };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "warm", WarmRunner)];
export const strykerValidationSchema = {
  properties: {
    warm: {
      type: "object",
      required: ["tests", "budgetMS"],
      properties: {
        tests: { type: "array", items: { type: "string" } },
        budgetMS: { type: "number" },
      },
    },
  },
};
