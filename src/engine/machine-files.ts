import { readFileSync } from "node:fs";
import { machines } from "../machines/machines.ts";
import { type Machine, readMachine } from "./machine.ts";

const read = new Map<string, Machine>();

/** A state machine as it is deployed, from statemachines/<name>.asl.yml; read once. */
export function machineFile(name: string): Machine {
  const file = `statemachines/${name}.asl.yml`;
  const machine =
    read.get(name) ?? readMachine(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
  read.set(name, machine);
  return machine;
}

/** All state machines by name, as the embedded engine takes them. */
export const machineFiles = (): Readonly<Record<string, Machine>> =>
  Object.fromEntries(machines.map(({ name }) => [name, machineFile(name)]));
