import { loadSharedConfigFiles } from "@smithy/core/config";

/** The Region that a profile of ~/.aws/config or ~/.aws/credentials names; undefined: none, or there is no such file. */
export async function profileRegion(profile: string): Promise<string | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return configFile[profile]?.["region"] ?? credentialsFile[profile]?.["region"];
}
