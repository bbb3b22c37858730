import { defineConfig } from 'vitest/config'

// The compiled kernels exist only in `.build/`; tests run the TypeScript sources beside them.
const kernels = new URL('./.build/engine/kernels/binary.js', import.meta.url).pathname

export default defineConfig({
  test: {
    // Both of two cores: by default one is left to the watcher.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias: [{ find: /^.*\/kernels\/binary\.js$|^\.\/binary\.js$/, replacement: kernels }] },
        test: { name: 'unit', include: ['engine/**/*.test.ts', 'scripts/**/*.test.ts'], exclude: ['**/*.e2e.test.ts'] },
      },
      { test: { name: 'e2e', include: ['scripts/**/*.e2e.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
})
