import type { Action, ForwardActionConfig } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalid } from "../faults.ts";
import { TARGET_GROUPS_PER_ACTION } from "../quotas.ts";
import type { ActionRecord, ForwardRecord } from "../state.ts";

const HEAVIEST = 999;
/** Seconds: aws-facts 1.4. */
const LONGEST_STICKINESS = 604_800;
const KEPT_AS_GIVEN = [
  "fixed-response",
  "redirect",
  "authenticate-oidc",
  "authenticate-cognito",
  "jwt-validation",
];

/** Actions as a caller sends them, in their order. Throws ValidationError. Whether they fit is for `checkActions`. */
export function readActions(actions: readonly Action[] | undefined): ActionRecord[] {
  if (actions === undefined || actions.length === 0) throw invalid("An action must be specified");
  if (actions.length > 1 && actions.some((action) => action.Order === undefined))
    throw invalid("An action order must be specified for rules with several actions");
  const records = actions.map(readAction).toSorted((one, other) => one.order - other.order);
  const last = records.at(-1);
  if (records.some((each) => answersRequest(each) !== (each === last)))
    throw invalid("A rule must end in one action of type forward, redirect or fixed-response");
  return records;
}

function readAction(action: Action): ActionRecord {
  const order = action.Order ?? 1;
  if (action.Type === "forward") return { type: "forward", order, forward: readForward(action) };
  if (action.Type === undefined || !KEPT_AS_GIVEN.includes(action.Type))
    throw invalid(`Action type '${action.Type}' is not simulated`);
  return { type: "other", order, verbatim: { ...action } };
}

// TargetGroupArn is a shorthand for a forward to one target group; given with ForwardConfig both must name the same.
function readForward({ TargetGroupArn: arn, ForwardConfig: config }: Action): ForwardRecord {
  const listed = config?.TargetGroups ?? [];
  if (arn !== undefined && listed.length > 0 && (listed.length > 1 || listed[0]?.TargetGroupArn !== arn))
    throw invalid("You cannot specify both a target group ARN and other target groups in one forward action");
  const tuples = listed.length > 0 ? listed : [{ TargetGroupArn: arn }];
  if (tuples.length > TARGET_GROUPS_PER_ACTION)
    throw invalid(`A forward action cannot have more than ${TARGET_GROUPS_PER_ACTION} target groups`);
  const targetGroups = tuples.map((tuple) => readTuple(tuple, tuples.length));
  if (new Set(targetGroups.map((each) => each.arn)).size < targetGroups.length)
    throw invalid("A target group can be named only once in a forward action");
  return { targetGroups, stickiness: readStickiness(config?.TargetGroupStickinessConfig) };
}

function readTuple(
  tuple: { TargetGroupArn?: string | undefined; Weight?: number | undefined },
  count: number,
): { arn: string; weight: number } {
  if (tuple.TargetGroupArn === undefined) throw invalid("A target group ARN must be specified");
  if (tuple.Weight === undefined && count > 1)
    throw invalid("A weight must be specified for each target group when there are several");
  const weight = tuple.Weight ?? 1;
  if (!Number.isInteger(weight) || weight < 0 || weight > HEAVIEST)
    throw invalid(`Target group weight '${weight}' must be between 0 and ${HEAVIEST}`);
  return { arn: tuple.TargetGroupArn, weight };
}

function readStickiness(
  config: ForwardActionConfig["TargetGroupStickinessConfig"],
): ForwardRecord["stickiness"] {
  if (config === undefined) return null;
  const durationSeconds = config.DurationSeconds ?? 0;
  const enabled = config.Enabled ?? false;
  if (enabled && (durationSeconds < 1 || durationSeconds > LONGEST_STICKINESS))
    throw invalid(`Target group stickiness duration must be between 1 and ${LONGEST_STICKINESS} seconds`);
  return { enabled, durationSeconds };
}

const answersRequest = (action: ActionRecord): boolean =>
  action.type === "forward" ||
  action.verbatim["Type"] === "fixed-response" ||
  action.verbatim["Type"] === "redirect";

/** Actions as the API shows them: a forward to one target group in both its forms, to several in the longer one. */
export function apiActions(actions: readonly ActionRecord[]): Action[] {
  return actions.map((action) => {
    if (action.type === "other") return { ...action.verbatim, Order: action.order } as Action;
    const { targetGroups, stickiness } = action.forward;
    const config: ForwardActionConfig = {
      TargetGroups: targetGroups.map((each) => ({ TargetGroupArn: each.arn, Weight: each.weight })),
      TargetGroupStickinessConfig: {
        Enabled: stickiness?.enabled ?? false,
        ...(stickiness?.enabled && { DurationSeconds: stickiness.durationSeconds }),
      },
    };
    const [only] = targetGroups;
    const shorthand = targetGroups.length === 1 && only ? { TargetGroupArn: only.arn } : {};
    return { Type: "forward", Order: action.order, ...shorthand, ForwardConfig: config };
  });
}
