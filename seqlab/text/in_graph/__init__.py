"""Texts to words and numbers in TensorFlow's own operations, for models that are served alone.

Exactly what the functions of `seqlab.text` do in Python, for all of Unicode: what the tables say is
asked of the Python that builds the graph, which is the one that encoded the texts of training.
"""
