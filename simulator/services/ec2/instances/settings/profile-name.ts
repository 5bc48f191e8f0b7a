import { createHash } from "node:crypto";
import type { IamInstanceProfile, IamInstanceProfileSpecification } from "@aws-sdk/client-ec2";
import type { World } from "../../../../world/world.ts";
import { ServiceFault } from "../../../operation.ts";

/**
 * The ARN of a profile that a caller names by name or by ARN; undefined when by neither. The simulator has no IAM: every
 * profile exists, in this account and without a path, unless its ARN says otherwise.
 */
export function profileArn(world: World, { Arn, Name }: IamInstanceProfileSpecification): string | undefined {
  if (Arn === undefined) {
    return Name && `arn:${world.partition}:iam::${world.account}:instance-profile/${Name}`;
  }
  if (/^arn:[\w-]+:iam::\d{12}:instance-profile\/.+$/.test(Arn)) return Arn;
  throw new ServiceFault(
    "InvalidParameterValue",
    `Value (${Arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`,
  );
}

/** A profile as the API shows it. Its id is made of its ARN. */
export const apiProfile = (arn: string): IamInstanceProfile => ({
  Arn: arn,
  Id: `AIPA${createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase()}`,
});
