import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The pages. The server sends a policy without inline scripts, inline styles or data: addresses, so nothing is inlined
 * here and the module preload shim (an inline-free script that no supported browser needs) is left out.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // What every page needs stands in one file: many small ones compress worse.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack)\/|web\/src\/(api|format|messages|names|source|text|zone)\//,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:4319' } },
})
