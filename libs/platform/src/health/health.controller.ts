import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../identity/identity.guard';
import { HealthRegistry, type Readiness } from './health-registry';

@Public()
@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  /** The process runs; says nothing about what it depends on, so that a dead database restarts nobody. */
  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOkResponse({ description: 'Ready' })
  @ApiServiceUnavailableResponse({ description: 'Not ready', content: { 'application/json': { schema: {} } } })
  @ApiOperation({ summary: 'Every critical dependency is up; each one with its last error' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.ready();
    if (readiness.status !== 'ready') reply.status(503).header('retry-after', '2');
    return readiness;
  }
}
