import { spawnSync } from "node:child_process";

/**
 * Whether a foreign client runs on this machine. Where it does not, its tests are skipped, and this says so: they are
 * not part of what `npm install` brings.
 */
export function isInstalled(name: string, command: readonly [string, ...string[]]): boolean {
  const [program, ...args] = command;
  if (spawnSync(program, args).status === 0) return true;
  console.warn(
    `SKIPPED: ${name} is not installed here ('${command.join(" ")}' fails): its tests do not run.`,
  );
  return false;
}

export const hasBoto3 = (): boolean => isInstalled("boto3", ["python3", "-c", "import boto3"]);
export const hasAwsCli = (): boolean => isInstalled("the AWS CLI", ["aws", "--version"]);
