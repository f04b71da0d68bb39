"""What the synthetic AWS still reads in prose by itself, until facts say it."""
