import type {
  CapacityReservation,
  DescribeCapacityReservationsRequest,
  DescribeCapacityReservationsResult,
} from "@aws-sdk/client-ec2";
import { type Operation, ServiceFault } from "../operation.ts";
import { compileFilters, type Filterable } from "./filters.ts";
import { page } from "./pages.ts";

const nothing = (): readonly string[] => [];

/** Names of filters are read, since a wrong one is refused; there is nothing that they could find. */
const FILTERABLE: Filterable<CapacityReservation> = {
  tagsOf: () => [],
  fields: {
    "availability-zone": nothing,
    "availability-zone-id": nothing,
    "end-date-type": nothing,
    "instance-match-criteria": nothing,
    "instance-platform": nothing,
    "instance-type": nothing,
    "owner-id": nothing,
    "placement-group-arn": nothing,
    state: nothing,
    tenancy: nothing,
  },
};

/** The account has none, and no call makes one. 1 to 1,000 a page (EC2/DescribeCapacityReservations). */
export const describeCapacityReservations: Operation<
  DescribeCapacityReservationsRequest,
  DescribeCapacityReservationsResult
> = {
  kind: "read",
  accepts: ["CapacityReservationIds", "Filters", "MaxResults", "NextToken"],
  handle: (input) => {
    const [id] = input.CapacityReservationIds ?? [];
    if (id !== undefined) {
      throw new ServiceFault(
        "InvalidCapacityReservationId.NotFound",
        `The capacity reservation ID '${id}' does not exist`,
      );
    }
    const none: CapacityReservation[] = [];
    const found = none.filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 1, largest: 1000 });
    return { CapacityReservations: shown, NextToken: nextToken };
  },
};
