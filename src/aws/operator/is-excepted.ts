/** Hosts of this machine are never the proxy's. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** By the rules that curl has: `*` is every host, `corp.example` and `.corp.example` that one and all below, with a port that port alone. */
export function isExcepted(host: string, port: number, except: string): boolean {
  if (LOOPBACK.test(host)) return true;
  const name = host.toLowerCase();
  return except
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, domain = "", wanted] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const isPort = wanted === undefined || Number(wanted) === port;
      return isPort && domain !== "" && (name === domain || name.endsWith(`.${domain}`));
    });
}
