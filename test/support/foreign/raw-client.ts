/** A client written by hand: it knows the protocols only as AWS documents them, and shares no code with any SDK. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface RawClient {
  /** Sends a form, as awsQuery and ec2Query want it. */
  readonly form: (service: string, fields: Readonly<Record<string, string>>) => Promise<RawAnswer>;
  /** Sends JSON to a target: `AmazonSSM.GetParameter`. */
  readonly json: (service: string, target: string, input: object) => Promise<RawAnswer>;
  readonly get: (service: string, pathAndQuery: string) => Promise<RawAnswer>;
}

export function rawClient(url: string): RawClient {
  const scope = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=RAW/20261120/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
  const send = async (service: string, path: string, init: RequestInit): Promise<RawAnswer> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: scope(service) },
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return {
    form: (service, fields) => send(service, "/", { method: "POST", body: new URLSearchParams(fields) }),
    json: (service, target, input) =>
      send(service, "/", {
        method: "POST",
        body: JSON.stringify(input),
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      }),
    get: (service, pathAndQuery) => send(service, pathAndQuery, { method: "GET" }),
  };
}

export const ec2 = ({ form }: RawClient, fields: Record<string, string>): Promise<RawAnswer> =>
  form("ec2", { Version: "2016-11-15", ...fields });

/** The text of the first element of that name. */
export function between(xml: string, tag: string): string {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`No <${tag}> in ${xml}`);
  return text;
}
