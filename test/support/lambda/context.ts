import type { Context } from "aws-lambda";

/** What Lambda gives a handler beside the event, as far as anything here looks at it. */
export const lambdaContext = { awsRequestId: "request-1" } as Context;
