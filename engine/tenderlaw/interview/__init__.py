"""Questions from the law itself: what is still to be asked, the decisive first, until nothing can change it."""
