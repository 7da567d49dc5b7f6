CREATE TABLE "subscription" (
  "id" UUID NOT NULL,
  "account" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "target" BYTEA NOT NULL,
  "secret" BYTEA,
  "events" TEXT[] NOT NULL,
  "unit" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "subscription_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "subscription_channel_known" CHECK ("channel" IN ('email', 'webhook'))
);
CREATE INDEX "subscription_account_idx" ON "subscription"("account");
CREATE TABLE "notification" (
  "id" UUID NOT NULL,
  "subscription_id" UUID NOT NULL,
  "event_id" TEXT NOT NULL,
  "event" JSONB NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'pending',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "sent_at" TIMESTAMPTZ(3),
  CONSTRAINT "notification_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notification_status_known" CHECK ("status" IN ('pending', 'sent', 'dead')),
  CONSTRAINT "notification_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id") ON DELETE CASCADE
);
-- One notice of one event to one subscriber, however often the event is delivered.
CREATE UNIQUE INDEX "notification_subscription_id_event_id_key" ON "notification"("subscription_id", "event_id");
CREATE INDEX "notification_next_at_idx" ON "notification"("next_at") WHERE "status" = 'pending';
CREATE INDEX "notification_status_created_at_idx" ON "notification"("status", "created_at" DESC, "id" DESC);
