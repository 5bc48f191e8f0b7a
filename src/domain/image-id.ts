import * as z from "zod";

/** The id of an AMI: 8 hexadecimal digits, or 17 since 2018 (EC2 User Guide, "Resource IDs"). */
export const imageId = z
  .string()
  .regex(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be an image id such as ami-0123456789abcdef0");
