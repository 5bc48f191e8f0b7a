import { instanceStatuses } from "../../../aws/ec2/ec2.ts";
import type { Observer } from "./observer.ts";

/** EC2's own checks of green's servers, a hundred a call. */
export const observeInstanceStatus: Observer<"ec2", "instanceStatus"> = async ({ servers }, { context }) => ({
  servers:
    servers === null || servers.length === 0 ? [] : await instanceStatuses(context.aws.ec2, [...servers]),
});
