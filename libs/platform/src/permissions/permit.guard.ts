import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/problem';
import { actorOf } from '../identity/identity.guard';
import { abilityOf, type Action, type Subject } from './ability';

const PERMIT = 'wangge:permit';

/**
 * The route is for those who may do this to at least some of the kind: 403 for others, 401 for strangers. Which rows,
 * the query decides by `caseScopeOf`.
 */
export const Permit = (action: Action, subject: Subject) => SetMetadata(PERMIT, [action, subject]);

@Injectable()
export class PermitGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const permit = this.reflector.getAllAndOverride<[Action, Subject] | undefined>(PERMIT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!permit) return true;
    const actor = actorOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (!actor) throw new Refusal('IDENTITY.NOT_SIGNED_IN');
    if (!abilityOf(actor).can(...permit)) throw new Refusal('IDENTITY.NOT_PERMITTED');
    return true;
  }
}
