"""Reports that come from outside: addresses looked at, submissions taken in. Everything from there is data."""
