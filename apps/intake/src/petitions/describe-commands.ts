import type { OpenAPIObject } from '@nestjs/swagger';
import { matterProcess } from '@wangge/domain/cases/matter.process';
import { PETITIONER } from '@wangge/domain/cases/case-state';
import { z } from 'zod';
import { COMMAND_BODIES, isCommand } from './command-bodies';

const OFFICIAL = '/api/v1/petitions/{number}';
const PUBLIC = '/api/v1/public/petitions/{number}';

/** Every command gets a path of its own in the published document, with what it takes. */
export function describeCommands(document: OpenAPIObject): void {
  for (const base of [OFFICIAL, PUBLIC]) {
    const generic = document.paths[`${base}/{command}`]?.post;
    if (!generic) continue;
    delete document.paths[`${base}/{command}`];
    for (const [command, rule] of Object.entries(matterProcess.commands)) {
      const byPetitioner = rule.by.includes(PETITIONER.id as 'petitioner');
      if (!isCommand(command) || (base === PUBLIC && !byPetitioner)) continue;
      const schema = z.toJSONSchema(COMMAND_BODIES[command], { io: 'input', unrepresentable: 'any' });
      document.paths[`${base}/${command}`] = {
        post: {
          ...generic,
          operationId: `${generic.operationId}_${command}`,
          summary: `${rule.text.zh} / ${rule.text.en}`,
          parameters: (generic.parameters ?? []).filter(
            (parameter) => !('name' in parameter) || parameter.name !== 'command',
          ),
          requestBody: { required: true, content: { 'application/json': { schema: schema as object } } },
        },
      };
    }
  }
}
