import type { Command } from 'commander'
import { addCommand, type Ending, talksToDaybook } from './call.ts'
import { checkFile } from './catalogue/check-file.ts'
import { diffFile } from './catalogue/diff-file.ts'
import { planFile } from './catalogue/plan-file.ts'
import { pullCatalogue, pushFile } from './catalogue/push-pull.ts'

const texts = {
  check: {
    usage: 'check <file>',
    summary: 'Check a catalogue: what cannot work, and what will read badly',
    more: 'Exit code 1 if something is an error. Meant for continuous integration, before the tool that uses the catalogue ships.',
    examples: ['daybook catalogue check daybook.catalogue.ts', 'daybook catalogue check daybook.catalogue.ts --json'],
  },
  plan: {
    usage: 'plan <file>',
    summary: 'Write the page that operations and engineering sign before the tool is built',
    more: 'One HTML page: each critical kind of action with its sentence and why it is logged, or that it is not, and because.',
    examples: ['daybook catalogue plan daybook.catalogue.ts --out plan.html'],
  },
  push: {
    usage: 'push <file>',
    summary: 'Make a catalogue the one under which a trail records from now on',
    more: 'The same content again is the same version and records nothing. Old events keep reading as they did.',
    examples: ['daybook catalogue push daybook.catalogue.ts --trail orders'],
  },
  pull: {
    usage: 'pull',
    summary: 'Print the catalogue of a trail, as JSON',
    examples: [
      'daybook catalogue pull --trail orders > orders.catalogue.json',
      'daybook catalogue pull --trail orders --revision 2',
    ],
  },
  diff: {
    usage: 'diff <file> [other]',
    summary: 'Say what a catalogue file changes: against a trail, or against another file',
    more: 'With two files, what has changed from the first to the second. Exit code 0 whether or not they differ.',
    examples: ['daybook catalogue diff daybook.catalogue.ts --trail orders', 'daybook catalogue diff old.json new.json'],
  },
}

export function addCatalogueCommands(program: Command, ending: Ending): void {
  const catalogue = program
    .command('catalogue')
    .summary('check, plan, push, pull and compare catalogues')
    .description('A catalogue declares what a trail records. Files are .json, or .ts/.js with the catalogue as default export.')
  addCommand(catalogue, texts.check, ending, checkFile)
  addCommand(catalogue, texts.plan, ending, planFile).option('--out <file>', 'the page to write (default: stdout)')
  talksToDaybook(addCommand(catalogue, texts.push, ending, pushFile)).option(
    '--trail <name>',
    'the trail; not needed where there is only one',
  )
  talksToDaybook(addCommand(catalogue, texts.pull, ending, pullCatalogue))
    .option('--trail <name>', 'the trail; not needed where there is only one')
    .option('--revision <number>', 'an earlier version (default: the newest)')
  talksToDaybook(addCommand(catalogue, texts.diff, ending, diffFile)).option('--trail <name>', 'the trail to compare with')
}
