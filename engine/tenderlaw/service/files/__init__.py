"""What people and systems do with procurements and the files of bidders; the pages and the API both call it."""
