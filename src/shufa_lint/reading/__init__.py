"""Files: any bytes into a Reading, the text to check and what stood in the way. Imports text only."""
