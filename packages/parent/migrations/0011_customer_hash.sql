-- An order's `customer_hash` is an HMAC of the customer's mailbox: it tells a returning customer without an address to read.
alter table orders add column customer_hash bytea;

create index paid_orders_of_customer on orders (program_id, customer_hash, order_key) where payment = 'paid' and not test;
