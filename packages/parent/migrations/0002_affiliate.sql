-- An affiliate is a small company that sells. `path` holds its ancestors, the sponsor last, so that an upline is one row read.
create table affiliates (
  program_id   bigint      not null,
  affiliate_id bigint      not null generated always as identity,
  id           text        not null,
  code         text        not null,
  name         text        not null,
  email        text        not null,
  state        text        not null default 'active',
  sponsor_id   bigint,
  path         bigint[]    not null default '{}',
  test         boolean     not null default false,
  created_at   timestamptz not null default now(),
  constraint affiliates_pkey primary key (program_id, affiliate_id),
  constraint affiliate_belongs_to_program foreign key (program_id) references programs,
  constraint affiliate_id_is_unique unique (program_id, id),
  constraint affiliate_code_is_unique unique (program_id, code),
  constraint affiliate_state_is_known check (state in ('active', 'suspended', 'closed')),
  constraint sponsor_is_an_affiliate foreign key (program_id, sponsor_id) references affiliates,
  constraint affiliate_is_not_its_own_ancestor check (not affiliate_id = any (path)),
  constraint path_ends_at_sponsor check (sponsor_id is not distinct from path[cardinality(path)])
);

-- A site is an affiliate's page or domain. Its key is public; its origins are evidence, not authentication.
create table sites (
  program_id   bigint      not null,
  site_id      bigint      not null generated always as identity,
  key          text        not null,
  affiliate_id bigint      not null,
  name         text        not null,
  origins      text[]      not null,
  test         boolean     not null,
  created_at   timestamptz not null default now(),
  constraint sites_pkey primary key (program_id, site_id),
  constraint site_key_is_unique unique (key),
  constraint site_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint site_key_says_test check (test = starts_with(key, 'site_test_')),
  constraint site_has_an_origin check (cardinality(origins) > 0)
);
