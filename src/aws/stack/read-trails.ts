import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";

/**
 * Names of the trails of this Region, the organisation's and other Regions' among them, that are on and keep management events that
 * change something: only then are logins on the bus (aws-facts 9.6). A trail that may not be read counts as none where
 * another one is good, and is thrown where none is.
 */
export async function readTrails(client: CloudTrailClient): Promise<readonly string[]> {
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const read = await Promise.allSettled(
    trailList.map(async ({ Name = "", TrailARN = Name }) => ((await isGood(client, TrailARN)) ? [Name] : [])),
  );
  const good = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const unread = read.find((each) => each.status === "rejected");
  if (good.length === 0 && unread !== undefined) throw unread.reason;
  return good;
}

async function isGood(client: CloudTrailClient, trail: string): Promise<boolean> {
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: trail }));
  if (IsLogging !== true) return false;
  return keepsChanges(await client.send(new GetEventSelectorsCommand({ TrailName: trail })));
}

const keepsChanges = ({ EventSelectors, AdvancedEventSelectors }: GetEventSelectorsCommandOutput): boolean =>
  (EventSelectors ?? []).some(isOfChanges) || (AdvancedEventSelectors ?? []).some(isOfChangesAdvanced);

const isOfChanges = ({ IncludeManagementEvents, ReadWriteType }: EventSelector): boolean =>
  IncludeManagementEvents !== false && ReadWriteType !== "ReadOnly";

const isOfChangesAdvanced = ({ FieldSelectors = [] }: AdvancedEventSelector): boolean =>
  FieldSelectors.some(({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Management")) &&
  !FieldSelectors.some(({ Field, Equals }) => Field === "readOnly" && Equals?.includes("true"));
