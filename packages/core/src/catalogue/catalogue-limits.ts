/** What one catalogue may hold. Over a limit is refused with a pointer. */
export const catalogueLimits = {
  objects: 500,
  fieldsPerObject: 1_000,
  actions: 5_000,
  workflows: 200,
  listItems: 200,
  nameLength: 128,
  labelLength: 200,
  sentenceLength: 2_000,
  textLength: 1_000,
  keep: 8,
} as const
