import { parse, type ScalarTag } from "yaml";
import type { Pattern } from "./event-pattern.ts";

/** One EventBridge rule: which events it takes, and which function it leads to. */
interface EventRule {
  readonly name: string;
  readonly target: string;
  readonly pattern: Pattern;
}

interface RuleResource {
  readonly Type: string;
  readonly Properties?: {
    readonly EventPattern?: Pattern;
    readonly Targets?: readonly { readonly Id: string }[];
  };
}

/**
 * The rules of a resources file that is deployed as it is, so that in process the same events lead to the same
 * functions. `variables` stands for what the deployment fills in: `self:custom.channels` and its like, and what `!Ref` names.
 */
export function readRules(yaml: string, variables: Readonly<Record<string, string>>): EventRule[] {
  const filled = yaml.replace(/\$\{([^}]+)\}/g, (whole, name: string) => variables[name] ?? whole);
  const reference: ScalarTag = { tag: "!Ref", resolve: (name: string) => variables[name] ?? name };
  const { Resources = {} } = parse(filled, { logLevel: "silent", customTags: [reference] }) as {
    Resources?: Record<string, RuleResource>;
  };
  return Object.entries(Resources).flatMap(([name, { Type, Properties = {} }]) => {
    const target = Properties.Targets?.[0]?.Id;
    if (Type !== "AWS::Events::Rule" || Properties.EventPattern === undefined || target === undefined)
      return [];
    return [{ name, target, pattern: Properties.EventPattern }];
  });
}
