"""Files of a case: what kinds are taken, how pictures are cleaned, how viruses are looked for, where it all lies."""
