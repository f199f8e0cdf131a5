-- Where a read model is built anew beside the one that serves, before they are swapped.
CREATE SCHEMA read_next AUTHORIZATION flowtape_app;
