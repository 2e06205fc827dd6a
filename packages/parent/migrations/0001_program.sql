-- A program is one parent's affiliate program. Its key leads the key of every other table (tenant and shard key).
create table programs (
  program_id bigint      not null generated always as identity,
  id         text        not null,
  policy     jsonb       not null,
  created_at timestamptz not null default now(),
  constraint programs_pkey primary key (program_id),
  constraint program_id_is_unique unique (id)
);

-- A key of a program: `program` digests orders and makes status secrets and never changes; `sign` signs touches and quotes; `seal` opens
-- sealed orders; `staff` opens the staff's door, of which only the hash is kept.
create table keys (
  program_id bigint      not null,
  purpose    text        not null,
  kid        text        not null,
  name       text        not null default '',
  secret     bytea,
  hash       bytea,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint keys_pkey primary key (program_id, purpose, kid),
  constraint key_belongs_to_program foreign key (program_id) references programs,
  constraint key_purpose_is_known check (purpose in ('program', 'sign', 'seal', 'staff')),
  constraint staff_key_is_kept_as_hash_only check ((purpose = 'staff') = (hash is not null) and (purpose = 'staff') = (secret is null)),
  constraint key_hash_is_unique unique (hash)
);

-- One program key for ever: what it digested must stay recognisable.
create unique index program_key_is_single on keys (program_id) where purpose = 'program';
