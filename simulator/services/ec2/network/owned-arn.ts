import type { World } from "../../../world/world.ts";

/** The ARN of what another account may have shared: it carries the account that owns it (RAM, shared VPCs). */
export const ownedArn = (
  { partition, region, account }: World,
  record: { readonly owner?: string } | undefined,
  resource: string,
): string => `arn:${partition}:ec2:${region}:${record?.owner ?? account}:${resource}`;
