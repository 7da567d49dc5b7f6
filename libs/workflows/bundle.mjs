import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/**
 * The workflow code as workers load it: bundled once at build time, not at every start. Where traces are collected, the
 * bundle with Temporal's interceptors for OpenTelemetry takes its place; both run the same workflows the same way.
 */
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const interceptors = createRequire(import.meta.url).resolve(
  '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors',
);
for (const [name, workflowInterceptorModules] of [
  ['workflow-bundle.js', []],
  ['workflow-bundle.traced.js', [interceptors]],
]) {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path('./dist/workflows.js'),
    workflowInterceptorModules,
    // The rules hold no state: they are loaded once for all cases instead of once for each.
    preloadModules: [
      '@wangge/domain/cases/processes',
      '@wangge/domain/cases/decide',
      '@wangge/domain/cases/transition',
    ],
    logger: { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} },
  });
  writeFileSync(path(`./dist/${name}`), code);
}
