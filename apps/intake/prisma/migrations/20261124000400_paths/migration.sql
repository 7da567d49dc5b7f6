-- Cases that a unit answers for as first receiver (首接负责) while another has not accepted them.
CREATE INDEX "petition_first_receiver_idx" ON "petition"(("state" ->> 'firstReceiver')) WHERE "state" ->> 'firstReceiver' IS DISTINCT FROM "unit";

-- Cases that became part of another one (并案): each petitioner is still answered.
CREATE INDEX "petition_merged_into_idx" ON "petition"(("state" ->> 'mergedInto')) WHERE "stage" = 'merged';
