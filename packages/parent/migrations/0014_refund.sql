-- An order's money, as the customer was charged: `paid_minor` came in, `refunded_minor` of it (shipping included) went back by refunds.
alter table orders
  add column paid_minor              bigint not null default 0,
  add column refunded_minor          bigint not null default 0,
  add column shipping_refunded_minor bigint not null default 0,
  drop constraint order_payment_is_known,
  add constraint order_payment_is_known check (payment in ('unpaid', 'paid', 'partly_refunded', 'refunded', 'charged_back'));

-- A line's money: `released_minor` of its `total_minor`, and `released_tax_minor` of its tax, is no longer owed or went back. `paid_minor` and
-- `refunded_minor` are what the customer paid for the line and got back, tax and all.
alter table order_lines
  add column released_minor     bigint not null default 0,
  add column released_tax_minor bigint not null default 0,
  add column paid_minor         bigint not null default 0,
  add column refunded_minor     bigint not null default 0;

-- What was cancelled before refunds were kept here counts as never owed. If it had been paid, it was given back elsewhere.
update order_lines
   set released_minor     = div(total_minor::numeric * cancelled_quantity, quantity),
       released_tax_minor = div(tax_minor::numeric * cancelled_quantity, quantity)
 where 0 < cancelled_quantity;

update order_lines l
   set paid_minor = l.total_minor - l.released_minor + case when o.tax_included then 0 else l.tax_minor - l.released_tax_minor end
  from orders o
 where o.program_id = l.program_id and o.order_key = l.order_key and o.payment = 'paid';

update orders o
   set paid_minor = (select sum(l.paid_minor) from order_lines l where l.program_id = o.program_id and l.order_key = o.order_key)
                  + o.shipping_minor
                  + case when o.tax_included then 0
                         else o.tax_minor - (select sum(l.tax_minor) from order_lines l
                                              where l.program_id = o.program_id and l.order_key = o.order_key) end
 where payment = 'paid';

alter table orders
  add constraint refunds_never_exceed_what_was_paid check (0 <= refunded_minor and refunded_minor <= paid_minor and paid_minor <= total_minor),
  add constraint shipping_refunds_are_part_of_the_refunds check (0 <= shipping_refunded_minor and shipping_refunded_minor <= refunded_minor),
  add constraint unpaid_order_has_no_money check (payment <> 'unpaid' or paid_minor = 0),
  add constraint payment_says_what_was_refunded check (
    case payment
      when 'paid' then refunded_minor = 0
      when 'partly_refunded' then 0 < refunded_minor and refunded_minor < paid_minor
      when 'refunded' then refunded_minor = paid_minor
      else true
    end);

alter table order_lines
  add constraint line_releases_no_more_than_its_total check (0 <= released_minor and released_minor <= total_minor),
  add constraint line_releases_no_more_than_its_tax check (0 <= released_tax_minor and released_tax_minor <= tax_minor),
  add constraint line_refunds_never_exceed_what_was_paid check (0 <= refunded_minor and refunded_minor <= paid_minor);

-- A customer whose payment went back in part is still one.
drop index paid_orders_of_customer;
create index paid_orders_of_customer on orders (program_id, customer_hash, order_key)
  where payment in ('paid', 'partly_refunded') and not test;

-- A refund is money that went back to the customer. `request` is what was asked, without its id: a repeat of it is told by that.
create table refunds (
  program_id     bigint      not null,
  refund_key     bigint      not null generated always as identity,
  id             text        not null,
  order_key      bigint      not null,
  kind           text        not null,
  reason         text        not null,
  request        jsonb,
  lines_minor    bigint      not null,
  shipping_minor bigint      not null,
  amount_minor   bigint      not null,
  payment        text        not null,
  actor          text        not null,
  at             timestamptz not null,
  test           boolean     not null,
  constraint refunds_pkey primary key (program_id, refund_key),
  constraint refund_id_is_unique unique (program_id, id),
  constraint refund_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint refund_kind_is_known check (kind in ('refund', 'cancellation', 'goodwill')),
  constraint refund_payment_is_known check (payment in ('partly_refunded', 'refunded')),
  constraint refund_gives_something check (0 < amount_minor and 0 <= lines_minor and 0 <= shipping_minor),
  constraint refund_amounts_add_up check (amount_minor = lines_minor + shipping_minor and amount_minor <= 9007199254740991)
);
create index refunds_of_order on refunds (program_id, order_key, refund_key);

-- What a refund gave back of one line of the order.
create table refund_lines (
  program_id   bigint  not null,
  refund_key   bigint  not null,
  order_key    bigint  not null,
  line         integer not null,
  quantity     bigint  not null,
  amount_minor bigint  not null,
  test         boolean not null,
  constraint refund_lines_pkey primary key (program_id, refund_key, line),
  constraint refund_line_belongs_to_refund foreign key (program_id, refund_key) references refunds on delete cascade,
  constraint refund_line_names_an_order_line foreign key (program_id, order_key, line) references order_lines on delete cascade,
  constraint refund_line_gives_something check (0 <= quantity and 0 <= amount_minor and (0 < quantity or 0 < amount_minor))
);

-- At commit a refund is the sum of its lines, and what the order and its lines count as refunded is the sum of their refunds.
create function refund_sums_match() returns trigger language plpgsql as $$
declare
  orders_sum bigint;
begin
  if new.lines_minor <> (select coalesce(sum(amount_minor), 0) from refund_lines l
                          where l.program_id = new.program_id and l.refund_key = new.refund_key) then
    raise exception 'refund % is not the sum of its lines', new.id using errcode = 'check_violation', constraint = 'refund_is_the_sum_of_its_lines';
  end if;
  select refunded_minor into orders_sum from orders o where o.program_id = new.program_id and o.order_key = new.order_key;
  if orders_sum <> (select sum(amount_minor) from refunds r where r.program_id = new.program_id and r.order_key = new.order_key)
  or exists (
       select from order_lines l
        where l.program_id = new.program_id and l.order_key = new.order_key
          and l.refunded_minor <> (select coalesce(sum(amount_minor), 0) from refund_lines p
                                    where p.program_id = l.program_id and p.order_key = l.order_key and p.line = l.line)
     ) then
    raise exception 'refund % is not counted by its order', new.id
      using errcode = 'check_violation', constraint = 'order_counts_all_its_refunds';
  end if;
  return null;
end $$;

create constraint trigger refund_sums_match
  after insert or update on refunds
  deferrable initially deferred
  for each row execute function refund_sums_match();
