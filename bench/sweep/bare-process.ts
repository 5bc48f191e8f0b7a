import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunction } from "../bundles.ts";

/** What a function is given where it is deployed; none of it is asked before it is invoked. */
const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  LEDGER_TABLE: "ledger",
  STATE_MACHINE_ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:rollout",
};

/** Bytes that a process of this function's bundle has in memory when it is loaded, before its first invocation. */
export async function bareProcessBytes(name: string): Promise<number> {
  const { text } = await bundleFunction(name);
  const folder = mkdtempSync(join(tmpdir(), "moult-bench-"));
  try {
    const file = join(folder, "handler.mjs");
    writeFileSync(file, text);
    const script = `import(${JSON.stringify(file)}).then(() => console.log(process.memoryUsage().rss))`;
    return Number(execFileSync(process.execPath, ["-e", script], { env: ENVIRONMENT, encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
