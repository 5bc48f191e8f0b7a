import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { functionPolicies } from "../../rehearsal/function-policies.ts";
import { SIMULATED } from "../../rehearsal/function-roles.ts";
import { machineFile } from "../../src/engine/machine-files.ts";
import { machines } from "../../src/machines/machines.ts";
import { runKinds } from "../../src/machines/run-kinds.ts";
import type { MachineState } from "../../src/step/state.ts";

const inRepository = (path: string) => new URL(`../../${path}`, import.meta.url);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Prefixes of the actions that each of them asks for. */
const PREFIX: Readonly<Record<string, readonly string[]>> = {
  ec2: ["ec2"],
  autoScaling: ["autoscaling"],
  elbv2: ["elasticloadbalancing"],
  ssm: ["ssm"],
  cloudWatch: ["cloudwatch"],
  imageBuilder: ["imagebuilder"],
  starter: ["states"],
  executions: ["states"],
  publish: ["events"],
  bells: ["states"],
};
/** Auto Scaling launches in the function's name, from a template that names a role (aws-facts 6). */
const LAUNCHING = ["ec2", "iam"];
/** A rule that authenticates by Cognito is written by who may read its client. */
const WRITES_RULES = new Set([
  "launchGreen",
  "observeGreen",
  "validateGreen",
  "shiftTraffic",
  "retireBlue",
  "rollBack",
]);

/** Where the states' tests are: a run's steps are many. */
const TESTS: Readonly<Record<string, string>> = {
  rollout: "rollout/states",
  retirement: "retirement/states",
  recycle: "recycle/states",
  scan: "detect/scan",
};

const needsOf = ({ services, ports }: MachineState): string[] => [...services, ...ports];

test("every machine's kind of run is swept, and the other way round", () => {
  expect(runKinds).toEqual(machines.flatMap(({ kind }) => kind ?? []));
});

test.each(runKinds.map((kind) => [kind.machine, kind] as const))(
  "%s: the run's phases are the machine's Tasks but the one that hands it over, and what ends it is among them",
  (name, { phases, ending, pointOfNoReturn }) => {
    const tasks = Object.entries(machineFile(name).States).filter(([, { Type }]) => Type === "Task");
    const states = tasks.flatMap(([state]) => (state === "NextLeg" ? [] : [state])).sort();
    expect([...phases].sort()).toEqual(states);
    const named = [ending.undo, ending.close, pointOfNoReturn?.phase].filter((each) => each != null);
    expect(states).toEqual(expect.arrayContaining(named));
  },
);

test("a machine without a kind of run has its name all the same", () => {
  const names = machines.map(({ name, kind }) => [kind?.machine ?? name, name]);
  expect(names.filter(([one, other]) => one !== other)).toEqual([]);
  expect(machines.map(({ name }) => name)).toContain("scan");
});

describe.each(machines.map((machine) => [machine.name, machine] as const))("%s", (name, machine) => {
  const { States } = machineFile(name);
  const tasks = Object.entries(States).flatMap(([state, each]) =>
    each.Type === "Task" ? [[each.Resource["Fn::GetAtt"][0], state] as const] : [],
  );

  test("the table has the Tasks of the file, each by its function and with its phase", () => {
    expect(Object.fromEntries(tasks)).toEqual(
      Object.fromEntries(Object.entries(machine.states).map(([key, { phase }]) => [key, phase])),
    );
  });

  test.each(Object.entries(machine.states))("%s has a function, which takes this state", (key) => {
    const folder = `functions/${kebab(key)}`;
    const handler = readFileSync(inRepository(`${folder}/handler.ts`), "utf8");
    expect(handler).toContain(`stateHandler(${key}State, `);
    const settings = parse(readFileSync(inRepository(`${folder}/function.yml`), "utf8"), {
      logLevel: "silent",
    }) as object;
    expect(Object.keys(settings)).toEqual([key]);
    expect(existsSync(inRepository(`test/${TESTS[name]}/${kebab(key)}.test.ts`))).toBe(true);
  });

  test("a function's role allows what its state needs, and nothing of another service", () => {
    const policies = functionPolicies(SIMULATED);
    for (const [key, state] of Object.entries(machine.states)) {
      const statements = policies.find((policy) => policy.name === key)?.statements ?? [];
      const allowed = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
      const prefixes = new Set(allowed.map((action) => action.split(":")[0] ?? ""));
      const needed = new Set(["dynamodb", ...needsOf(state).flatMap((need) => PREFIX[need] ?? [need])]);
      if (WRITES_RULES.has(key)) needed.add("cognito-idp");
      // What blue got meanwhile is given to green: a lifecycle hook may name a role.
      if (["shiftTraffic", "retireBlue"].includes(key)) needed.add("iam");
      if (key === "launchGreen") for (const prefix of LAUNCHING) needed.add(prefix);
      expect([key, ...[...prefixes].sort()]).toEqual([key, ...[...needed].sort()]);
    }
  });
});
