import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the bundler puts in (scripts/pack/bundle-cli.ts). */
declare const MOULT_COMMIT: string | undefined;

/** The version of this command line. */
export function ownVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** The commit that it was made from; in a checkout that which is checked out. `unknown` without a history. */
export function ownCommit(): string {
  if (typeof MOULT_COMMIT === "string") return MOULT_COMMIT;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const git = ["-c", `safe.directory=${root.slice(0, -1)}`, "rev-parse", "--short=8", "HEAD"];
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync("git", git, { cwd: root, encoding: "utf8", stdio: [...stdio], timeout: 1000 }).trim();
  } catch {
    return "unknown";
  }
}
