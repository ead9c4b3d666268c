import type { Command } from 'commander'
import { addCommand, type Ending } from './call.ts'
import { exitCodes } from './failure.ts'

export function addVerifyCommand(program: Command, ending: Ending): void {
  addCommand(program, { usage: 'verify <what>', summary: 'verify', examples: [] }, ending, async () => exitCodes.unknown)
}
