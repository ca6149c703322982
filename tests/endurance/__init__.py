"""The product under fire: many editors at once, and processes killed while they save."""
