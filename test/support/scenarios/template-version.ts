import {
  CreateLaunchTemplateVersionCommand,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import type { Web } from "./harness.ts";

/** Somebody makes a new version of the fleet's launch template the default; answers its number. */
export async function newTemplateVersion(
  { account, person }: Web,
  data: RequestLaunchTemplateData = {},
): Promise<number> {
  const { template: LaunchTemplateId } = account;
  const { LaunchTemplateVersion: { VersionNumber = 0 } = {} } = await person.ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId,
      SourceVersion: "1",
      LaunchTemplateData: { InstanceType: "m7i.large", ...data },
    }),
  );
  await person.ec2.send(
    new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: String(VersionNumber) }),
  );
  return VersionNumber;
}
