-- The trace of the filing that asked for the start.
ALTER TABLE "workflow_start" ADD COLUMN "traceparent" TEXT;
