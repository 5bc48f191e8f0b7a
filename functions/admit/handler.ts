import { autoScalingClient } from "../../src/aws/auto-scaling.ts";
import { ec2Client } from "../../src/aws/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2.ts";
import { imageBuilderClient } from "../../src/aws/imagebuilder.ts";
import { ssmClient } from "../../src/aws/ssm.ts";
import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/doors.ts";
import { admitHandler } from "../../src/lambda/step-handler.ts";
import { admit } from "../../src/rollout/admit.ts";

export const handler = admitHandler(admit, {
  phase: "Admit",
  factories: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    imageBuilder: imageBuilderClient,
  },
  doors: { starter: machineStarter, executions: machineExecutions, publisher: busPublisher },
});
