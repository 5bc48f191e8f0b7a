import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";

// What the AWS SDK for Go 1.48.0 (cloudwatch 1.76.0) sent, byte for byte: RPC v2 in CBOR, and nothing else.
const SENT = {
  PutMetricAlarm:
    "bf69416c61726d4e616d65677765622d35787872436f6d70617269736f6e4f70657261746f7274477265617465725468616e5468726573686f6c64" +
    "714576616c756174696f6e506572696f6473016a4d65747269634e616d65781948545450436f64655f5461726765745f3558585f436f756e74694e" +
    "616d657370616365724157532f4170706c69636174696f6e454c4266506572696f64183c695374617469737469636353756d695468726573686f6c" +
    "64fb3fe0000000000000ff",
  DescribeAlarms: "bf6a416c61726d4e616d65739f677765622d357878ffff",
  PutMetricData:
    "1f8b08000000000000ffda9fe59b5a529499ec925892387f7f9a737e695e49f1fcdf0e0c10f0dbfe0384f11faace2f313735d525b5a0242333243337" +
    "b5b82431b7e0e06fc75bfb13b7323030a48525e694a616cf876bfbeda002d5ffff7f26486f714162726a4a70467ec17f40000000ffff81d3a2f47b" +
    "000000",
  GetMetricData:
    "bf67456e6454696d65c1fb41dabf6200000000714d657472696344617461517565726965739fbf6249646564657074686a4d657472696353746174bf" +
    "664d6574726963bf6a4d65747269634e616d65654465707468694e616d6573706163656453686f70ff66506572696f64183c645374617463" +
    "53756dffffff69537461727454696d65c1fb41dabf61b5000000ff",
  DeleteAlarms: "bf6a416c61726d4e616d65739f646e6f6e65ffff",
};
const COMPRESSED = { "content-encoding": "gzip" };

async function goClient() {
  const simulator = createSimulator();
  const server = await startHttpServer(simulator, { port: 0 });
  onTestFinished(() => server.close());
  return async (operation: keyof typeof SENT, headers: Readonly<Record<string, string>> = {}) => {
    const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      body: Buffer.from(SENT[operation], "hex"),
      headers: {
        ...headers,
        authorization:
          "AWS4-HMAC-SHA256 Credential=foreign/20261130/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=00",
        "content-type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-query-mode": "true",
      },
    });
    expect(response.headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
    return { response, hex: Buffer.from(await response.arrayBuffer()).toString("hex") };
  };
}

test("Go's CloudWatch client makes an alarm and reads it, threshold and times with it", async () => {
  const call = await goClient();
  const made = await call("PutMetricAlarm");
  expect([made.response.status, made.hex, made.response.headers.get("content-type")]).toEqual([
    200,
    "",
    null,
  ]);
  const { response, hex } = await call("DescribeAlarms");
  expect(response.headers.get("content-type")).toBe("application/cbor");
  // "Threshold", 0.5 as a double; "StateUpdatedTimestamp", tag 1 (seconds since 1970), 2026-11-20T10:00:00Z.
  expect(hex).toContain("695468726573686f6c64fb3fe0000000000000");
  expect(hex).toContain("7553746174655570646174656454696d657374616d70c11a6b001a20");
});

test("Go's CloudWatch client puts a metric, compressed, and reads its sum", async () => {
  const call = await goClient();
  expect((await call("PutMetricData", COMPRESSED)).response.status).toBe(200);
  const { hex } = await call("GetMetricData");
  // "Timestamps", one; "Values", one: 12; "StatusCode", "Complete".
  expect(hex).toContain("6a54696d657374616d707381c11a6afd86d4");
  expect(hex).toContain("6656616c756573810c6a537461747573436f646568436f6d706c657465");
});

test("Go's CloudWatch client is refused by type, and by the code of before", async () => {
  const { response, hex } = await (await goClient())("DeleteAlarms");
  expect([response.status, response.headers.get("x-amzn-query-error")]).toEqual([
    404,
    "ResourceNotFound;Sender",
  ]);
  // A map of two: "__type", "com.amazonaws.cloudwatch#ResourceNotFound"; "message", "Alarm not found: none".
  expect(hex).toBe(
    "a2665f5f747970657829636f6d2e616d617a6f6e6177732e636c6f75647761746368235265736f757263654e6f74466f756e64" +
      "676d65737361676575416c61726d206e6f7420666f756e643a206e6f6e65",
  );
});
