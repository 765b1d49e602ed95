"""What things cost: pricing schemes as pure files, and prices that never change once written."""
