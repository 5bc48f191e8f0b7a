import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listPrices } from "../../src/aws/pricing/list-prices.ts";
import { AccessDenied, NotFound } from "../../src/errors/errors.ts";

/** A price list over the wire: what is asked of it, and what it answers next. */
let answer: { readonly status: number; readonly body: object } = { status: 200, body: {} };
let asked: { readonly Filters: { readonly Field: string; readonly Value: string }[] }[] = [];
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => (text += String(chunk)));
  request.on("end", () => {
    asked.push(JSON.parse(text) as (typeof asked)[number]);
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer.body));
  });
});
let endpoint = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (asked = []));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const settings = () => ({ endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
const offer = (usd: string, unit = "Hrs") =>
  JSON.stringify({
    product: { attributes: { instanceType: "m7i.large" } },
    terms: { OnDemand: { X: { priceDimensions: { Y: { unit, pricePerUnit: { USD: usd } } } } } },
  });

test("asks for what a launch costs there, and answers dollars by type", async () => {
  answer = { status: 200, body: { PriceList: [offer("0.1207500000")] } };
  const prices = await listPrices({ region: "eu-central-1", types: ["m7i.large"] }, settings());
  expect([...prices]).toEqual([["m7i.large", 0.12075]]);
  expect(Object.fromEntries((asked[0]?.Filters ?? []).map(({ Field, Value }) => [Field, Value]))).toEqual({
    instanceType: "m7i.large",
    regionCode: "eu-central-1",
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
  });
});

test("a type that is not listed has no price, nor has an offer by another unit or for nothing", async () => {
  answer = { status: 200, body: { PriceList: [] } };
  expect((await listPrices({ region: "us-east-1", types: ["x9.large"] }, settings())).size).toBe(0);
  answer = { status: 200, body: { PriceList: [offer("0.0000000000"), offer("30", "Quantity")] } };
  expect((await listPrices({ region: "us-east-1", types: ["m7i.large"] }, settings())).size).toBe(0);
});

test("says who may not ask, and where there is no list", async () => {
  answer = {
    status: 400,
    body: { __type: "AccessDeniedException", message: "not authorized: pricing:GetProducts" },
  };
  const of = (region: string) => listPrices({ region, types: ["m7i.large"] }, settings());
  await expect(of("us-east-1")).rejects.toThrow(AccessDenied);
  asked = [];
  await expect(of("us-gov-west-1")).rejects.toThrow(NotFound);
  expect(asked).toEqual([]);
});
