import { expect, test } from "vitest";
import { files, found, sources } from "./tree.ts";

/** The code that runs, and the scripts beside it, without the files that may. */
const without = (...doors: RegExp[]): string[] =>
  [...sources, ...files.filter((path) => /^scripts\/.*\.(ts|mjs)$/.test(path))].filter(
    (path) => !doors.some((door) => door.test(path)),
  );

test("the environment is read in two files, by the set-up, and where the end-to-end run hands it on", () => {
  const doors = [/^src\/lambda\/env\.ts$/, /^cli\/session\/environment\.ts$/, /^scripts\/setup\.mjs$/];
  doors.push(/^e2e\/emulator\/python\.ts$/);
  expect(found(/\bprocess\.env\b/, without(...doors))).toEqual([]);
});

test("what time it is, is asked at the doors only: inside, time is an argument", () => {
  const doors = [/^src\/lambda\//, /^cli\//, /^src\/step\/real-clock\.ts$/];
  // The simulator's time is virtual; its server starts it at the time of the wall.
  doors.push(
    /^simulator\/(serve|wall-clock)\.ts$/,
    /^bench\//,
    /^chaos\/chaos\.ts$/,
    /^e2e\//,
    /^scripts\/first-run\//,
    // In the browser: how long the stream has been silent, also while the machine slept.
    /^dashboard\/page\/line\/clock\.ts$/,
  );
  expect(found(/\bDate\.now\(\)|\bnew Date\(\s*\)|\bDate\(\s*\)/, without(...doors))).toEqual([]);
});

test("chance comes from a seed: one seed, one history", () => {
  const simulated = sources.filter((path) => /^(simulator|rehearsal|chaos)\//.test(path));
  expect(found(/\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/, simulated)).toEqual([]);
  expect(
    found(
      /\bMath\.random\b/,
      sources.filter((path) => /^src\/(domain|rollout|detect)\//.test(path)),
    ),
  ).toEqual([]);
});

test("the console is the command line's, and metrics are lines of their own", () => {
  // Lambda would put what goes by its console into a line of its own form, where CloudWatch finds no metric.
  const doors = [
    /^src\/lambda\/metrics\.ts$/,
    /^cli\//,
    /^simulator\/serve\.ts$/,
    /^bench\//,
    /^scripts\//,
    /^chaos\//,
    /^e2e\//,
  ];
  expect(found(/\bconsole\.\w+\(|\bprocess\.std(out|err)\b/, without(...doors))).toEqual([]);
});

test("the command line writes where words are cleaned: a string is a line, and nothing of it is obeyed", () => {
  const doors =
    /^cli\/(main|run|session\/session|terminal\/\w.*|watch\/(line|json)-output|view\/painter|demo\/show)\.ts$/;
  const commandLine = sources.filter((path) => path.startsWith("cli/") && !doors.test(path));
  expect(found(/\.write\(|\bconsole\.|\bstripVTControlCharacters\b/, commandLine)).toEqual([]);
});
