import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    env: { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" },
    include: ["test/**/*.test.ts"],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
