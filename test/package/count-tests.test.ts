import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** What the script says of files whose tests ended so: "<passed> <failed> <skipped>". */
function counted(files: { status: string; tests: string[] }[], exitCode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "moult-count-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const report = join(folder, "tests.json");
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  }));
  writeFileSync(report, JSON.stringify({ testResults }));
  const { stdout } = spawnSync(process.execPath, ["scripts/count-tests.mjs", report, `${exitCode}`]);
  return stdout.toString().trim();
}

test("a test that this machine cannot run is neither passed nor failed", () => {
  expect(counted([{ status: "passed", tests: ["passed", "skipped", "pending", "passed"] }], 0)).toBe("2 0 2");
});

test("each failed test counts, and so does a file that could not be run", () => {
  const one = { status: "failed", tests: ["passed", "failed"] };
  expect(counted([one, { status: "failed", tests: [] }], 1)).toBe("1 2 0");
});

test("a run that failed for another reason, or ran nothing, is a failure", () => {
  expect(counted([{ status: "passed", tests: ["passed"] }], 1)).toBe("1 1 0");
  expect(counted([], 0)).toBe("0 1 0");
  expect(counted([{ status: "passed", tests: ["skipped"] }], 0)).toBe("0 1 1");
});
