import { ServiceFault } from "../services/operation.ts";
import type { World } from "../world/world.ts";
import { loadActionReference } from "./action-reference.ts";
import type { Authorize } from "./authorize.ts";
import { type Grant, judge, type Question } from "./judge.ts";
import { asksTheSame, question, questionsOf, SERVICES_ASKED } from "./questions.ts";
import type { Policies } from "./statement.ts";

/** A call that was refused for want of permission. */
export interface Denial {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
}

export interface IamEnforcement {
  /** The simulator's option: refuses what the caller's statements do not grant. */
  readonly authorize: Authorize;
  /** The same for what is not simulated: the ledger's table, the state machine. Throws the ServiceFault. */
  permit(caller: string, action: string, resource: string, world: World): void;
  /** What was granted to a caller by which part of its statements, each once. */
  grantsTo(caller: string): readonly Grant[];
  readonly denials: readonly Denial[];
}

/** Not simulated, and asked for through `permit`. */
const OTHER_SERVICES = ["dynamodb", "states"];

/**
 * Enforces policies by the name of the caller: the `Caller` in process, the access key over HTTP. A caller that is not
 * named goes by the statements of `*`; without those it is the account's owner and may do everything.
 */
export async function enforceIam(policies: Policies): Promise<IamEnforcement> {
  const reference = await loadActionReference([...SERVICES_ASKED, ...OTHER_SERVICES]);
  const grants = new Map<string, Map<string, Grant>>();
  const denials: Denial[] = [];
  const allowed = openMemory();
  const ask = openDecision(policies, grants, denials);
  return {
    authorize: ({ caller, ...call }, world) => {
      if (!policies[caller] && !policies["*"]) return undefined;
      const known = allowed(caller, call.action);
      if (known.has(call.service)) return undefined;
      const fault = ask({ caller, service: call.service }, questionsOf(call, world, reference), world);
      if (!fault && asksTheSame(call)) known.add(call.service);
      return fault;
    },
    permit: (caller, action, resource, world) => {
      const known = allowed(caller, action);
      if (known.has(resource)) return;
      const [service = ""] = action.split(":");
      const asked = question({ resource, keys: {} }, reference.facts(action), reference);
      const fault = ask({ caller, service }, [asked], world);
      if (fault) throw fault;
      if (known.size < MOST_REMEMBERED) known.add(resource);
    },
    grantsTo: (caller) => [...(grants.get(caller)?.values() ?? [])],
    denials,
  };
}

type Decide = (asking: Asking, questions: readonly Question[], world: World) => ServiceFault | undefined;

/** Decides each call by its caller's statements, and takes down what they grant and what they deny. */
const openDecision =
  (policies: Policies, grants: Map<string, Map<string, Grant>>, denials: Denial[]): Decide =>
  ({ caller, service }, questions, world) => {
    const statements = policies[caller] ?? policies["*"];
    if (statements === undefined) return undefined;
    for (const asked of questions) {
      const judgement = judge(statements, asked);
      if (!judgement.allowed) {
        denials.push({ caller, action: asked.action, resource: asked.resource });
        return refusal({ caller, service, asked, why: judgement.why }, world);
      }
      remember(grants, caller, judgement.grants);
    }
    return undefined;
  };

/** Resources that are asked for over and over are few; executions have names that nobody asks for again. */
const MOST_REMEMBERED = 100;

/**
 * What was judged once and for all: what depends on nothing but caller, action and resource (or service, for an action
 * that takes no resource). Most calls are of this kind. Joining the names to one key would cost as much as it saves.
 */
function openMemory(): (caller: string, action: string) => Set<string> {
  const callers = new Map<string, Map<string, Set<string>>>();
  return (caller, action) => {
    let actions = callers.get(caller);
    if (actions === undefined) callers.set(caller, (actions = new Map()));
    let known = actions.get(action);
    if (known === undefined) actions.set(action, (known = new Set()));
    return known;
  };
}

function remember(grants: Map<string, Map<string, Grant>>, caller: string, given: readonly Grant[]): void {
  const own = grants.get(caller) ?? new Map<string, Grant>();
  grants.set(caller, own);
  for (const grant of given) own.set(`${grant.statement} ${grant.action} ${grant.resource}`, grant);
}

interface Asking {
  readonly caller: string;
  /** The signing name: each service words its refusals itself. */
  readonly service: string;
}

interface Refused extends Asking {
  readonly asked: Question;
  readonly why: "explicit-deny" | "no-allow";
}

/** Query services of the older kind say AccessDenied, EC2 has its own word, JSON services AccessDeniedException. */
const CODES: Readonly<Record<string, readonly [string, number]>> = {
  ec2: ["UnauthorizedOperation", 403],
  autoscaling: ["AccessDenied", 403],
  elasticloadbalancing: ["AccessDenied", 403],
  monitoring: ["AccessDenied", 403],
  imagebuilder: ["AccessDeniedException", 403],
};

function refusal({ caller, service, asked, why }: Refused, world: World): ServiceFault {
  const { action, resource } = asked;
  const [code, status] = CODES[service] ?? ["AccessDeniedException", 400];
  const reason =
    why === "explicit-deny"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  const user = `arn:${world.partition}:sts::${world.account}:assumed-role/${caller}`;
  return new ServiceFault(
    code,
    `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    status,
  );
}
