"""Open Referral HSDS 3.0 in and out. Facts (names of tables and properties) after https://docs.openreferral.org."""
