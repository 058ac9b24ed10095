"""The guided tour: its steps, and the bar that leads through them."""
