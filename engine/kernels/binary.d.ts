/** The compiled kernels (`assembly/index.ts`) as Base64; `scripts/prepare.mjs` writes the module into `.build/`. */
export const binary: string
