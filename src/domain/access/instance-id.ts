import * as z from "zod";

/** The id of a server: 8 hexadecimal digits, or 17. */
export const instanceId = z
  .string()
  .regex(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be an instance id such as i-0123456789abcdef0");
