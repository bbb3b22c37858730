export { type Case, type Experiment, type RunOf, runs } from './experiment.ts'
export { fixed, percent, scientific, significant, thousands } from './format.ts'
export type { Run } from './run.ts'
