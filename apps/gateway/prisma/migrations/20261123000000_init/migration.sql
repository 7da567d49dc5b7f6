-- CreateTable
CREATE TABLE "oidc_payload" (
    "id" TEXT NOT NULL,
    "grant_id" TEXT,
    "uid" TEXT,
    "payload" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oidc_payload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "traceparent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "stream" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "command_id" TEXT NOT NULL,
    "entry" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "oidc_payload_grant_id_idx" ON "oidc_payload"("grant_id");

-- CreateIndex
CREATE INDEX "oidc_payload_uid_idx" ON "oidc_payload"("uid");

-- CreateIndex
CREATE INDEX "oidc_payload_expires_at_idx" ON "oidc_payload"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_stream_step_key" ON "audit"("stream", "step");

-- CreateIndex
CREATE UNIQUE INDEX "audit_stream_command_id_key" ON "audit"("stream", "command_id");

-- The audit trail is append-only by privilege: the service's role may add and read, never change or remove.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wangge_gateway') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON "audit" FROM wangge_gateway;
    END IF;
END
$$;
