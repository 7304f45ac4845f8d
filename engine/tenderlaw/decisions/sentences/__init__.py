"""Every sentence of a decision, in each language: made here from codes, parameters and the words of packs."""
