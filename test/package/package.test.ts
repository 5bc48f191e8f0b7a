import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { recycleMachine } from "../../src/recycle/recycle-machine.ts";
import { retirementMachine } from "../../src/retirement/retirement-machine.ts";
import { rolloutMachine } from "../../src/rollout/rollout-machine.ts";
import { packagedResources, referencesIn } from "../support/package/packaged.ts";

const resources = await packagedResources();
const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

const strings = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const document = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: strings,
      Resource: z.unknown(),
      Condition: z.unknown().optional(),
    }),
  ),
});
const policies = z.array(z.object({ PolicyDocument: document }));
const statementsOf = (role: string) =>
  policies
    .parse(resources[role]?.Properties["Policies"])
    .flatMap((policy) => policy.PolicyDocument.Statement);
/** Rules whose target is no function. */
const WAYS: Readonly<Record<string, { readonly by: string; readonly names: string }>> = {
  ScanSchedule: { by: "ScanSchedule", names: "ScanScheduleRole" },
  NeedsAttention: { by: "AlarmTopicPolicy", names: "NeedsAttention" },
  ChatNotices: { by: "ChatTopicPolicy", names: "ChatNotices" },
};
const roles = ofType("AWS::IAM::Role").map(([name]) => name);
const logicalId = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
const RETIREMENT = Object.keys(retirementMachine.states).map(logicalId);
const ROLLOUT = Object.keys(rolloutMachine.states).map(logicalId);
const RECYCLE = Object.keys(recycleMachine.states).map(logicalId);
const STATES = [...ROLLOUT, ...RETIREMENT, ...RECYCLE];
const FUNCTIONS = [
  ...STATES,
  ...["imagePublished", "instanceReported", "operate", "scan", "sweep"].map(logicalId),
];

describe("the functions", () => {
  it("are those of the machines, those that read events, and the sweep", () => {
    expect(
      ofType("AWS::Lambda::Function")
        .map(([name]) => name)
        .sort(),
    ).toEqual([...FUNCTIONS].sort());
  });

  it("are as many as the page on deploying says, and so are machines and rules", () => {
    const counted = [
      `${ofType("AWS::Lambda::Function").length} functions`,
      `${ofType("AWS::StepFunctions::StateMachine").length} state machines`,
      `${ofType("AWS::Events::Rule").length} event rules`,
    ];
    const page = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8").replaceAll("\n", " ");
    expect(counted.filter((each) => !page.includes(each))).toEqual([]);
  });

  it("have each a role of their own, and there is no other role but the machines'", () => {
    const own = ofType("AWS::Lambda::Function").map(
      ([, { Properties }]) => referencesIn(Properties["Role"])[0],
    );
    expect(new Set(own).size).toBe(FUNCTIONS.length);
    expect(
      new Set([...own, "RecycleRole", "RetirementRole", "RolloutRole", "ScanRole", "ScanScheduleRole"]),
    ).toEqual(new Set(roles));
  });

  it("reserve no concurrency, which an account with a limit of 10 cannot: all of the stack would roll back", () => {
    const reserving = ofType("AWS::Lambda::Function").filter(
      ([, { Properties }]) => "ReservedConcurrentExecutions" in Properties,
    );
    expect(reserving.map(([name]) => name)).toEqual([]);
    expect(ofType("AWS::Lambda::Version")).toEqual([]);
  });

  it("keep their logs for a month, not for ever", () => {
    const groups = ofType("AWS::Logs::LogGroup");
    expect(groups).toHaveLength(FUNCTIONS.length + 4);
    expect(groups.filter(([, { Properties }]) => Properties["RetentionInDays"] !== 30)).toEqual([]);
  });
});

describe("the roles", () => {
  it.each(roles)("%s has no action with a wildcard", (role) => {
    const actions = statementsOf(role).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it.each(roles)(
    "%s changes servers and traffic only where a tag, a launch or a service narrows it",
    (role) => {
      const writes = statementsOf(role).filter(
        ({ Effect, Action }) =>
          Effect === "Allow" &&
          Action.some((action) => /^(autoscaling|ec2|elasticloadbalancing|iam):(?!Describe)/.test(action)),
      );
      expect(writes.filter(({ Condition, Resource }) => Condition === undefined || Resource === "*")).toEqual(
        [],
      );
    },
  );

  it("that may delete a group may not do it by force", () => {
    const deleters = roles.filter((role) =>
      statementsOf(role).some(
        ({ Effect, Action }) => Effect === "Allow" && Action.includes("autoscaling:DeleteAutoScalingGroup"),
      ),
    );
    expect(deleters.sort()).toEqual([
      "RetireBlueIamRoleLambdaExecution",
      "RollBackIamRoleLambdaExecution",
      "TakeDownIamRoleLambdaExecution",
    ]);
    for (const role of deleters) {
      expect(statementsOf(role)).toContainEqual({
        Effect: "Deny",
        Action: ["autoscaling:DeleteAutoScalingGroup"],
        Resource: "*",
        Condition: { Bool: { "autoscaling:ForceDelete": "true" } },
      });
    }
  });

  it("none terminates instances or sets the desired size around a group's bounds, but those that replace servers by their group", () => {
    const around = /Terminate|SetDesiredCapacity|SetInstance/;
    const asking = roles.flatMap((role) =>
      statementsOf(role).flatMap(({ Action }) =>
        Action.filter((action) => around.test(action)).map((action) => `${role} ${action}`),
      ),
    );
    const ends = "autoscaling:TerminateInstanceInAutoScalingGroup";
    expect(asking.map((each) => each.replace(/IamRoleLambdaExecution/, "")).sort()).toEqual([
      `EndServers ${ends}`,
      `RestoreServers ${ends}`,
    ]);
  });
});

describe("the state machine", () => {
  const Properties = resources["Rollout"]?.Properties ?? {};

  it("is the one of the file, with the functions in the place of their names", () => {
    const { "Fn::Sub": sub } = z
      .object({ "Fn::Sub": z.tuple([z.string(), z.record(z.string(), z.unknown())]) })
      .parse(Properties["DefinitionString"]);
    const [text, variables] = sub;
    const deployed: unknown = JSON.parse(text, (key, value: unknown) => {
      // The validator writes the default into every state.
      if (key === "QueryLanguage" && value === "JSONPath") return undefined;
      const name = typeof value === "string" ? /^\$\{(\w+)\}$/.exec(value)?.[1] : undefined;
      return name === undefined ? value : variables[name];
    });
    const file = readFileSync(new URL("../../statemachines/rollout.asl.yml", import.meta.url), "utf8");
    const declared: unknown = JSON.parse(JSON.stringify(parse(file)), (key, value: unknown) => {
      if (key !== "Fn::GetAtt" || !Array.isArray(value)) return value;
      const name = String(value[0]);
      return [`${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`, value[1] as unknown];
    });
    expect(deployed).toEqual(declared);
  });

  it("may invoke the functions of its states, and no other", () => {
    const invoke = statementsOf("RolloutRole").find(({ Action }) => Action.includes("lambda:InvokeFunction"));
    expect(referencesIn(invoke?.Resource).sort()).toEqual([...ROLLOUT].sort());
    const retire = statementsOf("RetirementRole").find(({ Action }) =>
      Action.includes("lambda:InvokeFunction"),
    );
    expect(referencesIn(retire?.Resource).sort()).toEqual([...RETIREMENT].sort());
    const recycle = statementsOf("RecycleRole").find(({ Action }) =>
      Action.includes("lambda:InvokeFunction"),
    );
    expect(referencesIn(recycle?.Resource).sort()).toEqual([...RECYCLE].sort());
    const scan = statementsOf("ScanRole").find(({ Action }) => Action.includes("lambda:InvokeFunction"));
    expect(referencesIn(scan?.Resource)).toEqual(["ScanLambdaFunction"]);
  });

  it("is a standard one with a log", () => {
    expect(Properties).toMatchObject({ StateMachineType: "STANDARD", StateMachineName: "moult-dev-rollout" });
    expect(referencesIn(Properties["LoggingConfiguration"])).toEqual(["RolloutLog"]);
  });
});

describe("what is kept and told", () => {
  it("an event that cannot be delivered or handled goes to the encrypted dead letters", () => {
    expect(resources["DeadLetters"]?.Properties["SqsManagedSseEnabled"]).toBe(true);
    const rules = ofType("AWS::Events::Rule");
    expect(rules).toHaveLength(13);
    for (const [name, { Properties }] of rules) {
      expect(Properties["Targets"]).toMatchObject([
        { DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetters", "Arn"] } } },
      ]);
      expect(referencesIn(resources["DeadLettersPolicy"])).toContain(name);
      // A machine is started in a role of its rule, a topic lets the rule publish, a function is called by its permission.
      const way = WAYS[name] ?? { by: `${name}Permission`, names: name };
      expect(referencesIn(resources[way.by])).toContain(way.names);
    }
    for (const retries of ["ImagePublishedRetries", "InstanceReportedRetries", "SweepRetries"])
      expect(referencesIn(resources[retries])).toContain("DeadLetters");
  });

  it("claims about servers are heard of trusted sources only, and moult is none of them", () => {
    const { source, account } = z
      .object({ source: z.array(z.string()).min(1), account: z.unknown() })
      .parse(resources["InstanceReported"]?.Properties["EventPattern"]);
    expect(source).not.toContain("moult");
    expect(account).toEqual([{ Ref: "AWS::AccountId" }]);
    expect(resources["InstanceReportedLambdaFunction"]?.Properties["Environment"]).toMatchObject({
      Variables: { TRUSTED_SOURCES: { "Fn::Join": [",", source] } },
    });
  });
});

describe("the template", () => {
  const needs = new Map(
    Object.entries(resources).map(([name, { Properties, DependsOn }]) => [
      name,
      [...referencesIn(Properties), ...DependsOn],
    ]),
  );

  it("refers only to what is in it", () => {
    const missing = [...needs.values()].flat().filter((name) => !needs.has(name));
    expect(missing).toEqual([]);
  });

  it("can be made in some order: nothing needs itself", () => {
    const made = new Set<string>();
    for (let before = -1; before < made.size; ) {
      before = made.size;
      for (const [name, wanted] of needs) if (wanted.every((each) => made.has(each))) made.add(name);
    }
    expect([...needs.keys()].filter((name) => !made.has(name))).toEqual([]);
  });
});
