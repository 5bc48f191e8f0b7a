import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Json } from "../../../src/engine/json-path.ts";
import { machineFile } from "../../../src/engine/machine-files.ts";
import { named } from "./run-machine.ts";

/**
 * What a Task does when it is called: answers a verdict (`take-up Bake`), perhaps with the seconds to wait (`wait@-1`), or throws
 * an error by its name (`!Throttled`).
 */
export type Turn = string;
/** The turns of each Task, by its state; when they are used up, it passes. */
export type Script = Readonly<Record<string, readonly Turn[]>>;

/** The states of the real machine that are Tasks. */
export const taskStates: readonly string[] = Object.entries(machineFile("rollout").States).flatMap(
  ([name, { Type }]) => (Type === "Task" ? [name] : []),
);

/** Plays a script once: the same calls get the same answers, whoever runs the machine. */
export function player(script: Script): (state: string) => Json {
  const turns = new Map<string, number>();
  return (state) => {
    const turn = turns.get(state) ?? 0;
    turns.set(state, turn + 1);
    const [said = "", seconds = "0"] = (script[state]?.[turn] ?? "pass").split("@");
    const [verdict = "", phase] = said.split(" ");
    const reason = `${state} ${turn + 1}`;
    if (!verdict.startsWith("!"))
      return {
        verdict,
        ...(phase !== undefined && { phase }),
        waitSeconds: JSON.parse(seconds) as unknown,
        reason,
        ...(state === "Admit" && { fence: 7, rollout: "run-1", fleet: "web" }),
      };
    // The form in which Step Functions shows an error that a Lambda function threw.
    throw named(verdict.slice(1), reason);
  };
}

/** The machine's file as it is written, with an ARN for each function. */
export function deployedDefinition(): {
  TimeoutSeconds: number;
  States: Record<string, { Resource?: unknown }>;
} {
  const text = readFileSync(new URL("../../../statemachines/rollout.asl.yml", import.meta.url), "utf8");
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:";
  const plain = text.replaceAll(/\{ "Fn::Sub": "(.*?)" \}/g, (_all, sub: string) =>
    sub.replaceAll("${AWS::Partition}", "aws"),
  );
  return parse(plain.replace(/\{ "Fn::GetAtt": \[(\w+), Arn\] \}/g, `${arn}$1`));
}
