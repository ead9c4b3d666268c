import { defineConfig, type Plugin } from 'vite'

/**
 * The history that other tools put on their pages: one script without imports, for `<script type="module">`, a plain
 * `<script>` and a bundler alike. It runs beside anything, and leaves nothing behind but its element.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [ownLit()],
  build: {
    // The server hands it out to every origin.
    outDir: 'dist/widget',
    target: 'es2023',
    // Colours for both schemes are left to the browser.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    copyPublicDir: false,
    lib: { entry: 'src/widget/main.ts', formats: ['iife'], name: 'DaybookHistory', fileName: () => 'daybook-history.js' },
  },
})

/**
 * Lit as a guest on a page should have it. It keeps no globals (counts of its copies, notes of its decorators), takes no
 * hooks from globals that something else on the page may have set, and has no way to make a style element, which strict
 * policies refuse: every browser that knows `light-dark()` adopts sheets. For its size it is also without what the element
 * does not use: templates of SVG and MathML, bindings inside of style, script, title and textarea, and decorators.
 */
function ownLit(): Plugin {
  const counted = /,?\(\w+\.(?:litHtmlVersions|litElementVersions|reactiveElementVersions)\?\?=\[\]\)\.push\("[\d.]+"\)/
  const changes: readonly (readonly [file: string, what: RegExp, by: string])[] = [
    ['lit-html.js', counted, ''],
    ['lit-html.js', /\w+\.litHtmlPolyfillSupport/, 'void 0'],
    ['lit-html.js', /(?<=\w=)2===\w\?"<svg>":3===\w\?"<math>":""/, '""'],
    ['lit-html.js', /\+\(2===\w\?"<\/svg>":3===\w\?"<\/math>":""\)/, ''],
    ['lit-html.js', /,2===\w\|\|3===\w\)\{.*?\}/, ');'],
    ['lit-html.js', /if\(\w\.test\(\w\.tagName\)\)\{.*?\}\}(?=\}else if\(8===)/, ''],
    ['lit-element.js', counted, ''],
    ['lit-element.js', /,\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\)/, ''],
    ['lit-element.js', /\w+\.litElementPolyfillSupport/, 'void 0'],
    ['reactive-element.js', counted, ''],
    ['reactive-element.js', /\w+\.reactiveElementPolyfillSupport/, 'void 0'],
    ['reactive-element.js', /Symbol\.metadata\?\?=Symbol\("metadata"\),\w+\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    ['reactive-element.js', /const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{.*?\}(?=this\._)/, ''],
    ['reactive-element.js', /static addInitializer\(\w+\)\{.*?\}(?=static get observedAttributes)/, ''],
    ['css-tag.js', /\w+\.ShadowRoot&&.*?"replace"in CSSStyleSheet\.prototype/, 'true'],
  ]
  const done = new Set<RegExp | string>()
  return {
    name: 'own-lit',
    transform(code, id) {
      const mine = changes.filter(([file]) => id.endsWith(`/${file}`) && id.includes('/node_modules/'))
      if (mine.length === 0) return undefined
      let text = code
      for (const [file, what, by] of mine) {
        if (what.test(text)) done.add(`${file} ${what}`)
        text = text.replace(what, by)
      }
      return { code: text, map: null }
    },
    buildEnd() {
      const missed = changes.map(([file, what]) => `${file} ${what}`).filter((name) => !done.has(name))
      if (missed.length > 0) this.error(`this Lit is another than was known here: ${missed.join(', ')}`)
    },
  }
}
