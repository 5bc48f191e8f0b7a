import { Throttled } from "../../errors/errors.ts";
import type { AwsMiddleware } from "./aws-middleware.ts";

/** Counts each attempt to call AWS, and each that AWS throttled by its service: `EC2`, as its client is called. */
export const meter = (count: {
  readonly called: () => void;
  readonly throttled: (service: string) => void;
}): AwsMiddleware => ({
  name: "meter",
  async handle(_command, call, next, client) {
    count.called();
    try {
      return await next(call);
    } catch (error) {
      if (error instanceof Throttled) count.throttled(client.replace(/Client$/, ""));
      throw error;
    }
  },
});
