import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { CommandFailure } from '../failure.ts'

export type Framework = 'express' | 'fastify' | 'hono' | 'nest' | 'next' | 'koa' | 'plain'

/** What a project is written with, as its own files say. */
export interface Project {
  readonly folder: string
  /** What people call it: from the package's name. */
  readonly tool: string
  /** A trail's name for it. */
  readonly trail: string
  readonly framework: Framework
  /** How it reaches its database; empty where nothing known is installed. */
  readonly database: readonly string[]
  readonly language: 'typescript' | 'javascript'
  readonly module: 'esm' | 'cjs'
  /** The ending with which its files import each other: `.ts`, `.js` or none. */
  readonly importEnding: '.ts' | '.js' | ''
  /** Where files go, relative to the folder: `src` where the compiler takes nothing else. */
  readonly place: '' | 'src'
}

interface Manifest {
  readonly name?: string
  readonly type?: string
  readonly dependencies?: { readonly [name: string]: string }
  readonly devDependencies?: { readonly [name: string]: string }
}

/** In this order: what builds on another one comes before it. */
const frameworkPackages: readonly (readonly [Framework, string])[] = [
  ['nest', '@nestjs/core'],
  ['next', 'next'],
  ['fastify', 'fastify'],
  ['hono', 'hono'],
  ['koa', 'koa'],
  ['express', 'express'],
]
const databasePackages = [
  ['prisma', '@prisma/client'],
  ['prisma', 'prisma'],
  ['drizzle', 'drizzle-orm'],
  ['typeorm', 'typeorm'],
  ['knex', 'knex'],
  ['better-sqlite3', 'better-sqlite3'],
  ['pg', 'pg'],
] as const

/** Looks at `package.json` and `tsconfig.json`. Throws a `CommandFailure` where the folder is no project. */
export function detectProject(folder: string): Project {
  const path = join(folder, 'package.json')
  if (!existsSync(path))
    throw new CommandFailure('no_project', `There is no package.json in ${folder}.`, {
      todo: 'Run this in the folder of your application, or name that folder: daybook init DIR. "npm init" makes a package.json.',
    })
  const manifest = readManifest(path)
  const installed = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
  const compiler = compilerOptions(folder)
  const typescript = compiler !== undefined || installed.has('typescript') || hasTypeScript(folder)
  const name = nameOf(manifest.name ?? basename(resolve(folder)))
  return {
    folder,
    tool: name.replaceAll(/[-_]+/g, ' ').replace(/^./, (letter) => letter.toUpperCase()),
    trail: name
      .toLowerCase()
      .slice(0, 60)
      .replace(/[-_]+$/, ''),
    framework: frameworkPackages.find(([, known]) => installed.has(known))?.[0] ?? 'plain',
    database: [...new Set(databasePackages.flatMap(([known, one]) => (installed.has(one) ? [known] : [])))],
    language: typescript ? 'typescript' : 'javascript',
    module: typescript || manifest.type === 'module' ? 'esm' : 'cjs',
    importEnding: typescript ? endingOf(compiler) : '.js',
    place: compiler?.rootDir === undefined || !/^\.?\/?src\/?$/.test(compiler.rootDir) ? '' : 'src',
  }
}

function readManifest(path: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // said below
  }
  throw new CommandFailure('bad_project', `${path} is not a package.json that can be read.`, {
    todo: 'Correct it, and run this again.',
  })
}

interface CompilerOptions {
  readonly rootDir?: string
  readonly moduleResolution?: string
  readonly module?: string
  readonly allowImportingTsExtensions?: boolean
  readonly rewriteRelativeImportExtensions?: boolean
}

/** `tsconfig.json` may have comments and commas that JSON has not. What it extends is not read. */
function compilerOptions(folder: string): CompilerOptions | undefined {
  const path = join(folder, 'tsconfig.json')
  if (!existsSync(path)) return undefined
  const text = readFileSync(path, 'utf8')
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? '')
    .replace(/,(\s*[}\]])/g, '$1')
  try {
    return (JSON.parse(text.replace(/^\uFEFF/, '')) as { readonly compilerOptions?: CompilerOptions }).compilerOptions ?? {}
  } catch {
    return {}
  }
}

function endingOf(compiler: CompilerOptions | undefined): Project['importEnding'] {
  // Without a compiler Node reads the files itself, and then by their real names.
  if (compiler === undefined) return '.ts'
  if (compiler.allowImportingTsExtensions === true || compiler.rewriteRelativeImportExtensions === true) return '.ts'
  const bundled = compiler.moduleResolution?.toLowerCase() === 'bundler' || compiler.module?.toLowerCase() === 'preserve'
  return bundled ? '' : '.js'
}

const hasTypeScript = (folder: string): boolean =>
  ['', 'src'].some((name) => {
    const path = join(folder, name)
    return existsSync(path) && readdirSync(path).some((file) => /(?<!\.d)\.ts$/.test(file))
  })

/** The package's name without its scope, as a trail may be called. */
const nameOf = (name: string): string =>
  name
    .replace(/^@[^/]*\//, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '') || 'main'
