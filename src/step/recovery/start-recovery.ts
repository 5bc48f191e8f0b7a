import { createHash } from "node:crypto";
import { hasEnded } from "../../domain/run/may-still-run.ts";
import type { Run } from "../../domain/run/run.ts";
import type { RunKind } from "../run-kind.ts";
import type { StepContext } from "../step.ts";

/**
 * Starts an execution that takes an abandoned run over, and answers its name. The execution that died makes the name,
 * so that one death is taken over once however many sweeps see it. A recovery that died before it took the run over has
 * used the name up: the next number is tried. Null: another sweep was first.
 */
export async function startRecovery<R extends Run>(
  kind: RunKind<R>,
  run: R,
  { ledger, executions, starter }: Pick<StepContext, "ledger" | "executions" | "starter">,
): Promise<string | null> {
  const { fleet, id, execution } = run;
  // What can be taken up by its own name was perhaps never started: then nobody else can be carrying it.
  if (kind.takeUpInput && (await starter.start(kind.machine, execution, kind.takeUpInput(run))) === "started")
    return execution;
  const death = createHash("sha256").update(execution).digest("hex").slice(0, 8);
  for (let number = 1; ; number += 1) {
    const name = `${id.slice(0, 55)}-recover-${death}-${number}`;
    const input = kind.takeUpInput?.(run) ?? { fleet, recover: id };
    if ((await starter.start(kind.machine, name, input)) === "started") return name;
    if (!hasEnded(await executions.status(kind.machine, name))) return null;
    const now = await kind.runs.read(ledger, fleet, id);
    if (now === undefined || now.run.endedAt !== null || now.run.execution !== execution) return null;
  }
}
