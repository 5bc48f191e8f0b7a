import { translateError } from "../../errors/aws-codes.ts";
import { type AwsMiddleware, actionOf } from "./aws-middleware.ts";

/** Turns every failure into an error of ours, so that nothing above knows an AWS code. */
export const errors = (): AwsMiddleware => ({
  name: "errors",
  async handle(command, call, next) {
    try {
      return await next(call);
    } catch (error) {
      throw translateError(error, actionOf(command));
    }
  },
});
