import * as ec2 from "@aws-sdk/client-ec2";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as sts from "@aws-sdk/client-sts";
import type { Service } from "../wire/service.ts";
import { operations as ec2Operations } from "./ec2/operations.ts";
import { operations as eventOperations } from "./events/operations.ts";
import { operations as stsOperations } from "./sts/operations.ts";

/** Every service of the simulated account. A new one is one row here and one folder beside this file. */
export const SERVICES: readonly Service[] = [
  {
    signingName: "ec2",
    protocols: ["ec2Query"],
    schemas: ec2,
    operations: ec2Operations,
    apiVersion: "2016-11-15",
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
  },
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
