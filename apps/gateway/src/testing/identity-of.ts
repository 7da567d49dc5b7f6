import { parseJwks } from '@wangge/platform/identity/identity-keys';
import { IdentityVerifier } from '@wangge/platform/identity/identity-token';
import type { RunningGateway } from './running-gateway';

/** Checks identity tokens as a service behind this gateway does. */
export const identityVerifierOf = (gateway: RunningGateway): IdentityVerifier =>
  new IdentityVerifier(parseJwks(gateway.environment.WANGGE_IDENTITY_JWKS!));
