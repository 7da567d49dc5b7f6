import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom; the table of docs/architecture, checked. */
const boundaries = [
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:domain', 'layer:workflows', 'layer:platform', 'layer:testing'],
  },
  { sourceTag: 'layer:workflows', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:domain', 'layer:testing'] },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:domain', 'layer:testing'] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:domain', 'layer:platform'] },
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:domain'] },
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: [] },
  {
    sourceTag: 'layer:tools',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:domain', 'layer:workflows', 'layer:platform'],
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', 'node_modules/**', '.nx/**', '.wangge/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked, prettier],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, varsIgnorePattern: '^_$' },
      ],
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], enforceBuildableLibDependency: false, depConstraints: boundaries },
      ],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(@nestjs|@temporalio|@prisma|@nats-io|fastify|pg|node:)',
              message: 'libs/domain is pure: it imports nothing of the stack.',
            },
          ],
        },
      ],
    },
  },
);
