import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { schema } from "@stryker-mutator/api/core";

/*
 * Takes out of the last report what Stryker would wrongly take over: it knows no tests of a mutant that acts while a
 * module is loaded, so it never sees that one was added or changed. Such mutants are run again until they are killed,
 * and so are those whose tests did not end: the machine may only have been busy.
 */
const REPORT = new URL("../../reports/stryker-incremental.json", import.meta.url);

if (existsSync(REPORT)) {
  const report = JSON.parse(readFileSync(REPORT, "utf8")) as schema.MutationTestResult;
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(
      ({ status, coveredBy = [] }) => status === "Killed" || (coveredBy.length > 0 && status !== "Timeout"),
    );
  }
  writeFileSync(REPORT, JSON.stringify(report));
}
