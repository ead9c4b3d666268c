import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Another program than Daybook, at an origin of its own, whose pages show histories under a strict policy. */
export interface HostTool {
  readonly origin: string
  /** What its pages carry in their body: markup of the tool's own. */
  body: string
  /** Its script, a module. */
  script: string
  /** Markup of the head, and attributes of the root. */
  head: string
  root: string
  /** What browsers reported against its policy: empty where all is well. */
  readonly reports: readonly string[]
  /** Answers a page's call for a token. */
  mint: (object: string) => Promise<string>
  readonly minted: readonly string[]
  /** Sends no policy where this is undefined. */
  policy: string | undefined
  close(): Promise<void>
}

/** Nothing but its own script and that of Daybook, calls to both, no styles at all, and no text that becomes code. */
export const strictPolicy = (daybook: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${daybook}/widget/`,
    `connect-src 'self' ${daybook}`,
    "style-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
    'report-uri /reports',
  ].join('; ')

export async function openHostTool(daybook: string): Promise<HostTool> {
  const reports: string[] = []
  const minted: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://tool.example')
    const say = (type: string, text: string, status = 200) => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        ...(tool.policy === undefined ? {} : { 'content-security-policy': tool.policy }),
      })
      response.end(text)
    }
    if (pathname === '/favicon.ico') response.writeHead(204).end()
    else if (pathname === '/reports') {
      request.on('data', (chunk) => reports.push(String(chunk)))
      request.on('end', () => response.writeHead(204).end())
    } else if (pathname === '/tool.js') say('text/javascript', tool.script)
    else if (pathname === '/history-token') {
      const object = searchParams.get('object') ?? ''
      minted.push(object)
      tool.mint(object).then(
        (token) => say('text/plain', token),
        () => say('text/plain', 'no', 403),
      )
    } else if (pathname === '/') say('text/html', page(tool, daybook))
    else say('text/plain', '', 404)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const tool: HostTool = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    body: '',
    script: '',
    head: '',
    root: 'lang="en"',
    reports,
    minted,
    mint: () => Promise.reject(new Error('no token')),
    policy: strictPolicy(daybook),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return tool
}

const page = ({ head, body, root }: HostTool, daybook: string): string => `<!doctype html>
<html ${root}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A tool</title>
${head}
<script type="module" src="${daybook}/widget/daybook-history.js"></script>
<script type="module" src="/tool.js"></script>
</head>
<body><main><h1>Refund #31</h1>${body}</main></body>
</html>`
