/** Task queues, workflow types and workflow ids: the names services agree on at Temporal. */
export const TASK_QUEUES = { intake: 'intake' } as const;

/** The workflow that runs a case, by the case's kind. */
export const WORKFLOW_TYPES = { matter: 'handleMatter', petition: 'handlePetition' } as const;

/** The business id is the workflow id, so that a repeated start cannot run a case twice. */
export const workflowIdOfCase = (number: string): string => `petition:${number}`;
