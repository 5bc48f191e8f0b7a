import { describe, expect, it } from "vitest";
import { functionPolicies } from "../../rehearsal/function-policies.ts";
import { SIMULATED, withPermission } from "../../rehearsal/function-roles.ts";
import { loadActionReference, typesOf } from "../../simulator/iam/action-reference.ts";
import { enforceIam } from "../../simulator/iam/enforce-iam.ts";
import { readPolicies } from "../../simulator/iam/statement.ts";
import { createSimulator } from "../../simulator/simulator.ts";
import { performAct } from "../../src/desk/acts.ts";
import { startingDesk } from "../../src/desk/starting-desk.ts";
import { connectionFault } from "../../src/errors/connection-faults.ts";
import { writeBell } from "../../src/ledger/asked/bell.ts";
import { freezeFleet } from "../../src/operator/freeze-fleet.ts";
import { declareFleet, listFleetNames } from "../../src/ledger/fleets.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { ADOPT_ACTIONS } from "../../src/views/doctor/needed-actions.ts";
import { rollout } from "../support/cli/records.ts";
import { DECLARATION, NOON } from "../support/cli/command-line.ts";
import { packagedResources } from "../support/package/packaged.ts";
import { filledIn } from "../support/iam/filled-in.ts";

const PEOPLE = ["ViewerPolicy", "OperatorPolicy", "AdminPolicy"] as const;
const resources = await packagedResources();
const policies = readPolicies(
  Object.fromEntries(
    PEOPLE.map((name) => {
      const document = resources[name]?.Properties["PolicyDocument"] as { Statement: unknown } | undefined;
      return [name, filledIn(document?.Statement, SIMULATED)];
    }),
  ),
);
const statementsOf = (name: string) => policies[name] ?? [];
const actionsOf = (name: string) => statementsOf(name).flatMap(({ Action }) => Action);

describe("the policies for people", () => {
  it("name actions that exist, and resources that those take", async () => {
    const all = Object.values(policies).flat();
    const services = [
      ...new Set(all.flatMap(({ Action }) => Action.map((each) => each.split(":")[0] ?? ""))),
    ];
    const reference = await loadActionReference(services);
    const wrong = all.flatMap(({ Action, Resource }) =>
      Action.filter((action) => {
        if (!reference.has(action)) return true;
        const facts = reference.facts(action);
        return !Resource.some((arn) => arn === "*" || typesOf(facts, arn).length > 0);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("grow: an operator may all that a viewer may, an admin all of that, and a policy fits into what AWS takes", () => {
    expect(actionsOf("OperatorPolicy")).toEqual(expect.arrayContaining(actionsOf("ViewerPolicy")));
    expect(actionsOf("AdminPolicy")).toEqual(expect.arrayContaining(actionsOf("OperatorPolicy")));
    for (const name of PEOPLE)
      expect(JSON.stringify(resources[name]?.Properties["PolicyDocument"]).length).toBeLessThan(6144);
  });

  it("let a viewer read, and nothing else; let an operator ask the door besides, and by its URL alone", () => {
    const isRead = (action: string) => /:(Describe|Get|List)|^dynamodb:Query$/.test(action);
    expect(actionsOf("ViewerPolicy").filter((action) => !isRead(action))).toEqual([]);
    // A plan reads what the functions read; that of Cognito is asked of whoever writes a rule.
    const functions = functionPolicies(SIMULATED).flatMap(({ statements }) =>
      statements.flatMap(({ Action }) => Action),
    );
    const wanted = [...ADOPT_ACTIONS, ...functions]
      .filter(isRead)
      .filter((action) => !action.startsWith("cognito-idp:"));
    expect(wanted.filter((action) => !actionsOf("ViewerPolicy").includes(action))).toEqual([]);
    const more = statementsOf("OperatorPolicy").filter(({ Action }) => !Action.every(isRead));
    const arn = expect.stringMatching(/:function:/);
    expect(more).toEqual([
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunctionUrl"],
        Resource: [arn],
        Condition: { StringEquals: { "lambda:FunctionUrlAuthType": ["AWS_IAM"] } },
      },
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: [arn],
        Condition: { Bool: { "lambda:InvokedViaFunctionUrl": ["true"] } },
      },
    ]);
  });

  it("have no action that terminates a server, or deletes a group or an image", () => {
    const forbidden =
      /Terminate|DeleteAutoScalingGroup|Deregister|RunInstances|PassRole|PutParameter|SendTask/;
    expect(PEOPLE.flatMap(actionsOf).filter((action) => forbidden.test(action))).toEqual([]);
  });
});

describe("people in the simulated account", async () => {
  const iam = await enforceIam(policies);
  const simulator = createSimulator({ seed: 1, authorize: iam.authorize });
  const { world } = simulator;
  const table = openSqliteLedger(":memory:");
  await declareFleet(table, { declaration: DECLARATION, by: "bob", now: NOON }, "absent");
  const as = (name: string) =>
    withPermission(
      { ledger: table, starter: { start: async () => undefined }, executions: {} } as never,
      (action, resource) => iam.permit(name, action, resource, world),
      world,
    );
  const freeze = (name: string) =>
    freezeFleet(
      { fleet: "web", by: name, reason: "r", seconds: null },
      { ledger: as(name).ledger, clock: { now: () => NOON, sleep: async () => undefined } },
    );

  it.each(PEOPLE)("%s reads the ledger", async (name) => {
    expect(await listFleetNames(as(name).ledger)).toEqual(["web"]);
  });

  it.each(["ViewerPolicy", "OperatorPolicy"])(
    "%s writes nothing past the door, and is told of it",
    async (name) => {
      const denied = await freeze(name).catch((error: unknown) => error);
      expect(connectionFault(denied, { profile: "default", region: "us-east-1" })).toMatchObject({
        kind: "AccessDenied",
        next: expect.stringContaining("MOULT_OPERATE_URL"),
      });
      await expect(as(name).starter.start("rollout", "x", { fleet: "web" })).rejects.toThrow(
        /states:StartExecution/,
      );
    },
  );

  it("AdminPolicy writes and starts", async () => {
    expect((await freeze("AdminPolicy")).by).toBe("AdminPolicy");
    await as("AdminPolicy").starter.start("rollout", "x", { fleet: "web" });
  });

  it("the function operate has all that acts need, and uses all that it has", async () => {
    const name = "moult/operate";
    const own = functionPolicies(SIMULATED).find(({ folder }) => folder === "operate")?.statements ?? [];
    const door = await enforceIam({ [name]: own });
    const wanted = new Set(own.flatMap(({ Action }) => Action));
    const { ledger, starter } = withPermission(
      { ledger: table, starter: { start: async () => undefined }, executions: {} } as never,
      (action, resource) => {
        door.permit(name, action, resource, world);
        wanted.delete(action);
      },
      world,
    );
    const clock = { now: () => NOON, sleep: async () => undefined };
    const bells = {
      ring: async () => {
        door.permit(name, "states:SendTaskSuccess", "*", world);
        wanted.delete("states:SendTaskSuccess");
        return "rung" as const;
      },
    };
    const desk = startingDesk(starter, { ledger, clock }, bells);
    await rollouts.write(table, rollout({ phase: "AwaitApproval" }), "absent");
    await writeBell(table, "web", { rollout: "web-1", token: "t-1", at: NOON });
    const who = { by: "arn:aws:iam::123456789012:user/ada", proof: "function-url" } as const;
    const ask = { image: null, until: null, launchedBefore: null, reason: "look" };
    const abort = { ...who, act: "abort", fleet: "web", reason: "no", seconds: 0 } as const;
    await performAct("steer", abort, desk);
    await performAct("freeze", { ...who, fleet: "web", reason: "r", seconds: null }, desk);
    await performAct("unfreeze", { ...who, fleet: "web" }, desk);
    await performAct("start", { ...who, fleet: "web", ...ask }, desk);
    expect([...wanted]).toEqual([]);
  });
});
