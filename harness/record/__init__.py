"""Layer 4: every botocore call of the process played from a cassette, or recorded into one."""
