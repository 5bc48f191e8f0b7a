import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as sts from "@aws-sdk/client-sts";
import type { Service } from "../wire/service.ts";
import { operations as eventOperations } from "./events/operations.ts";
import { operations as stsOperations } from "./sts/operations.ts";

/** Every service of the simulated account. A new one is one row here and one folder beside this file. */
export const SERVICES: readonly Service[] = [
  {
    signingName: "events",
    protocols: ["awsJson"],
    schemas: eventbridge,
    operations: eventOperations,
    targetPrefix: "AWSEvents",
  },
  {
    signingName: "sts",
    protocols: ["awsQuery"],
    schemas: sts,
    operations: stsOperations,
    apiVersion: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  },
];
