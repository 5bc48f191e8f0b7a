import { readFileSync } from "node:fs";
import { type Machine, readMachine } from "./machine.ts";

/** The state machine as it is deployed; read once. */
export function rolloutMachine(): Machine {
  machine ??= readMachine(
    readFileSync(new URL("../../statemachines/rollout.asl.yml", import.meta.url), "utf8"),
    "statemachines/rollout.asl.yml",
  );
  return machine;
}

let machine: Machine | undefined;
