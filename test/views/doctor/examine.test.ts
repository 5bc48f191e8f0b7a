import { describe, expect, test } from "vitest";
import type { StackReader } from "../../../src/aws/stack/examine-stack.ts";
import { AccessDenied } from "../../../src/errors/errors.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { Examiner, Pointed } from "../../../src/views/doctor/doctor-port.ts";
import { examine } from "../../../src/views/doctor/examine.ts";

const ADA = { account: "123456789012", arn: "arn:aws:sts::123456789012:assumed-role/operator/ada" };
const POINTED: Pointed = {
  profile: "default",
  region: "eu-central-1",
  ledger: { kind: "table", name: "moult-prod-ledger" },
  stateMachine: "arn:aws:states:eu-central-1:123456789012:stateMachine:moult-prod-rollout",
  operate: null,
  version: "0.2.0",
};
const RESOURCES = [
  { name: "Ledger", type: "AWS::DynamoDB::Table", id: "moult-prod-ledger" },
  { name: "DeadLetters", type: "AWS::SQS::Queue", id: "https://queue" },
  { name: "SweepSchedule", type: "AWS::Events::Rule", id: "moult-prod-SweepSchedule-1" },
  { name: "ImageBuilt", type: "AWS::Events::Rule", id: "moult-prod-ImageBuilt-1" },
];
const READER: StackReader = {
  stack: async () => ({ status: "UPDATE_COMPLETE", outputs: { Version: "0.2.0" }, resources: RESOURCES }),
  isRuleEnabled: async () => true,
  waiting: async () => 0,
  trails: async () => ["audit"],
};

type Special = Partial<Omit<Examiner, "reader">> & { readonly reader?: Partial<StackReader> };

const look = async ({ reader, ...special }: Special = {}, pointed: Partial<Pointed> = {}) => {
  const found = await examine(
    { ...POINTED, ...pointed },
    {
      identity: async () => ADA,
      ledger: openSqliteLedger(":memory:"),
      clock: { now: () => Date.UTC(2026, 10, 29, 12) },
      readAhead: async () => [],
      denied: async () => [],
      whoami: async () => ADA.arn,
      ...special,
      reader: { ...READER, ...reader },
    },
  );
  return Object.fromEntries(found.map(({ name, ...rest }) => [name, rest]));
};
const refuse = async () => {
  throw new AccessDenied("nobody may");
};

describe("the doctor", () => {
  test("finds nothing where all is well", async () => {
    const found = await look();
    expect(Object.keys(found)).toEqual([
      "credentials",
      "region",
      "ledger",
      "due rate",
      "calendars",
      "stack",
      "version",
      "table",
      "rules",
      "dead letters",
      "trail",
      "may adopt",
      "may write the ledger",
      "may start",
    ]);
    expect(Object.values(found).filter(({ result }) => result !== "ok")).toEqual([]);
  });

  test("asks the door as whom it acts, where one is named", async () => {
    const operate = "https://id.lambda-url.eu-central-1.on.aws/";
    const found = await look({}, { operate });
    expect(found["may act"]).toMatchObject({ result: "ok", words: `by the stack, as ${ADA.arn}` });
    expect(found).not.toHaveProperty("may write the ledger");
    const shut = await look({ whoami: refuse }, { operate });
    expect(shut["may act"]).toMatchObject({
      result: "wrong",
      words: "the stack's door does not act: nobody may",
      next: "correct MOULT_OPERATE_URL: the stack's output OperateUrl",
    });
  });

  test.each<[string, Special, Partial<Pointed>, string, string]>([
    ["credentials", { identity: refuse }, {}, "nobody may", "sign in again"],
    [
      "credentials",
      { identity: async () => ({ ...ADA, account: "999999999999" }) },
      {},
      "account 999999999999, and the stack is in 123456789012",
      "use credentials of the stack's account",
    ],
    [
      "ledger",
      { ledger: { ...openSqliteLedger(":memory:"), list: refuse } },
      {},
      "table moult-prod-ledger cannot be read: nobody may",
      "correct MOULT_TABLE",
    ],
    [
      "stack",
      {
        reader: {
          stack: async () => ({ status: "UPDATE_ROLLBACK_COMPLETE", outputs: {}, resources: RESOURCES }),
        },
      },
      {},
      "moult-prod: UPDATE_ROLLBACK_COMPLETE",
      "see the stack's events",
    ],
    [
      "version",
      {},
      { version: "0.1.0" },
      "the stack is 0.2.0, this command line 0.1.0",
      "deploy this version",
    ],
    [
      "table",
      {},
      { ledger: { kind: "table", name: "moult-dev-ledger" } },
      "the stack keeps its ledger in moult-prod-ledger, these commands table moult-dev-ledger",
      "set MOULT_TABLE=moult-prod-ledger",
    ],
    [
      "rules",
      { reader: { isRuleEnabled: async (name) => !name.includes("Sweep") } },
      {},
      "disabled: SweepSchedule",
      "`aws events enable-rule --name moult-prod-SweepSchedule-1`",
    ],
    ["dead letters", { reader: { waiting: async () => 2 } }, {}, "2 in https://queue", "DeadLettersAlarm"],
    [
      "trail",
      { reader: { trails: async () => [] } },
      {},
      "no trail is on that keeps management events",
      "switch a trail",
    ],
    [
      "may start",
      { denied: async (_who, actions) => actions.filter((action) => action.startsWith("states:")) },
      {},
      "not allowed: states:StartExecution",
      `have them allowed for ${ADA.arn}`,
    ],
  ])("says what is wrong with %s", async (name, ...[special, pointed, words, next]) => {
    const { [name]: found } = await look(special, pointed);
    expect(found?.result).toBe("wrong");
    expect(found?.words).toContain(words);
    expect(found?.next).toContain(next);
  });

  test("calls unknown what it may not ask, and goes on", async () => {
    const found = await look({
      denied: refuse,
      reader: { stack: refuse, isRuleEnabled: refuse, waiting: refuse, trails: refuse },
    });
    const unknown = ["stack", "version", "table", "rules", "dead letters", "trail"];
    for (const name of [...unknown, "may adopt", "may write the ledger", "may start"])
      expect(found[name]).toEqual({ result: "unknown", words: "nobody may", next: null });
    expect(found["ledger"]?.result).toBe("ok");
  });

  test("knows no stack where none is named", async () => {
    const found = await look({}, { stateMachine: null, ledger: { kind: "file", name: "/a/ledger.sqlite" } });
    expect(found["stack"]).toEqual({
      result: "unknown",
      words: "no stack is named",
      next: "set MOULT_STATE_MACHINE to the stack's output RolloutArn",
    });
    expect(found["may write the ledger"]?.result).toBe("ok");
    expect(found["may start"]?.result).toBe("unknown");
  });
});
