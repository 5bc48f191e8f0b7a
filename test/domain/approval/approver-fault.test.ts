import { expect, test } from "vitest";
import { approverFault } from "../../../src/domain/approval/approver-fault.ts";

const settings = (approvers?: string[]) => ({
  before: "launch" as const,
  deadline: 3600,
  onDeadline: "reject" as const,
  ...(approvers && { approvers }),
});
const ROLE = "arn:aws:iam::123456789012:role/release-managers";
const SESSION = "arn:aws:sts::123456789012:assumed-role/release-managers/ada";
const proved = (by: string) => ({ by, proof: "caller-identity" as const });

test.each([
  ["anybody where nobody is named", settings(), { by: "ada@laptop", proof: "none" as const }],
  [
    "a user by their ARN",
    settings(["arn:aws:iam::123456789012:user/ada"]),
    proved("arn:aws:iam::123456789012:user/ada"),
  ],
  ["whoever has assumed a role that is named", settings([ROLE]), proved(SESSION)],
  ["one session of a role", settings([SESSION]), proved(SESSION)],
  ["a role by a part of its name", settings(["arn:aws:iam::*:role/release-*"]), proved(SESSION)],
  ["anybody where the declaration asks for nothing", null, { by: "x", proof: "none" as const }],
])("may answer: %s", (_what, declared, who) => {
  expect(approverFault(declared, who)).toBeNull();
});

test.each([
  [
    "another role",
    settings([ROLE]),
    proved("arn:aws:sts::123456789012:assumed-role/developers/ada"),
    "is none of approval.approvers",
  ],
  [
    "a role whose name begins the same",
    settings([ROLE]),
    proved(`${ROLE}-of-another-team`),
    "is none of approval.approvers",
  ],
  ["a name that nobody proved", settings([ROLE]), { by: ROLE, proof: "none" as const }, "nobody proved that"],
  [
    "a dot for any character",
    settings(["arn:aws:iam::123456789012:user/a.a"]),
    proved("arn:aws:iam::123456789012:user/ada"),
    "is none of",
  ],
])("may not answer: %s", (_what, declared, who, why) => {
  expect(approverFault(declared, who)).toContain(why);
});
