// By itself, so that it is loaded when somebody begins a word.
export { filterHelp } from '@daybook/core'
