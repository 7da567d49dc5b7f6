import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const libraries = fileURLToPath(new URL('../../libs', import.meta.url));

/** Where a running installation is, for `vite` while developing. */
const installation = process.env.WANGGE_ORIGIN ?? 'http://127.0.0.1:3000';

const modules = /[\\/]node_modules[\\/]/;
const KIB = 1024;

/** Every text beside itself as .gz, which the gateway sends to whoever takes it: compressed once, not at each request. */
const compressed = {
  name: 'compressed',
  writeBundle({ dir }) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && /\.(js|css|svg|html)$/.test(entry.name))
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed],
  resolve: {
    // The pure libraries alone: what they import must run in a browser.
    alias: [{ find: /^@wangge\/(domain|contracts)\/(.+)$/, replacement: `${libraries}/$1/src/$2.ts` }],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The content policy allows no inline scripts; module preloading is native in every supported browser.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        codeSplitting: {
          groups: [
            // What every page needs; then what some pages need, apart by who needs it.
            {
              name: 'react',
              test: /[\\/]node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/,
              tags: ['$initial'],
              priority: 3,
            },
            { name: 'frame', test: modules, tags: ['$initial'], priority: 2 },
            {
              name: 'parts',
              test: modules,
              priority: 1,
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 40 * KIB,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '^/(api|auth|oidc|open311|temporal|docs)': { target: installation, changeOrigin: false } } },
});
