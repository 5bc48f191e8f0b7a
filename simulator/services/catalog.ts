import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as ec2 from "@aws-sdk/client-ec2";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as imagebuilder from "@aws-sdk/client-imagebuilder";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import type { Service } from "../wire/service.ts";
import { operations as autoScalingOperations } from "./auto-scaling/operations.ts";
import { attach as attachAutoScaling } from "./auto-scaling/physics.ts";
import { operations as cloudWatchOperations } from "./cloudwatch/operations.ts";
import { attach as attachCloudWatch } from "./cloudwatch/physics.ts";
import { operations as ec2Operations } from "./ec2/operations.ts";
import { withoutEmptyStrings } from "./elbv2/empty-strings.ts";
import { operations as elbv2Operations } from "./elbv2/operations.ts";
import { attach as attachElbv2 } from "./elbv2/physics.ts";
import { operations as eventOperations } from "./events/operations.ts";
import { operations as imageBuilderOperations } from "./imagebuilder/operations.ts";
import { operations as ssmOperations } from "./ssm/operations.ts";
import { operations as stsOperations } from "./sts/operations.ts";

/** Every service of the simulated account. A new one is one row here and one folder beside this file. */
export const SERVICES: readonly Service[] = [
  {
    signingName: "autoscaling",
    protocols: ["awsQuery"],
    schemas: autoScaling,
    operations: autoScalingOperations,
    attach: attachAutoScaling,
    apiVersion: "2011-01-01",
    xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
  },
  {
    signingName: "ec2",
    protocols: ["ec2Query"],
    schemas: ec2,
    operations: ec2Operations,
    apiVersion: "2016-11-15",
    xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
  },
  {
    signingName: "elasticloadbalancing",
    protocols: ["awsQuery"],
    schemas: elbv2,
    operations: elbv2Operations,
    given: withoutEmptyStrings,
    attach: attachElbv2,
    apiVersion: "2015-12-01",
    xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
  },
  {
    signingName: "events",
    protocols: ["awsJson"],
    schemas: eventbridge,
    operations: eventOperations,
    targetPrefix: "AWSEvents",
  },
  {
    signingName: "imagebuilder",
    protocols: ["restJson"],
    schemas: imagebuilder,
    operations: imageBuilderOperations,
  },
  {
    signingName: "monitoring",
    protocols: ["awsJson", "rpcV2Cbor", "awsQuery"],
    schemas: cloudWatch,
    operations: cloudWatchOperations,
    attach: attachCloudWatch,
    apiVersion: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    targetPrefix: "GraniteServiceVersion20100801",
  },
  {
    signingName: "ssm",
    protocols: ["awsJson"],
    schemas: ssm,
    operations: ssmOperations,
    targetPrefix: "AmazonSSM",
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
