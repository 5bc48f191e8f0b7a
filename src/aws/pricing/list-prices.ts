import { type Filter, GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import * as z from "zod";
import { translateError } from "../../errors/aws-codes.ts";
import { NotFound } from "../../errors/errors.ts";
import { AWS_TIME_LIMITS } from "../../errors/time-limits.ts";
import type { ClientSettings } from "../clients.ts";

/** Where the price list answers, by partition: it speaks of all Regions of it (aws-facts 9.9). */
const ENDPOINTS: readonly (readonly [prefix: string, region: string | null])[] = [
  ["cn-", "cn-northwest-1"],
  ["us-gov-", null],
  ["us-iso", null],
  ["", "us-east-1"],
];

/** As much of a product as is read: dollars by the hour, of each offer. */
const product = z.object({
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) }),
        ),
      }),
    ),
  }),
});

interface Asked {
  /** Where the servers are. */
  readonly region: string;
  readonly types: readonly string[];
}

/**
 * Asks AWS what Linux servers of these instance types cost there, on demand, in dollars an hour; a type that it does not list is not
 * among the answers. Throws errors of ours: AccessDenied where pricing:GetProducts is not allowed, NotFound where there is no list.
 */
export async function listPrices(
  { region, types }: Asked,
  settings: Omit<ClientSettings, "region">,
): Promise<ReadonlyMap<string, number>> {
  const [, home = null] = ENDPOINTS.find(([prefix]) => region.startsWith(prefix)) ?? [];
  if (home === null) throw new NotFound(`AWS publishes no price list for ${region}`);
  const client = new PricingClient({
    requestHandler: AWS_TIME_LIMITS,
    maxAttempts: 2,
    ...settings,
    region: home,
  });
  const prices = new Map<string, number>();
  try {
    for (const type of types) {
      const { PriceList = [] } = await client.send(
        new GetProductsCommand({
          ServiceCode: "AmazonEC2",
          Filters: filtersFor(type, region),
          MaxResults: 10,
        }),
      );
      const dollars = PriceList.flatMap((text: unknown) => hourlyOf(String(text)));
      if (dollars.length > 0) prices.set(type, Math.max(...dollars));
    }
  } catch (error) {
    throw translateError(error, "GetProducts");
  } finally {
    client.destroy();
  }
  return prices;
}

/** Shared tenancy, nothing installed, and nothing reserved: what a launch costs. */
const filtersFor = (type: string, region: string): Filter[] =>
  Object.entries({
    instanceType: type,
    regionCode: region,
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
  }).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value }));

function hourlyOf(text: string): number[] {
  const { terms } = product.parse(JSON.parse(text));
  return Object.values(terms.OnDemand)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ unit }) => unit === "Hrs")
    .map(({ pricePerUnit }) => Number(pricePerUnit["USD"]))
    .filter((dollars) => dollars > 0);
}
