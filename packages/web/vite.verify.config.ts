import { createHash } from 'node:crypto'
import { defineConfig, type Plugin } from 'vite'

/**
 * The verifier's page as one file that works from a disk, without a network and without a server: script and style are
 * put into it, and its policy allows these two texts and nothing else, so that it can neither load nor send anything.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [oneFile()],
  build: {
    // Beside the pages: the server hands it out and puts it into every bundle.
    outDir: 'dist/app',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { input: 'verify.html' },
  },
})

function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
      const page = files.find((file) => file.fileName === 'verify.html')
      const script = files.find((file) => file.type === 'chunk')
      const style = files.find((file) => file.fileName.endsWith('.css'))
      if (page?.type !== 'asset' || script?.type !== 'chunk' || style?.type !== 'asset' || files.length !== 3)
        return this.error(
          `the verifier's page should be a page, a script and a style, and is ${files.map((file) => file.fileName).join(', ')}`,
        )
      const code = script.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
      const css = String(style.source)
      const policy = `default-src 'none'; script-src '${hashOf(code)}'; style-src '${hashOf(css)}'; base-uri 'none'; form-action 'none'`
      page.source = String(page.source)
        .replace(/\s*<script type="module"[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace(
          '<meta charset="utf-8" />',
          (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        )
        .replace('</head>', () => `  <style>${css}</style>\n  </head>`)
        .replace('</body>', () => `  <script type="module">${code}</script>\n  </body>`)
      delete bundle[script.fileName]
      delete bundle[style.fileName]
    },
  }
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
