/** Texts of the verifier of bundles, which stands alone. */
export const verify = {
  title: 'Check a Daybook bundle',
  lead: 'This page checks an exported bundle in your browser. It loads nothing and sends nothing: you can cut the network first.',
  policy: 'The policy: which keys to trust',
  policyHelp:
    'Paste the policy you got from somebody other than the sender of the bundle. A policy from inside the bundle proves only that the bundle agrees with itself.',
  folder: 'The bundle’s folder',
  drop: 'or drop it here',
  chosen: '{files} files of {name}',
  noFolder: 'Choose the folder of the bundle first.',
  noPolicy: 'Paste the policy first.',
  badPolicy: 'What was pasted {why}.',
  check: 'Check',
  working: 'Checking…',
  findings: 'What does not agree',
  moreFindings: 'And {count} more.',
  proven: 'What is proven',
  notProven: 'What is not',
  holds: 'Holds',
  broken: 'Broken',
  cannot_tell: 'Cannot tell',
  stopped: 'The check could not be finished: {why}',
}
