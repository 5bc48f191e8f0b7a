/** The codes that zone ids begin with, of the Regions where they are documented to be short (AZ-IDs in EC2's user guide). */
const SHORT =
  /^([a-z]+)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-(\d)([a-z])$/;
const DIRECTIONS: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/**
 * The id of a zone: `use1-az1` of `us-east-1a`. In AWS which letter stands for which id differs from account to account;
 * here the first letter is always the first.
 */
export function zoneId(zone: string): string {
  const [, area = "", direction = "", number = "", letter = "a"] = SHORT.exec(zone) ?? [];
  return `${area}${DIRECTIONS[direction] ?? ""}${number}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}
