import { parse } from "yaml";

type Pattern = Readonly<Record<string, unknown>>;

/** One EventBridge rule: which events it takes, and which function it leads to. */
interface EventRule {
  readonly name: string;
  readonly target: string;
  readonly pattern: Pattern;
}

interface RuleResource {
  readonly Type: string;
  readonly Properties: {
    readonly EventPattern?: Pattern;
    readonly Targets?: readonly { readonly Id: string }[];
  };
}

/**
 * The rules of a resources file that is deployed as it is, so that in process the same events lead to the same
 * functions. `variables` stands for what the deployment fills in: `self:custom.channels` and its like.
 */
export function readRules(yaml: string, variables: Readonly<Record<string, string>>): EventRule[] {
  const filled = yaml.replace(/\$\{([^}]+)\}/g, (whole, name: string) => variables[name] ?? whole);
  const { Resources } = parse(filled, { logLevel: "silent" }) as { Resources: Record<string, RuleResource> };
  return Object.entries(Resources).flatMap(([name, { Type, Properties }]) => {
    const target = Properties.Targets?.[0]?.Id;
    if (Type !== "AWS::Events::Rule" || Properties.EventPattern === undefined || target === undefined)
      return [];
    return [{ name, target, pattern: Properties.EventPattern }];
  });
}

/** Whether a pattern takes an event: lists of values or of `prefix` / `exists` filters, nested as the event is. */
export function matchesPattern(pattern: Pattern, event: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = event[key];
    if (Array.isArray(wanted)) return wanted.some((filter: unknown) => matchesFilter(filter, value));
    if (typeof wanted !== "object" || wanted === null)
      throw new Error(`The pattern of ${key} is neither a list nor an object.`);
    return typeof value === "object" && value !== null && matchesPattern(wanted as Pattern, value as Pattern);
  });
}

function matchesFilter(filter: unknown, value: unknown): boolean {
  if (typeof filter !== "object" || filter === null) return filter === value;
  const [[kind, wanted] = ["nothing", undefined]] = Object.entries(filter);
  if (kind === "exists") return (value !== undefined) === wanted;
  if (kind === "prefix") return typeof value === "string" && value.startsWith(String(wanted));
  throw new Error(`Event patterns with '${kind}' are not known here.`);
}
