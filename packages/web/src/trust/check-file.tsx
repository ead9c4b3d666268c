import { isMalformed, parsePolicy } from '@daybook/core'
import { useEffect, useId, useRef, useState } from 'react'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { recall } from '../proof/memory.ts'
import { bundleReader, chosenFolder, type Folder } from '../verify/folder.ts'
import { reportView } from '../verify/report-view.ts'
import { folderOfTar } from './tar-file.ts'

/** A bundle that somebody has as a file or a folder, checked here with the keys that this browser knows of the trail. */
export function CheckFile({ trail }: { readonly trail: string }) {
  const [says, setSays] = useState('')
  const [report, setReport] = useState<HTMLElement>()
  const [tar, folder] = [useId(), useId()]
  const take = async (given: Folder | undefined) => {
    setReport(undefined)
    if (!given?.files.has('manifest.json')) return setSays(m.trust.noBundle)
    setSays(fill(m.trust.working, { name: given.name }))
    try {
      const checked = await check(trail, given)
      setReport(checked)
      const firstSeen = recall(trail)?.firstSeen
      setSays(firstSeen === undefined ? m.trust.fileKeysNow : fill(m.trust.fileKeys, { since: showDateAndTime(firstSeen) }))
    } catch (error) {
      setSays(fill(m.verify.stopped, { why: error instanceof Error ? error.message : String(error) }))
    }
  }
  return (
    <>
      <p className="quiet">{m.trust.fileLead}</p>
      <div className="trust-files">
        <span>
          <label htmlFor={tar}>{m.trust.tar}</label>
          <input
            id={tar}
            type="file"
            accept=".tar"
            onChange={async ({ target: { files } }) => files?.[0] && take(await folderOfTar(files[0]))}
          />
        </span>
        <span>
          <label htmlFor={folder}>{m.trust.folder}</label>
          <input id={folder} type="file" ref={takesFolder} onChange={({ target }) => take(chosenFolder(target.files))} />
        </span>
      </div>
      <p role="status">{says}</p>
      {report && <Made view={report} />}
    </>
  )
}

/** React knows no attribute for it. */
const takesFolder = (input: HTMLInputElement | null) => input?.setAttribute('webkitdirectory', '')

async function check(trail: string, folder: Folder): Promise<HTMLElement> {
  const [{ verifyBundle }, { nobleCrypto }, { pinnedPolicy }] = await Promise.all([
    import('@daybook/core/verify'),
    import('@daybook/core/noble'),
    import('../proof/witness.ts'),
  ])
  const policy = parsePolicy(await pinnedPolicy(trail), nobleCrypto)
  if (isMalformed(policy)) throw new Error(policy.why)
  return reportView(await verifyBundle(bundleReader(folder), policy, nobleCrypto))
}

/** What the stand-alone verifier shows, shown here. */
function Made({ view }: { readonly view: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.replaceChildren(view), [view])
  return <div ref={place} className="trust-report" />
}
