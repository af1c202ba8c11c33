"""Turning one form into another: notebooks tidied, exercises made, bundles released."""
