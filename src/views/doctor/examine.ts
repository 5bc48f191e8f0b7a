import type { Identity } from "../../aws/sts.ts";
import { connectionFault } from "../../errors/connection-faults.ts";
import { listFleetNames } from "../../ledger/fleets.ts";
import { calendars } from "./calendars.ts";
import { type Check, check, type Finding, ok, unknown, wrong } from "./check.ts";
import type { Examiner, Pointed } from "./doctor-port.ts";
import { dueRate } from "./due-rate.ts";
import { ADOPT_ACTIONS, LEDGER_ACTIONS, START_ACTIONS } from "./needed-actions.ts";
import { examineStack } from "./stack-checks.ts";

/** Looks at all that a day with moult needs, and changes nothing. */
export async function examine(pointed: Pointed, examiner: Examiner): Promise<readonly Check[]> {
  const identity = await examiner.identity().catch((error: Error) => error);
  const checks = [
    check("credentials", async () => credentials(identity, pointed)),
    check("region", async () => ok(pointed.region)),
    check("ledger", () => readable(pointed, examiner)),
    check("due rate", () => dueRate(examiner)),
    check("calendars", () => calendars(examiner.ledger, examiner.clock.now())),
    ...examineStack(pointed, examiner.reader),
    check("may adopt", () => may(identity, examiner, { actions: ADOPT_ACTIONS })),
    ...mayAct(identity, pointed, examiner),
  ];
  return Promise.all(checks);
}

function credentials(identity: Identity | Error, { stateMachine, ...hints }: Pointed): Finding {
  if (identity instanceof Error) {
    const { message, next } = connectionFault(identity, hints) ?? {
      message: identity.message.replace(/\. Next: .*$/s, ""),
      next: "sign in again, such as with `aws sso login`, or set AWS_PROFILE",
    };
    return wrong(message, next);
  }
  const { account, arn } = identity;
  const owner = stateMachine?.split(":")[4] ?? account;
  if (owner !== account)
    return wrong(
      `account ${account}, and the stack is in ${owner}`,
      "use credentials of the stack's account, or correct MOULT_STATE_MACHINE",
    );
  return ok(`account ${account} as ${arn}`);
}

async function readable(
  { ledger: { kind, name }, ...hints }: Pointed,
  { ledger }: Examiner,
): Promise<Finding> {
  const count = await listFleetNames(ledger).then(
    ({ length }) => length,
    (error: Error) => error,
  );
  if (count instanceof Error) {
    const { message, next } = connectionFault(count, hints) ?? {
      message: count.message.replace(/\. Next: .*$/s, ""),
      next: "correct MOULT_TABLE, or give --table",
    };
    return wrong(`${kind} ${name} cannot be read: ${message}`, next);
  }
  return ok(`${kind} ${name}: ${count} ${count === 1 ? "fleet" : "fleets"}`);
}

/** By the door, or with permissions of one's own. */
function mayAct(identity: Identity | Error, pointed: Pointed, examiner: Examiner): Promise<Check>[] {
  const { operate } = pointed;
  if (operate !== null) return [check("may act", () => actsAs(operate, pointed, examiner))];
  return [
    check("may write the ledger", () => mayWriteLedger(identity, pointed, examiner)),
    check("may start", () => mayStart(identity, pointed, examiner)),
  ];
}

async function actsAs(url: string, hints: Pointed, { whoami }: Examiner): Promise<Finding> {
  const by = await whoami(url).catch((error: Error) => error);
  if (typeof by === "string") return ok(`by the stack, as ${by}`);
  const [message = "", next = "correct MOULT_OPERATE_URL: the stack's output OperateUrl"] =
    by.message.split(/\. Next: /);
  const fault = connectionFault(by, hints) ?? { message, next };
  return wrong(`the stack's door does not act: ${fault.message}`, fault.next);
}

interface Wanted {
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
}

async function may(identity: Identity | Error, { denied }: Examiner, wanted: Wanted): Promise<Finding> {
  if (identity instanceof Error) return unknown("whose policies these are is not known");
  const missing = await denied(identity.arn, wanted.actions, wanted.resources);
  if (missing.length > 0)
    return wrong(`not allowed: ${missing.join(", ")}`, `have them allowed for ${identity.arn}`);
  return ok("allowed by the caller's own policies; an organisation's may deny more");
}

async function mayWriteLedger(
  identity: Identity | Error,
  pointed: Pointed,
  examiner: Examiner,
): Promise<Finding> {
  const { ledger: where, region } = pointed;
  if (where.kind === "file") return ok("a file of this machine");
  if (identity instanceof Error) return unknown("whose policies these are is not known");
  const partition = identity.arn.split(":")[1];
  const table = `arn:${partition}:dynamodb:${region}:${identity.account}:table/${where.name}`;
  return may(identity, examiner, { actions: LEDGER_ACTIONS, resources: [table] });
}

async function mayStart(identity: Identity | Error, pointed: Pointed, examiner: Examiner): Promise<Finding> {
  const { stateMachine } = pointed;
  if (stateMachine === null)
    return unknown("a rollout in this process needs what the functions' roles have, all together");
  return may(identity, examiner, { actions: START_ACTIONS, resources: [stateMachine] });
}
