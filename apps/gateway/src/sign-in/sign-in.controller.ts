import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@wangge/platform/http/problem';
import { Public } from '@wangge/platform/identity/identity.guard';
import { GATEWAY, type Gateway } from '../gateway';
import { html, page, textsFor, type Page } from '../pages/page';
import { comesFromOwnPage } from './cross-site';
import { returnAddress } from './return-address';
import { SignInRefused } from './sign-in-flow';

/** Signing browsers in and out: a session cookie after an OpenID Connect sign-in. */
@Public()
@ApiTags('sign-in')
@Controller('auth')
export class SignInController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get('login')
  @ApiResponse({ status: 303, description: 'To the sign-in page' })
  @ApiOperation({ summary: 'Begins a sign-in; `return` is where to go afterwards, an address of this system' })
  async login(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.limits.signIn(request);
    const { publicUrl, adminUrl } = this.gateway;
    const back = returnAddress(queryOf(request, 'return'), publicUrl, adminUrl);
    if (back === undefined)
      throw new Refusal('REQUEST.INVALID', {
        errors: [
          {
            field: 'return',
            code: 'foreign',
            message: { zh: '返回地址不属于本系统', en: 'The return address is not part of this system' },
          },
        ],
      });
    const { location, cookie } = await this.gateway.signIn.begin(back);
    await reply
      .status(303)
      .header('set-cookie', cookie)
      .header('cache-control', 'no-store')
      .header('location', location)
      .send();
  }

  @Get('callback')
  @ApiExcludeEndpoint()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.limits.signIn(request);
    try {
      const { account, back, clearCookie } = await this.gateway.signIn.complete(request.url, request.headers.cookie);
      await reply
        .status(303)
        .header('set-cookie', [this.gateway.sessions.begin(account), clearCookie])
        .header('cache-control', 'no-store')
        .header('location', back)
        .send();
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      const { language, say } = textsFor(request.headers['accept-language']);
      await send(
        reply,
        400,
        page(
          language,
          say('sign-in.title'),
          html`<h1>${say('sign-in.failed')}</h1>
            <p>${say(error.reason === 'expired' ? 'sign-in.expired' : 'sign-in.failed')}</p>
            <p><a href="/auth/login">${say('sign-in.again')}</a></p>`,
        ),
      );
    }
  }

  @Get('logout')
  @ApiExcludeEndpoint()
  async askLogout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { language, say } = textsFor(request.headers['accept-language']);
    await send(
      reply,
      200,
      page(
        language,
        say('sign-out.title'),
        html`<h1>${say('sign-out.ask')}</h1>
          <form method="post" action="/auth/logout"><button class="main">${say('home.sign-out')}</button></form>`,
        { formTargets: ['http:', 'https:'] },
      ),
    );
  }

  @Post('logout')
  @ApiResponse({ status: 303, description: 'Signed out' })
  @ApiOperation({ summary: 'Ends the session; the browser goes on to the start page' })
  async logout(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!comesFromOwnPage('POST', request.headers, this.gateway.publicUrl)) throw new Refusal('IDENTITY.NOT_PERMITTED');
    const elsewhere = await this.gateway.signIn.signOutLocation();
    await reply
      .status(303)
      .header('set-cookie', this.gateway.sessions.end())
      .header('cache-control', 'no-store')
      .header('location', elsewhere ?? `${this.gateway.publicUrl}/`)
      .send();
  }

  @Get('me')
  @ApiOperation({ summary: 'Who is signed in, and what they may act for' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['account', 'name', 'grants'],
      properties: {
        account: { type: 'string' },
        name: { type: 'string' },
        grants: {
          type: 'array',
          items: {
            type: 'object',
            required: ['role'],
            properties: { role: { type: 'string' }, unit: { type: 'string' }, grid: { type: 'string' } },
          },
        },
      },
    },
  })
  async me(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = await this.gateway.callers.of(request, this.gateway.publicUrl);
    if (!caller) {
      await this.gateway.limits.strangerRead(request);
      throw new Refusal('IDENTITY.NOT_SIGNED_IN');
    }
    await this.gateway.limits.account(request, caller.account);
    await reply
      .header('cache-control', 'no-store')
      .send({ account: caller.account, name: caller.name, grants: caller.grants });
  }
}

const queryOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = (request.query as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(value) ? String(value[0]) : typeof value === 'string' ? value : undefined;
};

const send = (reply: FastifyReply, status: number, shown: Page): FastifyReply =>
  reply.status(status).headers(shown.headers).send(shown.body);
