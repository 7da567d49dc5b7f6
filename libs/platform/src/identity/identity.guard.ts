import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@wangge/domain/people/actor';
import { Refusal } from '../http/problem';
import { IdentityVerifier } from './identity-token';

const PUBLIC = 'wangge:public';
const ACTOR = Symbol('wangge:actor');
type Identified = FastifyRequest & { [ACTOR]?: Actor };

/** The route (or every route of the controller) answers strangers too; a valid token is still read when there is one. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The signed-in actor. On a `@Public()` route it may be undefined. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) =>
  actorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The actor that the guard found for this request. */
export const actorOf = (request: FastifyRequest): Actor | undefined => (request as Identified)[ACTOR];

/**
 * Who is calling: only ever from `Authorization: Bearer <internal token>`, never from a plain header.
 * Questions over NATS pass: its accounts decide who may ask.
 */
@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: IdentityVerifier,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Identified>();
    const token = bearerOf(request.headers.authorization);
    const known = token === undefined ? undefined : this.verifier.known(token);
    if (known || token === undefined) return this.admit(context, request, known);
    return this.verifier.verify(token).then((actor) => this.admit(context, request, actor));
  }

  private admit(context: ExecutionContext, request: Identified, actor: Actor | undefined): boolean {
    if (actor) request[ACTOR] = actor;
    else if (!this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) {
      throw new Refusal('IDENTITY.NOT_SIGNED_IN');
    }
    return true;
  }
}

/** The token of an `Authorization` header, or undefined when it is of another scheme. */
export function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return header.slice(7).trim() || undefined;
}
