import { readFileSync, writeFileSync } from "node:fs";

/** The first seed that catches a bug, and the invariant that says it. */
export interface Catch {
  readonly seed: number;
  readonly invariant: string;
}

type Caught = Readonly<Record<string, Catch>>;

const FILE = new URL("./caught.json", import.meta.url);

/** What `npm run planted -- --record` found last, by the bug's name. */
export const readCaught = (): Caught => JSON.parse(readFileSync(FILE, "utf8")) as Caught;

export const writeCaught = (caught: Caught): void =>
  writeFileSync(FILE, `${JSON.stringify(caught, null, 2)}\n`);
