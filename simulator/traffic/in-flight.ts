/** Remembers at what rate each target of a target group was sent requests during the time that one request takes. */
export interface InFlight {
  /** The group got `perSecond` requests from `from` to `to` (milliseconds), of which each target got its part. */
  sent(groupArn: string, span: Span, perSecond: number, parts: ReadonlyMap<string, number>): void;
  /** How many requests, a fraction included, the target of this key has in hand at `now`. */
  inHand(groupArn: string, key: string, now: number): number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Piece extends Span {
  readonly perSecond: number;
  readonly parts: ReadonlyMap<string, number>;
}

export function createInFlight(requestSeconds: number): InFlight {
  const window = requestSeconds * 1000;
  const pieces = new Map<string, Piece[]>();
  return {
    sent: (groupArn, span, perSecond, parts) => {
      const kept = (pieces.get(groupArn) ?? []).filter((piece) => piece.to > span.to - window);
      pieces.set(groupArn, [...kept, { ...span, perSecond, parts }]);
    },
    inHand: (groupArn, key, now) =>
      (pieces.get(groupArn) ?? []).reduce((sum, { from, to, perSecond, parts }) => {
        const seconds = (to - Math.max(from, now - window)) / 1000;
        return sum + Math.max(0, seconds) * perSecond * (parts.get(key) ?? 0);
      }, 0),
  };
}
