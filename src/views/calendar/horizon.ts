/** What a calendar covers. Milliseconds since 1970. */
export interface Horizon {
  readonly from: number;
  readonly until: number;
  /** IANA zone of its days. */
  readonly zone: string;
}
