import { readFileSync } from "node:fs";
import { expect } from "vitest";

const PRIVILEGES = new URL("../../iam/least-privilege.test.ts", import.meta.url);
/** The files of scenarios that run a second time, around the wire, under the roles of the functions. */
const twice = new Set(
  [...readFileSync(PRIVILEGES, "utf8").matchAll(/scenarios\/([\w-]+)\.test\.ts/g)].map(([, name]) => name),
);

/**
 * Whether the calls of this test go over the wire, in AWS's protocols: those of scenarios that run twice do so where they stand. All
 * others go around it, which takes two thirds of the time and gives the same history (test/chaos/around-the-wire.test.ts).
 */
export const isOverTheWire = (): boolean =>
  twice.has(/scenarios\/([\w-]+)\.test\.ts$/.exec(expect.getState().testPath ?? "")?.[1]);
