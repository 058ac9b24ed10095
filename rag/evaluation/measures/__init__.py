"""What an answer, a ranking and a confidence are worth, each from 0 to 1, higher is better."""
