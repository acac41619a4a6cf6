"""People's own files of series: found, read, checked, and put on a regular grid."""
