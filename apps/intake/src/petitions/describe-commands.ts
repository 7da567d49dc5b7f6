import type { OpenAPIObject } from '@nestjs/swagger';
import { type CaseKind, PETITIONER } from '@wangge/domain/cases/case-state';
import { PROCESSES } from '@wangge/domain/cases/processes';
import { z } from 'zod';
import { bodyOf } from './command-bodies';

const OFFICIAL = '/api/v1/petitions/{number}';
const PUBLIC = '/api/v1/public/petitions/{number}';

interface Described {
  readonly texts: Set<string>;
  readonly schemas: object[];
}

/** Every command of every kind of case with what it takes, by kind where that differs. */
function commandsFor(base: string): Map<string, Described> {
  const commands = new Map<string, Described>();
  for (const [kind, process] of Object.entries(PROCESSES))
    for (const [command, rule] of Object.entries(process.commands)) {
      const body = bodyOf(kind as CaseKind, command);
      if (!body || (base === PUBLIC && !rule.by.includes(PETITIONER.id as 'petitioner'))) continue;
      const described = commands.get(command) ?? { texts: new Set(), schemas: [] };
      described.texts.add(`${rule.text.zh} / ${rule.text.en}`);
      const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
      if (!described.schemas.some((known) => JSON.stringify(known) === JSON.stringify(schema)))
        described.schemas.push(schema);
      commands.set(command, described);
    }
  return commands;
}

/** Every command gets a path of its own in the published document, with what it takes. */
export function describeCommands(document: OpenAPIObject): void {
  for (const base of [OFFICIAL, PUBLIC]) {
    const generic = document.paths[`${base}/{command}`]?.post;
    if (!generic) continue;
    delete document.paths[`${base}/{command}`];
    for (const [command, { texts, schemas }] of commandsFor(base)) {
      const schema = schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
      document.paths[`${base}/${command}`] = {
        post: {
          ...generic,
          operationId: `${generic.operationId}_${command}`,
          summary: [...texts].join('; '),
          parameters: (generic.parameters ?? []).filter(
            (parameter) => !('name' in parameter) || parameter.name !== 'command',
          ),
          requestBody: { required: true, content: { 'application/json': { schema } } },
        },
      };
    }
  }
}
