import { readdirSync, readFileSync } from "node:fs";
import { matchesPattern } from "../../../src/engine/event-pattern.ts";
import { readRules } from "../../../src/engine/event-rules.ts";

const RESOURCES = new URL("../../../resources/", import.meta.url);
export const OWN = "123456789012";
/** As the samples have them: their channels, and the machine whose executions they tell of. */
const FILLED_IN = {
  "AWS::AccountId": OWN,
  "self:custom.channels": "/immutable/",
  "self:custom.eventAccounts": JSON.stringify([OWN]),
  "self:custom.trustedSources": '["fleet.watch"]',
  Rollout: `arn:aws:states:us-east-1:${OWN}:stateMachine:rollout`,
  Retirement: `arn:aws:states:us-east-1:${OWN}:stateMachine:retirement`,
};

/** The rules of the stack, as its files have them. */
export const rules = readdirSync(RESOURCES)
  .filter((name) => name.endsWith(".yml"))
  .flatMap((name) => readRules(readFileSync(new URL(name, RESOURCES), "utf8"), FILLED_IN));

/** The names of those that take an event. */
export const rulesFor = (event: unknown): string[] =>
  rules.filter(({ pattern }) => matchesPattern(pattern, event)).map(({ name }) => name);
