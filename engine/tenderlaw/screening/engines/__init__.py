"""Engines that run the program of a screening over the rows of a part: this process, or Spark."""
