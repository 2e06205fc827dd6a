-- An import is one reading of a catalogue file: how far it came, and what became of it. `heard_at` is when it last said that it goes on.
create table imports (
  program_id bigint      not null,
  import_key bigint      not null generated always as identity,
  id         text        not null,
  started_by text        not null,
  dry_run    boolean     not null,
  state      text        not null default 'reading',
  format     text,
  rows       bigint      not null default 0,
  offers     bigint      not null default 0,
  report     jsonb,
  failure    text        not null default '',
  started_at timestamptz not null,
  heard_at   timestamptz not null default now(),
  ended_at   timestamptz,
  constraint imports_pkey primary key (program_id, import_key),
  constraint import_id_is_unique unique (program_id, id),
  constraint import_belongs_to_program foreign key (program_id) references programs,
  constraint import_state_is_known check (state in ('reading', 'checking', 'swapping', 'done', 'failed')),
  constraint import_that_ended_has_a_time check ((state in ('done', 'failed')) = (ended_at is not null)),
  constraint failed_import_says_why check ((state = 'failed') = (failure <> ''))
);
create index imports_going_on on imports (heard_at) where ended_at is null;

-- What an import has put aside until its file is read. Not logged: written twice as fast, gone after a crash of the database, which an import notices
-- by the number of its rows. Rows of the file, as text; a row that joins another names it.
create unlogged table import_rows (
  program_id bigint  not null,
  import_key bigint  not null,
  position   integer not null,
  line       integer not null,
  names      text[]  not null,
  joins      text,
  content    text    not null,
  constraint import_rows_pkey primary key (program_id, import_key, position)
);
create index import_rows_that_join on import_rows (program_id, import_key, joins) where joins is not null;

-- Offers of the file, as they are stored by the swap.
create unlogged table import_offers (
  program_id  bigint  not null,
  import_key  bigint  not null,
  position    integer not null,
  id          text    not null,
  kind        text    not null,
  title       text    not null,
  description text    not null,
  images      jsonb   not null,
  options     jsonb   not null,
  collections text[]  not null,
  service     jsonb,
  constraint import_offers_pkey primary key (program_id, import_key, position)
);

-- Their variants. `offer_position` is the offer's `position`.
create unlogged table import_variants (
  program_id     bigint  not null,
  import_key     bigint  not null,
  offer_position integer not null,
  position       integer not null,
  sku            text    not null,
  options        text[]  not null,
  amount_minor   bigint  not null,
  sale_minor     bigint,
  sale_starts_at timestamptz,
  sale_ends_at   timestamptz,
  tax_class      text    not null,
  weight_grams   integer not null,
  image          integer,
  stock          bigint,
  backorder      boolean not null,
  constraint import_variants_pkey primary key (program_id, import_key, offer_position, position)
);
create index import_variants_by_sku on import_variants (program_id, import_key, sku);

-- The handles that the swap chose for the offers which it takes.
create unlogged table import_handles (
  program_id bigint  not null,
  import_key bigint  not null,
  position   integer not null,
  handle     text    not null,
  constraint import_handles_pkey primary key (program_id, import_key, position)
);

-- A watch is the address of a catalogue file that is fetched again and again. `etag` and `modified` are what its server said of the file that was imported
-- last; a file that failed leaves them as they are, so that it is fetched again.
create table watches (
  program_id    bigint      not null,
  watch_key     bigint      not null generated always as identity,
  id            text        not null,
  url           text        not null,
  every_seconds integer     not null,
  skip_bad      boolean     not null,
  created_by    text        not null,
  created_at    timestamptz not null,
  due_at        timestamptz not null,
  etag          text,
  modified      text,
  checked_at    timestamptz,
  imported_at   timestamptz,
  failures      integer     not null default 0,
  failure       text        not null default '',
  told          boolean     not null default false,
  constraint watches_pkey primary key (program_id, watch_key),
  constraint watch_id_is_unique unique (program_id, id),
  constraint address_is_watched_once unique (program_id, url),
  constraint watch_belongs_to_program foreign key (program_id) references programs,
  constraint watch_waits_between check (0 < every_seconds),
  constraint failing_watch_says_why check ((0 < failures) = (failure <> '')),
  constraint only_failures_are_told check (0 < failures or not told)
);
create index watches_due on watches (due_at);
