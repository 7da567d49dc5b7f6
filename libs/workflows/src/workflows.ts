/** Every workflow that a worker of ours runs: the entry of the bundle. */
export { handleMatter } from './matter/handle-matter.workflow';
export { handlePetition } from './petition/handle-petition.workflow';
export { replanCases } from './replan/replan-cases.workflow';
