import { basename, resolve } from 'node:path'
import { type Catalogue, type CompiledCatalogue, compileCatalogue, emptyCatalogue } from '@daybook/core'
import type { Command } from 'commander'
import { ask, refusalOf, trailPath } from './answer.ts'
import { addCommand, argument, type Call, type Ending, flagText, talksToDaybook } from './call.ts'
import { chosenTrail } from './chosen-trail.ts'
import { type Client, openClient } from './client.ts'
import { type ExitCode, exitCodes } from './failure.ts'
import { DryRun } from './import/dry-run.ts'
import { type ImportOutcome, type ImportRun, runImport } from './import/import-run.ts'
import { loadMapping, type NamedMapping } from './import/load-mapping.ts'
import { openSource } from './import/open-source.ts'
import { RefusedFile } from './import/refused-file.ts'
import { sendBatch } from './import/sender.ts'
import { tellImport, tellRefusal } from './import/tell-import.ts'
import { watchImport } from './import/watch-import.ts'
import type { Screen } from './screen.ts'

const text = {
  usage: 'import <file>',
  summary: 'Load a history from a table (CSV) or an NDJSON file, also .gz, with a mapping',
  more:
    'Every line or row becomes an event or a named refusal with its line number; the counts add up. Running the same import ' +
    'again changes nothing, and an interrupted one goes on where it stopped: ids come from the source’s own keys. The mapping ' +
    'language is in docs/import.md. Exit code 0 if every line is on the trail, 1 if some were refused, 2 if it did not finish.',
  examples: [
    'daybook import orders.csv --map mapping.json --trail orders --dry-run',
    'daybook import orders.csv --map mapping.json --trail orders --delimiter ";"',
    'daybook import history.ndjson.gz --map mapping.json --trail orders',
    'daybook import history.ndjson --map mapping.ts --trail orders --refused refused.ndjson --json',
  ],
}

export function addImportCommand(program: Command, ending: Ending): void {
  talksToDaybook(addCommand(program, text, ending, importFile))
    .requiredOption('--map <file>', 'the mapping: .json, or .ts/.js with a default export')
    .option('--trail <name>', 'the trail to load into; not needed where there is only one')
    .option('--format <format>', 'csv or ndjson (default: by the mapping and the name of the file)')
    .option('--delimiter <character>', 'what separates the cells of a table: , ; | tab … (default: found out)')
    .option('--dry-run', 'judge every line and send nothing; shows every refusal, and how the first events will read')
    .option('--refused <file>', 'where refused lines go (default: FILE.refused.ndjson)')
}

async function importFile(call: Call): Promise<ExitCode> {
  const file = argument(call, 0)
  const mapping = await loadMapping(flagText(call, 'map') ?? '')
  const choice = { path: resolve(file), format: flagText(call, 'format'), delimiter: flagText(call, 'delimiter') }
  const source = await openSource(choice, mapping.compiled)
  const client = await openClient(call.settings)
  const refused = new RefusedFile(flagText(call, 'refused') ?? `${file}.refused.ndjson`)
  const watch = watchImport(call.screen, file)
  try {
    const trail = await chosenTrail(call, client)
    const dryRun = call.flags.dryRun === true ? new DryRun(await currentCatalogue(client, trail)) : undefined
    const deliver = (texts: readonly string[]) =>
      dryRun ? Promise.resolve(dryRun.judge(texts)) : sendBatch(client, trail, texts, watch.signal)
    const run: ImportRun = {
      source: source.lines,
      mapping: mapping.compiled,
      deliver,
      refused: dryRun ? tellingEach(call.screen, refused) : refused,
      onProgress: (t) => watch.progress(t, source.lines.position),
      signal: watch.signal,
    }
    const outcome = await runImport(run)
    watch.end()
    if (!dryRun && !outcome.interrupted && outcome.failure === undefined)
      await recordImport(client, trail, { file, mapping, outcome })
    const refusedPath = refused.close() ? refused.path : undefined
    tellImport(call.screen, { file, trail, outcome, refusedPath, sentences: dryRun?.sentences, table: source.table })
    return endingOf(outcome)
  } finally {
    watch.end()
    await client.close()
  }
}

/** A dry run is there to be looked at: each refusal is said as it comes, beside being kept. */
const tellingEach = (screen: Screen, kept: ImportRun['refused']): ImportRun['refused'] => ({
  write: (refused) => {
    kept.write(refused)
    tellRefusal(screen, refused)
  },
})

function endingOf(outcome: ImportOutcome): ExitCode {
  if (outcome.interrupted || outcome.failure !== undefined) return exitCodes.unknown
  return outcome.tally.refused + outcome.tally.conflicts > 0 ? exitCodes.no : exitCodes.ok
}

async function currentCatalogue(client: Client, trail: string): Promise<CompiledCatalogue> {
  const answer = await client.request(trailPath(trail, '/catalogue'))
  if (answer.status === 404) {
    await ask(client, 'GET', trailPath(trail))
    return emptyCatalogue
  }
  if (!answer.ok) throw await refusalOf(answer, client)
  const { version, catalogue } = (await answer.json()) as { readonly version: number; readonly catalogue: Catalogue | null }
  return catalogue === null ? emptyCatalogue : compileCatalogue(catalogue, version)
}

/** Says on the trail itself that a history was loaded: once a file and mapping, however often this runs. */
async function recordImport(
  client: Client,
  trail: string,
  done: { readonly file: string; readonly mapping: NamedMapping; readonly outcome: ImportOutcome },
): Promise<void> {
  const { tally, facts } = done.outcome
  await ask(client, 'POST', trailPath(trail, '/imports'), {
    file: { name: basename(done.file), size: facts.size, sha256: facts.sha256 },
    mapping: done.mapping.label,
    lines: tally.lines,
    claimed: { stored: tally.stored, duplicates: tally.duplicates, refused: tally.refused + tally.conflicts },
  })
}
