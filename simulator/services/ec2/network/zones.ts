/** A zone's name in its parts: `us`, `-gov` or nothing, `west`, `1`, `a`. */
const NAME =
  /^([a-z]+)(-gov)?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-(\d)([a-z])$/;
/** How zone ids shorten them (AZ-IDs in EC2's user guide). */
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
 * The id of a zone: `use1-az1` of `us-east-1a`, `usgw1-az1` of `us-gov-west-1a`. In AWS which letter stands for which id differs from account to account;
 * here the first letter is always the first.
 */
export function zoneId(zone: string): string {
  const [, area = "", gov, direction = "", number = "", letter = "a"] = NAME.exec(zone) ?? [];
  return `${area}${gov ? "g" : ""}${DIRECTIONS[direction] ?? ""}${number}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}
