// Counts what vitest's JSON report tells: `node scripts/count-tests.mjs <report> <exit code of vitest>` prints
// "<passed> <failed> <skipped>". A file that could not be run has no tests in the report and counts as one failed; a run
// that failed for another reason (an error outside of every test, a report of no tests at all) counts as one failed too.
// Skipped is what needs something that this machine lacks (Docker, jq, a foreign client): it is neither of the two.
import { readFileSync } from "node:fs";

/** @typedef {{ status: string }} Test */
/** @typedef {{ testResults: { status: string, assertionResults: Test[] }[] }} Report */

const [report = "", exitCode] = process.argv.slice(2);
/** @type {Report} */
const { testResults } = JSON.parse(readFileSync(report, "utf8"));
const tests = testResults.flatMap((file) =>
  file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")
    ? [...file.assertionResults, { status: "failed" }]
    : file.assertionResults,
);
/** @param {string} status */
const count = (status) => tests.filter((each) => each.status === status).length;
const passed = count("passed");
const skipped = ["skipped", "pending", "todo"].map(count).reduce((sum, each) => sum + each, 0);
const failed = tests.length - passed - skipped;
const unexplained = failed === 0 && (passed === 0 || Number(exitCode) !== 0) ? 1 : 0;
console.log(`${passed} ${failed + unexplained} ${skipped}`);
