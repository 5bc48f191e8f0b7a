import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startEmulator } from "../../e2e/emulator/emulator.ts";
import { pythonWithEmulator } from "../../e2e/emulator/python.ts";
import { parseE2eOptions } from "../../e2e/options.ts";
import { eventually } from "../../e2e/report/eventually.ts";
import { expectSame, expectThat } from "../../e2e/report/expect.ts";
import { openReport } from "../../e2e/report/report.ts";

const folder = mkdtempSync(join(tmpdir(), "moult-e2e-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program of this name that says something and ends. */
function program(name: string, says: string, code: number): string {
  const path = join(mkdtempSync(join(folder, "bin-")), name);
  writeFileSync(path, `#!/bin/sh\necho "${says}"\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return path;
}
const silent = (): void => undefined;

test("without python3 it says what is missing, and the way out", async () => {
  await expect(pythonWithEmulator(silent, { search: folder, kept: join(folder, "none") })).rejects.toThrow(
    "the end-to-end run needs python3, 3.10 or newer, and there is none: install it, or leave this part out (.ci/run --no-e2e)",
  );
});

test("a python3 that is too old is named", async () => {
  const old = program("python3", "Python 3.9.2", 0);
  const search = join(old, "..");
  await expect(pythonWithEmulator(silent, { search, kept: join(folder, "none") })).rejects.toThrow(
    `the end-to-end run needs python3, 3.10 or newer, and ${old} is Python 3.9.2: install it, or leave this part out`,
  );
});

test("a python3 without venv says how it gets one", async () => {
  const python = join(mkdtempSync(join(folder, "bin-")), "python3");
  writeFileSync(
    python,
    '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.12.1 && exit 0\necho no ensurepip >&2\nexit 1\n',
  );
  chmodSync(python, 0o755);
  const search = join(python, "..");
  await expect(pythonWithEmulator(silent, { search, kept: join(folder, "none") })).rejects.toThrow(
    "python3 cannot make a virtual environment (on Debian: apt install python3-venv): no ensurepip",
  );
});

test("an emulator that does not start says why, and where all of it stands", async () => {
  const python = program("python3", "ModuleNotFoundError: no module", 1);
  const options = { python, patched: false, folder, functions: {} };
  await expect(startEmulator(options)).rejects.toThrow(
    `the emulator did not start: ModuleNotFoundError: no module (all of it: ${join(folder, "ministack.log")})`,
  );
});

test("the report counts, says why, and ends in one line", async () => {
  const lines: string[] = [];
  let now = 0;
  const report = openReport(
    (line) => lines.push(line),
    () => now,
  );
  await report.measure("one", async () => void (now += 2000));
  await report.measure("two", async () => expectSame("images", ["a"], ["b"]));
  await report.measure("three", async () => expectThat(false, "nobody came"));
  expect(report.end()).toBe(false);
  expect(lines).toEqual([
    "passed  one (2 s)",
    'FAILED  two (0 s): images: ["a"], not ["b"]',
    "FAILED  three (0 s): nobody came",
    "in 2 s",
    "1 passed, 2 failed",
  ]);
});

test("a run without any case has not passed", () => {
  expect(openReport(silent, () => 0).end()).toBe(false);
});

test("what does not come is said, with what is there instead", async () => {
  const waiting = { what: "a rollout has ended", seconds: 0, seen: async () => "Bake" };
  await expect(eventually(waiting, async () => undefined)).rejects.toThrow(
    "not within 0 s: a rollout has ended (Bake)",
  );
  expect(await eventually(waiting, async () => 1)).toBe(1);
});

test("an option that there is not is refused", () => {
  expect(parseE2eOptions(["--patched", "--only", "a", "--only", "b"])).toMatchObject({
    patched: true,
    only: ["a", "b"],
  });
  expect(() => parseE2eOptions(["--pached"])).toThrow("Unknown option '--pached'");
});
