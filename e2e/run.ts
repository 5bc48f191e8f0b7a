import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAccount } from "./account/account.ts";
import { cases } from "./cases/cases.ts";
import type { E2eCase } from "./lab/lab.ts";
import { startEmulator } from "./emulator/emulator.ts";
import { pythonWithEmulator } from "./emulator/python.ts";
import { openLab, functionsEnvironment } from "./lab/open-lab.ts";
import type { E2eOptions } from "./options.ts";
import { Unmet } from "./report/unmet.ts";
import { openReport } from "./report/report.ts";

/** Sets everything up, runs the cases side by side, takes all of it down, and answers whether every case passed. */
export async function runAll({ patched, only }: E2eOptions): Promise<boolean> {
  const chosen = chosenCases(only);
  const report = openReport();
  const python = await pythonWithEmulator(report.say);
  const scratch = await mkdtemp(join(tmpdir(), "moult-e2e-"));
  const closing: (() => Promise<void>)[] = [() => rm(scratch, { recursive: true, force: true })];
  const whenStopped = (): void => void closeAll(closing).finally(() => process.exit(130));
  process.once("SIGINT", whenStopped).once("SIGTERM", whenStopped);
  try {
    const fleets = chosen.flatMap((each) => each.fleets ?? []);
    const account = await openAccount(fleets.map(({ name, team }) => ({ ...team, name })));
    closing.push(() => account.close());
    const functions = functionsEnvironment(account.url);
    const emulator = await startEmulator({ python, patched, folder: scratch, functions });
    closing.push(emulator.stop);
    report.say(
      `the emulator${patched ? ", mended," : ""} is at ${emulator.url}, the account at ${account.url}`,
    );
    const lab = await openLab({ account, emulator, python, patched, scratch, fleets, say: report.say });
    const measure = (each: E2eCase): Promise<void> => report.measure(each.name, () => each.run(lab));
    await Promise.all(chosen.filter(({ afterwards }) => !afterwards).map(measure));
    for (const each of chosen.filter(({ afterwards }) => afterwards)) await measure(each);
  } finally {
    process.off("SIGINT", whenStopped).off("SIGTERM", whenStopped);
    await closeAll(closing);
  }
  return report.end();
}

function chosenCases(only: readonly string[]): readonly E2eCase[] {
  const chosen = cases.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  if (chosen.length === 0)
    throw new Unmet(
      `no case is named ${only.join(" or ")}: there are ${cases.map(({ name }) => `"${name}"`).join(", ")}`,
    );
  return chosen;
}

/** The last that was opened first. */
async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) await close();
}
