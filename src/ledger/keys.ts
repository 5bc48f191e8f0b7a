/** The ledger's partitions. Each fleet has one, so that one query reads its lease, freeze and records. */
export const fleetPartition = (fleet: string): string => `fleet#${fleet}`;
/** What concerns every fleet of the account. */
export const ACCOUNT_PARTITION = "account";
/** All declarations together, so that one query lists the fleets. */
export const FLEETS_PARTITION = "fleets";
export const IMAGES_PARTITION = "images";
/** What went to the bus, of all fleets together, so that one query has the newest. */
export const PUBLISHED_PARTITION = "published";

/** The partition of what belongs to one fleet, or to the account when there is no fleet. */
export const scopePartition = (fleet: string | null): string =>
  fleet === null ? ACCOUNT_PARTITION : fleetPartition(fleet);
