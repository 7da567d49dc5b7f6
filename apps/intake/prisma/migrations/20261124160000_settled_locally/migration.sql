-- Transfers upward (上交), each an act of a case with its reason.
CREATE TABLE "transfer_upward" (
  "number" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "from_unit" TEXT,
  "to_unit" TEXT,
  "authority" TEXT,
  "reason" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "matter_item" TEXT NOT NULL,
  "grid_code" TEXT NOT NULL,
  CONSTRAINT "transfer_upward_pkey" PRIMARY KEY ("number", "step")
);
-- What earlier versions recorded; their entries do not say from whom to whom.
INSERT INTO "transfer_upward"("number", "step", "kind", "command", "reason", "actor", "at", "matter_item", "grid_code")
  SELECT p."number", a."step", p."kind", a."entry" ->> 'command', coalesce(a."entry" ->> 'reason', ''), a."entry" ->> 'actor', a."at", p."matter_item", p."grid_code"
  FROM "audit" a JOIN "petition" p ON p."number" = a."stream"
  WHERE a."entry" ->> 'command' IN ('request-review', 'request-re-review', 'refer-dispute')
    OR (a."entry" ->> 'to' = 'disputed' AND a."entry" ->> 'from' <> 'disputed');
CREATE INDEX "transfer_upward_at_number_step_idx" ON "transfer_upward"("at" DESC, "number" DESC, "step" DESC);
-- It is written once with its act.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'wangge_intake') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "transfer_upward" FROM "wangge_intake";
  END IF;
END
$$;

ALTER TABLE "case_fact"
  ADD COLUMN "dealt_with" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "transfers_up" SMALLINT NOT NULL DEFAULT 0;
UPDATE "case_fact" f SET "transfers_up" = t.times
  FROM (SELECT "number", count(*) AS times FROM "transfer_upward" GROUP BY "number") AS t WHERE t."number" = f."number";
UPDATE "case_fact" f SET "dealt_with" = true FROM "petition" p WHERE p."number" = f."number" AND p."kind" = 'matter' AND p."stage" = 'closed';
-- The facts of petitions follow rules of their own from here on: the worker computes them anew.
UPDATE "case_fact" SET "step" = -1 WHERE "kind" = 'petition';
