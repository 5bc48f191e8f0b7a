import type { ApprovalAnswer } from "./approval-ask.ts";
import type { ApprovalSettings } from "./approval-settings.ts";

/** Why somebody may not answer, with the way out; null: they may. */
export function approverFault(
  settings: ApprovalSettings | null,
  { by, proof }: Pick<ApprovalAnswer, "by" | "proof">,
): string | null {
  const approvers = settings?.approvers;
  if (approvers === undefined) return null;
  const list = approvers.join(", ");
  if (proof === "none")
    return `nobody proved that ${by} is one of approval.approvers (${list}): answer with moult rollout approve or reject under their credentials, or by the function's URL`;
  if (approvers.some((each) => matches(each, by))) return null;
  return `${by} is none of approval.approvers (${list}): have one of them answer`;
}

/** A role that is assumed is `arn:…:sts::…:assumed-role/<role>/<session>`, and is meant by the role's own ARN, too. */
function matches(pattern: string, arn: string): boolean {
  const role = arn.replace(/:sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, ":iam::$1:role/$2");
  const expression = new RegExp(
    `^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`,
    "u",
  );
  return [arn, role].some((each) => expression.test(each));
}
