import type { Instance } from "@aws-sdk/client-ec2";

/**
 * What DescribeInstances says of every server here alike (EC2/Instance), as of one on Nitro that was launched without a
 * word about it: a launch that asks for other CPU, enclave, hibernation or maintenance options gets these all the same.
 */
export const COMMON_FACTS: Partial<Instance> = {
  CapacityReservationSpecification: { CapacityReservationPreference: "open" },
  EnaSupport: true,
  EnclaveOptions: { Enabled: false },
  HibernationOptions: { Configured: false },
  Hypervisor: "xen",
  MaintenanceOptions: { AutoRecovery: "default", RebootMigration: "default" },
  NetworkPerformanceOptions: { BandwidthWeighting: "default" },
  Operator: { Managed: false },
  PlatformDetails: "Linux/UNIX",
  PrivateDnsNameOptions: {
    HostnameType: "ip-name",
    EnableResourceNameDnsARecord: false,
    EnableResourceNameDnsAAAARecord: false,
  },
  ProductCodes: [],
  PublicDnsName: "",
  RootDeviceType: "ebs",
  UsageOperation: "RunInstances",
  VirtualizationType: "hvm",
};
