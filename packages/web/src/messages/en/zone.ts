/** Texts of the choice of whose time is told. */
export const zone = {
  label: 'Times in',
  names: { local: 'Local', team: 'Team', utc: 'UTC' },
  told: '{name} ({zone}): {time}',
  days: 'Days of {zone}.',
}
