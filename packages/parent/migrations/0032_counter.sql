-- A counter is how often somebody asked for one thing within one hour: a site, a network or a mailbox, as a keyed hash. It is forgotten when its hour is over.
create table counters (
  program_id bigint      not null,
  kind       text        not null,
  hash       text        not null,
  starts_at  timestamptz not null,
  count      bigint      not null,
  constraint counters_pkey primary key (program_id, kind, hash, starts_at),
  constraint counter_belongs_to_program foreign key (program_id) references programs,
  constraint counter_counts_something check (0 < count)
);
create index counters_by_hour on counters (starts_at);
