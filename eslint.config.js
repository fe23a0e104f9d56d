import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
	{ ignores: ['build/', '.svelte-kit/', '.cache/', 'data/', 'test-results/', 'src/platform*.d.ts'] },
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: {
			parserOptions: {
				project: ['./tsconfig.json', './tsconfig.worker.json'],
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		rules: {
			'no-console': 'error',
			'no-empty': ['error', { allowEmptyCatch: false }],
			'no-constant-condition': ['error', { checkLoops: false }],
			'no-control-regex': 'error',
			'no-fallthrough': 'error',
			'no-prototype-builtins': 'error',
			'no-unsafe-finally': 'error',
			'no-useless-escape': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// An async function may exist for its type (an interface), a template may print a number.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
			'no-restricted-imports': ['error', { name: 'svelte/store', message: 'State lives in runes.' }],
			'no-restricted-syntax': [
				'error',
				{ selector: 'SvelteMustacheTag[kind="raw"]', message: '{@html} would print what somebody wrote as markup.' }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// The app is always served from the root of its host, and `ui` knows no $app.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/prefer-svelte-reactivity': 'off',
			// There are no stores (above), and it asks for the type of everything.
			'svelte/require-store-reactive-access': 'off'
		}
	},
	{
		// Typed lint sees other components as `any` (svelte-check --fail-on-warnings is the authority there),
		// and the scripts read the reports of tools.
		files: ['**/*.svelte', 'scripts/*.mjs'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	}
);
