"""What every request has in common: how it is read, refused, limited, measured and logged."""
