import type { BundleOptions } from './bundle-entries.ts'
import type { SelectionOptions } from './selection-entries.ts'

/** What somebody reads who has been handed this folder and knows nothing of Daybook. */
export const readmeText = ({ trail, origin, checkpoint, exportedAt, verifierPage }: BundleOptions): string => `\
This folder is an export of an audit trail, made so that you can check it yourself.

Trail        ${trail}
Origin       ${origin}
Exported     ${exportedAt}
Covers       ${checkpoint.size === 0 ? 'no events yet' : `${checkpoint.size} events, positions 0 to ${checkpoint.size - 1}, none left out`}

An audit trail says who changed what, when, from what to what, and why. Every event was hashed when it was recorded, and
the hashes form a tree whose root is signed in log/checkpoint. Changing, removing or moving one event changes the root.

How to check it
${verifierPage === undefined ? '' : '  - Open verify.html in a browser. It needs no network and sends nothing anywhere.\n'}\
  - Or in a terminal:  daybook verify THIS-FOLDER --policy POLICY-FILE
  - Or with a program of your own: docs/format.md of Daybook describes every byte. The files under log/ follow the public
    C2SP tlog-tiles specification, so other people's tools read them too.

The policy file names the key that must have signed. Get it from the trail's owner by another way than this folder, once,
and keep it. The copy in policy.txt is only for comparing: a folder cannot vouch for itself.

What is here
  events.ndjson    the events, one a line, in the order in which they were recorded
  log/             the signed checkpoint and the tree of hashes
  anchors/         earlier signed checkpoints, if there are any
  manifest.json    what this export contains, in numbers
  policy.txt       the trail's policy as the server states it, for comparing

What a successful check proves: the events up to the checkpoint are those that the holder of the key signed, complete and
in order. It does not prove that what an application reported was true, nor that the key's holder never made another
version: for that, compare log/checkpoint with one that somebody else kept.

A value may be "withheld" (you may not see it; its hash is there) or "erased" (it was removed, and a later event on the
trail says so). Both leave every proof whole.
`

/** The same for somebody who got some of a trail's events. */
export const selectionReadmeText = ({
  trail,
  origin,
  checkpoint,
  exportedAt,
  verifierPage,
  query,
}: SelectionOptions): string => `\
This folder holds some events of an audit trail, made so that you can check each of them yourself.

Trail        ${trail}
Origin       ${origin}
Exported     ${exportedAt}
Chosen by    ${query}
Out of       ${checkpoint.size} positions, 0 to ${checkpoint.size - 1}

An audit trail says who changed what, when, from what to what, and why. Every event was hashed when it was recorded, and
the hashes form a tree whose root is signed in log/checkpoint. Changing one event changes the root.

How to check it
${verifierPage === undefined ? '' : '  - Open verify.html in a browser. It needs no network and sends nothing anywhere.\n'}\
  - Or in a terminal:  daybook verify THIS-FOLDER --policy POLICY-FILE
  - Or with a program of your own: docs/format.md of Daybook describes every byte. The files under proofs/ follow the public
    C2SP tlog-proof specification.

The policy file names the key that must have signed. Get it from the trail's owner by another way than this folder, once,
and keep it. The copy in policy.txt is only for comparing: a folder cannot vouch for itself.

What is here
  events.ndjson    the events, one a line, in the order in which they were recorded
  proofs/          for each event the proof that it is in the log, named after its position
  log/checkpoint   the signed checkpoint that every proof leads to
  manifest.json    what this export contains, in numbers
  policy.txt       the trail's policy as the server states it, for comparing

What a successful check proves: each of these events is in the log that the holder of the key signed, at its position. It
does not prove that no other event fits what was asked for: for that, ask for an export of the whole trail.

A value may be "withheld" (you may not see it; its hash is there) or "erased" (it was removed, and a later event on the
trail says so). Both leave every proof whole.
`
