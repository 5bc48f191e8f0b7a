import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** What can kill a mutant of src/domain, src/rollout or src/ledger, without what only takes long. */
export default mergeConfig(
  base,
  defineConfig({ test: { include: ["test/{domain,rollout,ledger,scenarios}/**/*.test.ts"] } }),
);
