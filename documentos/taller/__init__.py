"""The workshop: material drawn to train and to measure. Nothing here runs when people upload."""
