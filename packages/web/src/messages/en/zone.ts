/** Texts of the choice of whose time is told. */
export const zone = {
  label: 'Times in',
  names: { local: 'Local', team: 'Team', utc: 'UTC' },
  told: '{name} ({zone}): {time}',
  days: 'Days of {zone}.',
  nav: 'Time',
  settings: 'The time of the team',
  settingsLead:
    'Everybody reads in the time of their own computer, and can choose UTC or the team’s time at the top of each page. Nothing that is recorded depends on it.',
  team: 'The team reads in',
  none: 'no zone of its own',
  here: '{zone} (this computer)',
  saved: 'Saved. It is offered on every page of this trail now.',
  failed: 'It could not be saved. Try again.',
}
