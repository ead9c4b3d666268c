const outlines = {
  holds: 'M3 8.5 6.5 12 13 4.5',
  broken: 'M4 4l8 8M12 4l-8 8',
  open: 'M4 8h8',
}

/** A tick, a cross or a dash; the words beside it say the same. */
export function VerdictIcon({ state }: { readonly state: keyof typeof outlines }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={outlines[state]} />
    </svg>
  )
}
