import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { imageBuilderClient } from "../../src/aws/imagebuilder.ts";
import { ssmClient } from "../../src/aws/ssm/ssm.ts";
import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { admitHandler } from "../../src/lambda/step-handler.ts";
import { admit } from "../../src/rollout/states/admit.ts";

export const handler = admitHandler(admit, {
  phase: "Admit",
  factories: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    imageBuilder: imageBuilderClient,
  },
  ports: { starter: machineStarter, executions: machineExecutions, publisher: busPublisher },
});
