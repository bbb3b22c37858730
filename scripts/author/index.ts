export { type Case, type Experiment, type RunOf, runs } from './experiment.ts'
export type { Run } from './run.ts'
