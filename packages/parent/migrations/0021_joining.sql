-- An affiliate that applied waits in the state `applied` for staff: it has its code and its place in the network, and earns nothing.
alter table affiliates drop constraint affiliate_state_is_known;
alter table affiliates
  add constraint affiliate_state_is_known check (state in ('applied', 'active', 'suspended', 'closed')),
  add column shares_name boolean not null default false;

-- Who applies twice waits once.
create unique index applicant_waits_once on affiliates (program_id, mailbox(email)) where state = 'applied';

-- What an applicant told staff. `via` is what it came by, as it was sent; the sponsor that it named stands with the affiliate.
create table applications (
  program_id   bigint      not null,
  affiliate_id bigint      not null,
  website      text,
  about        text        not null default '',
  via          text        not null default '',
  applied_at   timestamptz not null,
  test         boolean     not null default false,
  constraint applications_pkey primary key (program_id, affiliate_id),
  constraint application_is_of_an_affiliate foreign key (program_id, affiliate_id) references affiliates
);
create index applications_by_time on applications (program_id, applied_at);

-- Who holds an invitation's secret joins without being asked again, once. Only the secret's hash is kept.
create table invitations (
  program_id     bigint      not null,
  invitation_key bigint      not null generated always as identity,
  hash           bytea       not null,
  email          text        not null,
  name           text        not null default '',
  sponsor_id     bigint,
  invited_by     text        not null,
  invited_at     timestamptz not null,
  expires_at     timestamptz not null,
  accepted_at    timestamptz,
  affiliate_id   bigint,
  test           boolean     not null default false,
  constraint invitations_pkey primary key (program_id, invitation_key),
  constraint invitation_hash_is_unique unique (hash),
  constraint invitation_belongs_to_program foreign key (program_id) references programs,
  constraint invitation_names_a_sponsor foreign key (program_id, sponsor_id) references affiliates,
  constraint invitation_makes_an_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint accepted_invitation_made_an_affiliate check ((accepted_at is null) = (affiliate_id is null))
);
