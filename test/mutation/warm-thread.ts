import { globSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { MutantCoverage } from "@stryker-mutator/api/core";
import { type DeclaredTest, finish, type Suite, suitesOf, testsOf } from "./declared-tests.ts";
import { freshModules } from "./fresh-modules.ts";

/** What the thread is asked for. Files are absolute; a test is named `<file in the project>#<name>`. */
export type Order =
  | { readonly kind: "dry-run" }
  | {
      readonly kind: "mutant";
      readonly id: string;
      readonly file: string;
      /** It acts while modules are loaded: they are loaded anew for it. */
      readonly reload: boolean;
      /** Run in this order, until one fails. With `reload`, those that do not import the file are left out. */
      readonly tests: readonly ChosenTest[];
    };

export interface ChosenTest {
  readonly id: string;
  /** It does not end when it comes to the mutant more often than this. */
  readonly hitLimit: number;
}

export interface TimedTest {
  readonly id: string;
  readonly file: string;
  readonly milliseconds: number;
  readonly failure: string | undefined;
}

export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "broken"; readonly failure: string }
  /** Null: it loads a file of tests. */
  | { readonly kind: "begins"; readonly test: string | null }
  | { readonly kind: "dry-run"; readonly tests: readonly TimedTest[]; readonly coverage: MutantCoverage }
  | {
      readonly kind: "mutant";
      readonly ran: number;
      readonly killedBy: string | undefined;
      readonly failure: string;
      readonly hitLimitReached: boolean;
      readonly heapBytes: number;
    };

/** What Stryker's instrumented code reads and writes: see the head of any file of the sandbox. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

const { root, patterns, env } = workerData as {
  root: string;
  patterns: string[];
  env: Record<string, string>;
};
Object.assign(process.env, env);
enableCompileCache();
const namespace: Namespace = {};
Object.assign(globalThis, { __stryker__: namespace });

const modules = freshModules(root, new URL("declared-tests.ts", import.meta.url).href);
const files = globSync(patterns, { cwd: root }).toSorted();
const fileOf = (id: string): string => id.slice(0, id.indexOf("#"));

async function load(file: string): Promise<Map<string, DeclaredTest>> {
  const tests = await testsOf(() => modules.importTest(resolve(root, file)));
  return new Map(tests.map((test) => [`${file}#${test.name}`, test]));
}

/** Runs tests whose suites are entered once and left together. */
class Run {
  readonly #entered = new Map<Suite, unknown[]>();

  async test(test: DeclaredTest, whose: (suite: Suite | undefined) => void = () => undefined): Promise<void> {
    const suites = suitesOf(test);
    for (const suite of suites) {
      if (this.#entered.has(suite)) continue;
      whose(suite);
      const undo: unknown[] = [];
      this.#entered.set(suite, undo);
      for (const hook of suite.beforeAll) undo.push(await hook());
    }
    whose(undefined);
    const after: unknown[] = [];
    try {
      for (const suite of suites) for (const hook of suite.beforeEach) after.unshift(await hook());
      await test.body();
    } finally {
      await finish();
      for (const undo of after) if (typeof undo === "function") await undo();
      for (const suite of suites.toReversed()) for (const hook of suite.afterEach) await hook();
    }
  }

  async leave(): Promise<void> {
    for (const [suite, undo] of [...this.#entered].toReversed()) {
      for (const hook of suite.afterAll) await hook();
      for (const each of undo) if (typeof each === "function") await each();
    }
    this.#entered.clear();
  }
}

const LEAVE_MS = 1000;
const say = (answer: Answer): void => parentPort?.postMessage(answer);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// What a mutant leaves behind after its test ended is nobody's failure.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);

const loaded = new Map<string, Map<string, DeclaredTest>>();

/** The file's tests as they are without a mutant, loaded when they are first wanted: most mutants want few files. */
async function original(file: string): Promise<Map<string, DeclaredTest>> {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const { activeMutant } = namespace;
  namespace.activeMutant = undefined;
  const tests = await load(file);
  loaded.set(file, tests);
  namespace.activeMutant = activeMutant;
  return tests;
}

async function dryRun(): Promise<void> {
  const tests: TimedTest[] = [];
  const shared = new Map<Suite, string>();
  for (const file of files) {
    const run = new Run();
    for (const [id, test] of await original(file)) {
      // The processor's time, not the clock's: others may be at work on the machine.
      const began = process.threadCpuUsage();
      let failure: string | undefined;
      try {
        await run.test(test, (suite) => {
          if (suite !== undefined) shared.set(suite, `hooks ${shared.size}`);
          namespace.currentTestId = suite === undefined ? id : shared.get(suite);
        });
      } catch (error) {
        failure = textOf(error);
      }
      const { user, system } = process.threadCpuUsage(began);
      tests.push({ id, file, milliseconds: (user + system) / 1000, failure });
    }
    namespace.currentTestId = "hooks of ends";
    await run.leave();
    namespace.currentTestId = undefined;
  }
  const coverage = namespace.mutantCoverage ?? { static: {}, perTest: {} };
  say({ kind: "dry-run", tests, coverage: withHooks(coverage, shared) });
}

/** What a suite's hooks ran is covered by each of its tests. */
function withHooks({ static: atLoad, perTest }: MutantCoverage, shared: Map<Suite, string>): MutantCoverage {
  const whole: MutantCoverage = { static: atLoad, perTest: {} };
  for (const [id, test] of [...loaded.values()].flatMap((declared) => [...declared])) {
    const parts = [id, ...suitesOf(test).flatMap((suite) => shared.get(suite) ?? [])];
    const hits: Record<string, number> = {};
    for (const part of parts) {
      for (const [mutant, count] of Object.entries(perTest[part] ?? {}))
        hits[mutant] = (hits[mutant] ?? 0) + count;
    }
    whole.perTest[id] = hits;
  }
  return whole;
}

async function runMutant(order: Order & { kind: "mutant" }): Promise<void> {
  const { id, file, reload, tests } = order;
  namespace.activeMutant = id;
  const again = new Map<string, Map<string, DeclaredTest>>();
  if (reload) {
    for (const each of files) await original(each);
    modules.reload(file);
  }
  const run = new Run();
  let [ran, killedBy, failure, hitLimitReached] = [0, undefined as string | undefined, "", false];
  for (const { id: name, hitLimit } of tests) {
    const at = fileOf(name);
    if (reload && !modules.reaches(resolve(root, at), file)) continue;
    ran += 1;
    try {
      if (!(reload ? again : loaded).has(at)) say({ kind: "begins", test: null });
      if (reload && !again.has(at)) again.set(at, await load(at));
      const test = (reload ? again.get(at) : await original(at))?.get(name);
      say({ kind: "begins", test: name });
      Object.assign(namespace, { hitCount: 0, hitLimit });
      // A mutant that takes a test away, such as a row of a table that tests are made from, is found by it.
      if (test === undefined) throw new Error("The test is not declared any more.");
      await run.test(test);
    } catch (error) {
      [killedBy, failure] = [name, textOf(error)];
    }
    hitLimitReached = (namespace.hitCount ?? 0) > hitLimit;
    if (killedBy !== undefined || hitLimitReached) break;
  }
  // What is known by then does not wait for a server that a failed test left open.
  await Promise.race([run.leave().catch(() => undefined), setTimeout(LEAVE_MS)]);
  modules.original();
  Object.assign(namespace, { activeMutant: undefined, hitCount: undefined });
  const heapBytes = process.memoryUsage().heapUsed;
  say({ kind: "mutant", ran, killedBy, failure, hitLimitReached, heapBytes });
}

parentPort?.on("message", (order: Order) => {
  const done = order.kind === "dry-run" ? dryRun() : runMutant(order);
  done.catch((error: unknown) => say({ kind: "broken", failure: textOf(error) }));
});
say({ kind: "ready" });
