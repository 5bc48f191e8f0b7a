/** An id, shortened in its middle; the whole of it on hover, and for who copies it. */
export function ShortId({ id }: { readonly id: string }) {
  // Of an ARN its last part says more than its first.
  const own = id.startsWith("arn:") ? `…${id.slice(id.lastIndexOf("/", id.length - 18))}` : id;
  const short = own.length <= 22 ? own : `${own.slice(0, 9)}…${own.slice(-8)}`;
  return (
    <code title={id} class="id">
      {short}
    </code>
  );
}
