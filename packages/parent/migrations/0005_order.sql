-- An intake is the first sight of an order id, for ever: its digest, and the refusal if it was refused. Its key decides who was first.
create table intakes (
  program_id  bigint      not null,
  order_id    text        not null,
  digest      bytea       not null,
  refusal     jsonb,
  received_at timestamptz not null,
  test        boolean     not null,
  constraint intakes_pkey primary key (program_id, order_id),
  constraint intake_belongs_to_program foreign key (program_id) references programs
);

-- An order. `customer` is the personal part; everything else may be shown to the affiliate. Amounts are minor units of `currency`.
create table orders (
  program_id           bigint      not null,
  order_key            bigint      not null generated always as identity,
  id                   text        not null,
  number               text        not null,
  quote_id             text,
  site_id              bigint,
  affiliate_id         bigint,
  state                text        not null,
  payment              text        not null default 'unpaid',
  terms                text        not null,
  currency             text        not null,
  country              text        not null,
  shipping             jsonb       not null,
  subtotal_minor       bigint      not null,
  discount_minor       bigint      not null,
  shipping_minor       bigint      not null,
  tax_minor            bigint      not null,
  tax_included         boolean     not null,
  total_minor          bigint      not null,
  expected_total_minor bigint      not null,
  customer             jsonb       not null,
  attribution          jsonb       not null,
  flags                text[]      not null,
  locale               text,
  consent              text        not null,
  placed_at            timestamptz not null,
  test                 boolean     not null,
  constraint orders_pkey primary key (program_id, order_key),
  constraint order_has_an_intake foreign key (program_id, id) references intakes,
  constraint order_id_is_unique unique (program_id, id),
  constraint order_number_is_unique unique (program_id, number),
  constraint quote_is_ordered_once unique (program_id, quote_id),
  constraint order_belongs_to_site foreign key (program_id, site_id) references sites,
  constraint order_is_attributed_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint order_state_is_known check (state in ('awaiting_customer', 'placed', 'confirmed', 'shipped', 'delivered', 'cancelled')),
  constraint order_payment_is_known check (payment in ('unpaid', 'paid')),
  constraint order_terms_are_known check (terms in ('invoice', 'prepayment')),
  constraint order_amounts_add_up check (
    total_minor = subtotal_minor - discount_minor + shipping_minor + case when tax_included then 0 else tax_minor end
    and 0 <= total_minor and total_minor <= 9007199254740991
  )
);
create index orders_newest_first on orders (program_id, order_key desc);
create index orders_of_affiliate on orders (program_id, affiliate_id, order_key desc);

-- A line of an order. Ordered = waiting + shipped + cancelled.
create table order_lines (
  program_id         bigint  not null,
  order_key          bigint  not null,
  line               integer not null,
  variant_id         bigint  not null,
  sku                text    not null,
  title              text    not null,
  variant            text    not null,
  quantity           bigint  not null,
  shipped_quantity   bigint  not null default 0,
  cancelled_quantity bigint  not null default 0,
  refunded_quantity  bigint  not null default 0,
  unit_minor         bigint  not null,
  discount_minor     bigint  not null,
  total_minor        bigint  not null,
  tax_basis_points   integer not null,
  tax_minor          bigint  not null,
  test               boolean not null,
  constraint order_lines_pkey primary key (program_id, order_key, line),
  constraint line_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint line_names_a_variant foreign key (program_id, variant_id) references variants,
  constraint line_orders_something check (0 < quantity),
  constraint line_quantities_are_not_negative check (0 <= shipped_quantity and 0 <= cancelled_quantity and 0 <= refunded_quantity),
  constraint line_never_exceeds_what_was_ordered check (shipped_quantity + cancelled_quantity <= quantity and refunded_quantity <= quantity),
  constraint line_amounts_add_up check (total_minor = unit_minor * quantity - discount_minor)
);

-- A transition of an order: what happened, who did it, when and why.
create table order_transitions (
  program_id    bigint      not null,
  transition_id bigint      not null generated always as identity,
  order_key     bigint      not null,
  from_state    text,
  to_state      text        not null,
  event         text        not null,
  actor         text        not null,
  reason        text        not null default '',
  at            timestamptz not null,
  test          boolean     not null,
  constraint order_transitions_pkey primary key (program_id, transition_id),
  constraint transition_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade
);
create index transitions_of_order on order_transitions (program_id, order_key, transition_id);

-- An order that could not be unsealed, kept whole until a key is found: the one way to lose a customer.
create table unreadable_orders (
  program_id  bigint      not null,
  order_id    text        not null,
  body        text        not null,
  reason      text        not null,
  received_at timestamptz not null,
  test        boolean     not null,
  constraint unreadable_orders_pkey primary key (program_id, order_id),
  constraint unreadable_order_belongs_to_program foreign key (program_id) references programs
);
