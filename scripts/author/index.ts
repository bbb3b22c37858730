export { type Case, type Experiment, type RunOf, runs } from './experiment.ts'
export { fixed, percent, scientific, significant, thousands } from './format.ts'
export type { Run } from './run.ts'
export { type Direction, type TableOptions, table } from './table.ts'
