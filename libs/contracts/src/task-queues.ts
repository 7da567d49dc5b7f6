/** Task queues, workflow types and workflow ids: the names services agree on at Temporal. */
export const TASK_QUEUES = { intake: 'intake' } as const;

/** The workflow that runs a case, by the case's kind. */
export const WORKFLOW_TYPES = { matter: 'handleMatter', petition: 'handlePetition' } as const;
/** The workflow that plans open cases anew after a publication. */
export const REPLAN_WORKFLOW_TYPE = 'replanCases';

/** The business id is the workflow id, so that a repeated start cannot run a case twice. */
export const workflowIdOfCase = (number: string): string => `petition:${number}`;

/** A publication is planned for once. @param publication its id, `calendar:2027.1` */
export const workflowIdOfPublication = (publication: string): string => `replan:${publication}`;

/** The update with which a running case is told that its record went on without it. */
export const READ_RECORD = 'read-record';
