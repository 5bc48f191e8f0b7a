/** Words of a person or of moult; an option of a command in them stays in one line. */
export const Words = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/(--[a-z-]+)/).map((part, at) =>
      at % 2 === 0 ? (
        part
      ) : (
        <span key={at} class="nowrap">
          {part}
        </span>
      ),
    )}
  </>
);
