"""A search by seqlab beside the same one by hand with Optuna, and with KerasTuner."""
