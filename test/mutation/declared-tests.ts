import { format } from "node:util";

// Some of vitest's matchers ask it which file they are in: it is told what it would know in a worker of its own.
Object.assign(globalThis, { __vitest_worker__: { filepath: "", config: {}, current: undefined } });

/** What a hook or a test is made of. A hook may answer what undoes it. */
type Body = () => unknown;

export interface Suite {
  readonly title: string;
  readonly parent: Suite | undefined;
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

export interface DeclaredTest {
  /** With the titles of its suites. Rows of a table may share it. */
  readonly title: string;
  /** Its own in its file. */
  readonly name: string;
  readonly suite: Suite;
  readonly body: Body;
}

const suiteOf = (title: string, parent: Suite | undefined): Suite => ({
  title,
  parent,
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
});

/** What the test under way asked to be done when it has ended, the last first. */
let finishing: Body[] = [];

/** Does what the test that has just ended asked for. */
export async function finish(): Promise<void> {
  const hooks = finishing;
  finishing = [];
  for (const hook of hooks) await hook();
}

let suite = suiteOf("", undefined);
let declared: DeclaredTest[] = [];

/** The tests that a file declares while it is imported, in order. Files are imported one after the other. */
export async function testsOf(importFile: () => Promise<unknown>): Promise<DeclaredTest[]> {
  suite = suiteOf("", undefined);
  declared = [];
  await importFile();
  return declared;
}

/** From the file's own suite to the test's. */
export function suitesOf({ suite: innermost }: DeclaredTest): Suite[] {
  const suites: Suite[] = [];
  for (let at: Suite | undefined = innermost; at !== undefined; at = at.parent) suites.unshift(at);
  return suites;
}

function declareTest(title: string, body: Body): void {
  const path = [title];
  for (let at: Suite | undefined = suite; at?.parent !== undefined; at = at.parent) path.unshift(at.title);
  const name = path.join(" > ");
  const twins = declared.filter((other) => other.title === name).length;
  declared.push({ title: name, name: twins === 0 ? name : `${name} (${twins + 1})`, suite, body });
}

function declareSuite(title: string, body: Body): void {
  const outer = suite;
  suite = suiteOf(title, outer);
  body();
  suite = outer;
}

/** A row's values in a title: `%s` and the like in order, `$name` by name. */
function titleOf(title: string, row: unknown): string {
  const named = title.replaceAll(/\$(\w+)/gu, (whole, key: string) =>
    typeof row === "object" && row !== null && key in row
      ? String(Object.entries(row).find(([name]) => name === key)?.[1])
      : whole,
  );
  const places = named.match(/%[sdifjoO]/gu)?.length ?? 0;
  return format(named, ...(Array.isArray(row) ? row : [row]).slice(0, places));
}

type Declare = (title: string, body: Body) => void;

const each =
  (declare: Declare) =>
  (rows: readonly unknown[]) =>
  (title: string, body: (...values: unknown[]) => unknown): void => {
    for (const row of rows) {
      declare(titleOf(title, row), () => body(...(Array.isArray(row) ? row : [row])));
    }
  };

export const test = Object.assign(declareTest, { each: each(declareTest) });
export const it = test;
export const describe = Object.assign(declareSuite, { each: each(declareSuite) });
export const beforeAll = (hook: Body): number => suite.beforeAll.push(hook);
export const afterAll = (hook: Body): number => suite.afterAll.unshift(hook);
export const beforeEach = (hook: Body): number => suite.beforeEach.push(hook);
export const afterEach = (hook: Body): number => suite.afterEach.unshift(hook);
export const onTestFinished = (hook: Body): number => finishing.unshift(hook);
export { expect, vi } from "vitest";
