import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readPrisma } from './read-prisma.ts'
import { readSql } from './read-sql.ts'
import type { SchemaTable } from './schema-table.ts'

export interface FoundSchema {
  readonly tables: readonly SchemaTable[]
  /** The files it was read from, relative to the project. */
  readonly files: readonly string[]
}

const skipped = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'target', '.git', '.next'])
const most = { files: 500, bytes: 2 * 1024 * 1024, depth: 6 }

/** Reads the schema a project keeps in files: Prisma where there is any, else the tables of its SQL files, in their order. */
export function findSchema(folder: string): FoundSchema {
  const files = filesOf(folder)
  const read = (path: string): string => readFileSync(path, 'utf8')
  const prisma = files.filter((path) => path.endsWith('.prisma'))
  // Enumerations may stand in another file than the models that use them.
  const models = prisma.length === 0 ? [] : readPrisma(prisma.map(read).join('\n'))
  if (models.length > 0) return { tables: models, files: prisma.map((path) => relative(folder, path)) }
  const sql = files.filter((path) => path.endsWith('.sql'))
  const tables = readSql(sql.map(read))
  const telling = sql.filter((path) => /create\s+(?:\w+\s+)?table/i.test(read(path)))
  return { tables, files: telling.map((path) => relative(folder, path)) }
}

function filesOf(folder: string, depth = 0): readonly string[] {
  if (depth > most.depth || !existsSync(folder)) return []
  const found: string[] = []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith('.')) found.push(...filesOf(path, depth + 1))
    if (entry.isFile() && /\.(prisma|sql)$/.test(entry.name) && statSync(path).size <= most.bytes) found.push(path)
    if (found.length > most.files) return found.slice(0, most.files)
  }
  return found
}
