import { defineConfig } from "vitest/config";

/**
 * Files that set something for every scenario of their process (test/support/scenarios/everywhere.ts) and then import
 * the scenarios: each needs a module graph of its own. All others share theirs, which takes a third of the time; the
 * recorded rollouts do as well, since what they set watches their own scenarios alone.
 */
const alone = ["test/iam/least-privilege.test.ts", "test/iam/untagged.test.ts"];

export default defineConfig({
  test: {
    env: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      // Else each invocation of a function leaves its line among the tests'.
      POWERTOOLS_LOG_LEVEL: "ERROR",
    },
    testTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "shared", include: ["test/**/*.test.ts"], exclude: alone, isolate: false },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
