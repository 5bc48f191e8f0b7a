import type { Invariant } from "../invariant.ts";

/** No function lacks a permission for what it does: each calls under the role that its function.yml declares. */
export const leastPrivilege = (): Invariant => ({
  name: "least-privilege",
  denied: (task, { action, resource }) => `${task} may not ${action} on ${resource}`,
});
